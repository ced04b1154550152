package bench

import (
	"os"
	"path/filepath"
	"runtime/pprof"
)

// profile begins the CPU profile of a row, where one is wanted; stop ends it.
func (r *run) profile(name string) (stop func(), err error) {
	if r.Profile == "" {
		return func() {}, nil
	}
	if err := os.MkdirAll(r.Profile, 0o755); err != nil {
		return nil, err
	}
	file, err := os.Create(filepath.Join(r.Profile, name+".prof"))
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		_ = file.Close()
	}, nil
}
