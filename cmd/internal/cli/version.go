package cli

import "runtime/debug"

// version returns the version that the binary was built with.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "latchkey (unknown version)"
	}
	return "latchkey " + info.Main.Version + " " + info.GoVersion
}
