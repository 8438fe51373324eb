//go:build linux || darwin

package main

import (
	"io/fs"
	"syscall"

	"mentorbook/generator"
)

// identity tells a file from one that replaced it or was written over it, even
// where size and modification time were put back: the time of the last change
// of its inode cannot be.
func identity(info fs.FileInfo) generator.Identity {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return generator.Identity{}
	}
	return generator.Identity{Device: uint64(stat.Dev), Inode: stat.Ino, Changed: uint64(changed(stat))}
}
