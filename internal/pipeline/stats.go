package pipeline

import (
	"sync"
	"time"
)

// stats counts what this process has done.
type stats struct {
	mu       *sync.Mutex
	kinds    map[string]*StageStats
	failures *[]Failure
	tell     *time.Time // when progress is told next
}

// StageStats is what a stage has done in this process.
type StageStats struct {
	Stage  string
	Jobs   int
	Failed int
	Spent  time.Duration // summed over workers
}

// Failure is an item that failed in this process.
type Failure struct {
	Stage, Item string
	Err         error
}

// maxFailures bounds how many failures are kept for a report; all are in the queue's table.
const maxFailures = 1000

func newStats() stats {
	return stats{mu: &sync.Mutex{}, kinds: map[string]*StageStats{}, failures: &[]Failure{}, tell: &time.Time{}}
}

func (s stats) get(kind string) *StageStats {
	if s.kinds[kind] == nil {
		s.kinds[kind] = &StageStats{Stage: kind}
	}
	return s.kinds[kind]
}

func (s stats) add(kind string, n int, d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.get(kind)
	k.Jobs += n
	k.Spent += d
}

func (s stats) fail(kind, item string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.get(kind).Failed++
	if len(*s.failures) < maxFailures {
		*s.failures = append(*s.failures, Failure{kind, item, err})
	}
}

// mayTell reports whether progress is to be told again, and by whom: true once until tellAfter.
func (s stats) mayTell() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Now().Before(*s.tell) {
		return false
	}
	*s.tell = time.Now().Add(time.Minute)
	return true
}

func (s stats) tellAfter(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*s.tell = time.Now().Add(d)
}

func (s stats) total() (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.kinds {
		n += k.Jobs
	}
	return n
}

// Stats returns what each stage has done in this process, in the order of work, and the items that failed.
func (p *Pipeline) Stats() (stages []StageStats, failures []Failure) {
	p.stats.mu.Lock()
	defer p.stats.mu.Unlock()
	list := p.stages()
	order := []string{}
	for i := len(list) - 1; i >= 0; i-- {
		order = append(order, list[i].kind)
	}
	for _, kind := range order {
		if k := p.stats.kinds[kind]; k != nil {
			stages = append(stages, *k)
		}
	}
	return stages, append([]Failure(nil), *p.stats.failures...)
}
