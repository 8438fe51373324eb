package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// cost is what a process took, with all that it started itself.
type cost struct {
	wall, cpu time.Duration
	memory    int64 // bytes of the largest process at its peak
}

// then returns the cost of doing one after the other.
func (c cost) then(next cost) cost {
	return cost{c.wall + next.wall, c.cpu + next.cpu, max(c.memory, next.memory)}
}

func (c cost) String() string {
	return fmt.Sprintf("%.2f s (%.2f s CPU, %d MB)", c.wall.Seconds(), c.cpu.Seconds(), c.memory/1e6)
}

// median returns the median of each figure on its own.
func median(costs []cost) cost {
	return cost{
		wall:   middle(costs, func(c cost) time.Duration { return c.wall }),
		cpu:    middle(costs, func(c cost) time.Duration { return c.cpu }),
		memory: middle(costs, func(c cost) int64 { return c.memory }),
	}
}

// spread returns the shortest and the longest time.
func spread(costs []cost) (least, most time.Duration) {
	by := func(a, b cost) int { return cmp.Compare(a.wall, b.wall) }
	return slices.MinFunc(costs, by).wall, slices.MaxFunc(costs, by).wall
}

func middle[T cmp.Ordered](costs []cost, of func(cost) T) T {
	var values []T
	for _, c := range costs {
		values = append(values, of(c))
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// run runs a program in a folder, "" for this one, with some more variables in its
// environment, and returns what it took. What others have written is on the disk
// before: nobody waits for it.
func run(dir string, environment []string, program string, args ...string) (cost, error) {
	syscall.Sync()
	command := exec.Command(program, args...)
	command.Dir = dir
	command.Env = append(os.Environ(), environment...)
	start := time.Now()
	out, err := command.CombinedOutput()
	wall := time.Since(start)
	if err != nil {
		return cost{}, fmt.Errorf("%s: %w\n%s", filepath.Base(program), err, out)
	}
	state := command.ProcessState
	memory := state.SysUsage().(*syscall.Rusage).Maxrss
	if runtime.GOOS == "linux" {
		memory *= 1024 // it is in bytes on macOS alone
	}
	return cost{wall, state.UserTime() + state.SystemTime(), memory}, nil
}
