package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// The garbage that lies about before it is collected, in bytes. Little costs time,
// since each collection looks at everything that is alive, and much costs memory, of
// which a small project takes little: garbageOfFile for each of its files, within
// leastGarbage and usualGarbage, which any machine has. A large project will need
// memoryOfFile for each of its files, and has it for garbage until then. mostMemory is
// for the largest projects, of a hundred thousand pages, which still have room for
// roomToWork then. With what the heap wastes they take mostResident, beyond which it is
// given back sooner.
const (
	garbageOfFile = 60 << 10
	memoryOfFile  = 21 << 10
	leastGarbage  = 6 << 20
	usualGarbage  = 180 << 20
	mostMemory    = 2400 << 20
	roomToWork    = 300 << 20
	mostResident  = 2830 << 20
)

// smallHeap is what Go's collector takes a heap for that is smaller.
const smallHeap = 4 << 20

// garbage is how much of it may lie about beside so much that is alive, in a project
// of so many files.
func garbage(alive, files int64) int64 {
	usual := min(max(files*garbageOfFile, leastGarbage), usualGarbage)
	return min(max(alive-usualGarbage, files*memoryOfFile-alive, usual), max(mostMemory-alive, roomToWork))
}

// collector bounds the memory of a process by how often garbage is collected.
type collector struct {
	bound bool
	files atomic.Int64
}

// boundMemory bounds the memory of this process. The collector's own measure, as much
// garbage as there is alive, makes it run again and again while little is loaded and
// lets a large project take twice what it needs. Whoever sets GOGC or GOMEMLIMIT
// decides.
func boundMemory() *collector {
	c := &collector{bound: os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == ""}
	if c.bound {
		c.follow()
	}
	return c
}

// moderateMemory lets this process take somewhat more memory than Go's collector would,
// which is quicker: twice as much garbage as there is alive.
func moderateMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
}

// found says how many files the project has.
func (c *collector) found(files int) {
	if c.files.Swap(int64(files)) != int64(files) && c.bound {
		c.set()
	}
}

// follow sets the measure, and does so again after each collection.
func (c *collector) follow() {
	c.set()
	// A pointer, which shares its memory with nothing, is gone after the next one.
	runtime.AddCleanup(new(*byte), func(int) { c.follow() }, 0)
}

// set sets the measure by what the last collection left alive.
func (c *collector) set() {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	alive := int64(live[0].Value.Uint64())
	debug.SetGCPercent(int(100 * garbage(alive, c.files.Load()) / max(alive, smallHeap)))
	debug.SetMemoryLimit(max(mostResident, alive+alive/8+roomToWork)) // never so little that it would be collected all the time
}
