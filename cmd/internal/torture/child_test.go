//go:build torture && linux

package torture

func play(string) int { return 1 }
