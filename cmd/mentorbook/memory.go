package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// The garbage that lies about before it is collected, in bytes, with what the
// runtime needs for itself. A small project takes little, leastGarbage: fresh memory
// costs as much as collecting so little does. Above smallHeap it grows quickly up to
// usualGarbage, which any machine has. mostMemory is for the largest projects, of a
// hundred thousand pages, which still have room for roomToWork then.
const (
	smallHeap    = 12 << 20
	leastGarbage = 24 << 20
	usualGarbage = 120 << 20
	mostMemory   = 2150 << 20
	roomToWork   = 300 << 20
)

// garbage is how much of it may lie about beside so much that is alive.
func garbage(alive int64) int64 {
	usual := min(max(3*(alive-smallHeap), leastGarbage), usualGarbage)
	return min(max(alive-usualGarbage, usual), max(mostMemory-alive, roomToWork))
}

// boundMemory bounds the memory of a build. The collector's own measure, as much
// garbage as there is alive, makes it run again and again while little is loaded
// and lets a large project take twice what it needs. Whoever sets GOGC or
// GOMEMLIMIT decides.
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
	debug.SetMemoryLimit(alive + garbage(alive))
	// A pointer, which shares its memory with nothing, is gone after the next one.
	runtime.AddCleanup(new(*byte), func(int) { followMemory() }, 0)
}
