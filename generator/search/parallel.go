package search

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// parallel takes the numbers below n in runs, each as long as run but for the last,
// on all cores. Each core calls with for what it does with a run: what that needs, it
// can keep from run to run.
func parallel(n, run int, with func() func(from, to int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+run-1)/run) {
		group.Go(func() {
			do := with()
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
