package jobs

import "context"

// Die ends a node as kill -9 would: nothing is given back, nothing is said.
func (n *Node) Die() { n.stop(); <-n.done }

// Wake does what a process that was stopped for long does first when it goes on.
func (n *Node) Wake(ctx context.Context) error { return n.beat(ctx) }

// Queries are those whose plans are checked.
var Queries = map[string]string{"class": classQuery, "lanes": lanesQuery, "lane's job": laneJobQuery(2), "settle": settleQuery}
