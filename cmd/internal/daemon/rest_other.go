//go:build !linux

package daemon

func unmapFiles() error { return nil }
