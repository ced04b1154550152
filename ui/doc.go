// Package ui is the frame that the screens of latchkey stand in. Root routes:
// it keeps the tabs and their places, a stack of screens in each, a stack of
// dialogs over them, the notice line, the key bar, the command line and the
// help, and hands every message to whom it concerns. What the screens show is
// in package screen, what they are made of in kit and widget.
package ui
