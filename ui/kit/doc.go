// Package kit is what every screen of latchkey is made with: the session that
// a screen belongs to, the contracts of a screen and of a dialog, the replies
// of commands, the theme, the keys and the words for times and counts.
//
// Data goes one way: a key press reaches the screen on top, the screen asks
// the model's Authority in a command, the answer comes back as a Reply, and
// the screen draws what it holds. A screen decides nothing and stores nothing.
package kit
