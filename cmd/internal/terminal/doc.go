// Package terminal is what stands between a screen and the terminal that it is
// seen on.
//
// Which problems does it solve? Bubble Tea hands a program whatever one read
// of the terminal returned, so that fast typing arrives as one key, and a key
// whose bytes come in two packets as two; KeyReader cuts the input into keys
// first. Frames and the sequence that sets the terminal's clipboard (OSC 52)
// would get into each other; Writer keeps them apart, and sends of a frame only
// the cells that have changed, where Bubble Tea writes lines. What the terminal can
// show is read from its environment and never asked of the terminal itself,
// which may not answer: ColorProfile, DarkBackground, NewRenderer. Clipboard
// and Files take a secret to the person's end.
//
// Who uses it? The embedded program opens its own terminal with Open and runs
// the screens with Terminal.Run, which gives the terminal back as it was,
// whatever happens. A door with remote terminals puts the same parts around a
// session's streams: NewKeyReader, NewWriter, NewRenderer and NewClipboard
// take a reader, a writer and the environment that the session sent.
package terminal
