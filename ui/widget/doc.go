// Package widget has the parts that screens are put together from: the list
// that holds a window over a table of any size, the form, the dialogs, the
// block of details, and the small pieces of text between them.
//
// A widget is a pointer with Init, Update and View, as Bubble Tea has them; its
// Update returns the command alone. Every text that a widget is given may come
// from the store: it goes through model.Printable before it is drawn.
package widget
