package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// leastGarbage is how much a build may leave lying about before it collects
// garbage, in bytes, with what the runtime needs for itself. Any machine has it.
const leastGarbage = 160 << 20

// boundMemory lets garbage grow to half of what is alive, and at least to
// leastGarbage: the collector's own measure, a share of what is alive, makes it
// run again and again while a project is loaded. Whoever sets GOGC or GOMEMLIMIT
// decides.
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
	debug.SetMemoryLimit(alive + max(leastGarbage, alive/2))
	// A pointer, which shares its memory with nothing, is gone after the next one.
	runtime.AddCleanup(new(*byte), func(int) { followMemory() }, 0)
}
