package search

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// parallel takes the numbers below n in runs, each as long as run but for the last,
// on all cores. with is called for each core before any begins, and returns what the
// core does with a run: what it needs for that, it keeps from run to run.
func parallel(n, run int, with func() func(from, to int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+run-1)/run) {
		do := with()
		group.Go(func() {
			for {
				to := int(next.Add(int64(run)))
				if to-run >= n {
					return
				}
				do(to-run, min(to, n))
			}
		})
	}
	group.Wait()
}
