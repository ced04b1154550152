// Package meanwhile reads for open dialogs whether what they are about is still
// there, and says who took it away where that can be known.
package meanwhile
