package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// How much garbage may lie about before it is collected, in bytes, with what the
// runtime needs for itself: a size that any machine has, and one that is enough
// for whatever is made at one time.
const leastGarbage, mostGarbage = 160 << 20, 400 << 20

// boundMemory lets garbage grow to half of what is alive, within bounds: the
// collector's own measure, a share alone, makes it run again and again while a
// project is loaded, and lets a large one take twice what it needs. Whoever sets
// GOGC or GOMEMLIMIT decides.
func boundMemory() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	followMemory()
}

// followMemory sets the limit by what the last collection left alive, and does so
// again after each one.
func followMemory() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	alive := int64(live[0].Value.Uint64())
	debug.SetMemoryLimit(alive + min(max(alive/2, leastGarbage), mostGarbage))
	// A pointer, which shares its memory with nothing, is gone after the next one.
	runtime.AddCleanup(new(*byte), func(int) { followMemory() }, 0)
}
