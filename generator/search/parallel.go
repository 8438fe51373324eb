package search

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// parallel calls do for the numbers below n, on all cores.
func parallel(n int, do func(i int)) {
	const atATime = 64
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), (n+atATime-1)/atATime) {
		group.Go(func() {
			for {
				end := int(next.Add(atATime))
				for i := end - atATime; i < min(end, n); i++ {
					do(i)
				}
				if end >= n {
					return
				}
			}
		})
	}
	group.Wait()
}
