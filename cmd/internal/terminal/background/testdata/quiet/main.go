// Command quiet links Bubble Tea and package background.
package main

import (
	"fmt"

	_ "example.com/latchkey/cmd/internal/terminal/background"
	_ "github.com/charmbracelet/bubbletea"
)

func main() { fmt.Println("main") }
