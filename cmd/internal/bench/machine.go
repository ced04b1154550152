package bench

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Machine is what the figures were measured on.
type Machine struct {
	System    string  `json:"system"`
	Processor string  `json:"processor,omitempty"`
	Cores     int     `json:"cores"`
	Go        string  `json:"go"`
	Sync      float64 `json:"sync_seconds"` // to write 4 KiB and sync them, the median
}

func machine(dir string) (Machine, error) {
	m := Machine{System: runtime.GOOS + "/" + runtime.GOARCH, Processor: processor(), Cores: runtime.NumCPU(), Go: runtime.Version()}
	d, err := openDisk(dir)
	if err != nil {
		return m, err
	}
	defer d.close()
	var took []float64
	for range 50 {
		begin := time.Now()
		if err := d.write(); err != nil {
			return m, err
		}
		took = append(took, seconds(time.Since(begin)))
	}
	m.Sync = median(took)
	return m, nil
}

// processor is its name, where the system tells it in a file.
func processor() string {
	text, _ := os.ReadFile("/proc/cpuinfo") // elsewhere it goes without
	for line := range strings.Lines(string(text)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// disk is a file that is written to and synced, as the least that anything
// durable takes.
type disk struct {
	file *os.File
	page []byte
	at   int64
}

func openDisk(dir string) (*disk, error) {
	file, err := os.Create(filepath.Join(dir, "yardstick"))
	return &disk{file: file, page: make([]byte, 4096)}, err
}

// write adds 4 KiB and waits until they are on the disk.
func (d *disk) write() error {
	d.page[0]++
	if _, err := d.file.WriteAt(d.page, d.at); err != nil {
		return err
	}
	d.at += int64(len(d.page))
	return d.file.Sync()
}

func (d *disk) close() {
	_ = d.file.Close()
	_ = os.Remove(d.file.Name())
}
