package jobs

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/parley-news/parley/internal/store"
)

// DeadFilter chooses work that was given up. The zero value chooses all.
type DeadFilter struct {
	ID     int64
	Kind   string
	Reason string // exactly
}

func (f DeadFilter) args() []any {
	return []any{f.ID == 0, f.ID, f.Kind == "", f.Kind, f.Reason == "", f.Reason}
}

// deadWhere takes the arguments of DeadFilter, the first of them in place from.
func deadWhere(from int) string {
	return fmt.Sprintf("state = 'dead' and ($%d or id = $%d) and ($%d or kind = $%d) and ($%d or reason = $%d)", from, from+1, from+2, from+3, from+4, from+5)
}

// RetryDead makes work that was given up wait again, from now, and returns how much; who asked for it is recorded.
func RetryDead(ctx context.Context, tx *store.Tx, f DeadFilter, who string) (int64, error) {
	n, err := tx.Exec(ctx, "update job set state = 'ready', attempts = 0, lost = 0, reason = '', run_at = $1 where "+deadWhere(2), append([]any{tx.Now().UnixMicro()}, f.args()...)...)
	if err != nil || n == 0 {
		return n, err
	}
	if err := wakeIdle(ctx, tx); err != nil {
		return n, err
	}
	return n, tx.Audit(ctx, who, "work tried again", f.describe(n))
}

// DropDead forgets work that was given up, and returns how much; who did so and why is recorded.
func DropDead(ctx context.Context, tx *store.Tx, f DeadFilter, who, why string) (int64, error) {
	var keys []string
	err := tx.Query(ctx, "select kind, key from job where "+deadWhere(1)+" order by id limit 20", func(row func(...any) error) error {
		var kind, key string
		err := row(&kind, &key)
		keys = append(keys, kind+" "+key)
		return err
	}, f.args()...)
	if err != nil {
		return 0, err
	}
	n, err := tx.Exec(ctx, "delete from job where "+deadWhere(1), f.args()...)
	if err != nil || n == 0 {
		return n, err
	}
	slices.Sort(keys)
	return n, tx.Audit(ctx, who, "work dropped", fmt.Sprintf("%s (%s): %q", f.describe(n), fmt.Sprint(keys), why))
}

func (f DeadFilter) describe(n int64) string {
	s := strconv.FormatInt(n, 10) + " items"
	if f.ID != 0 {
		s += ", number " + strconv.FormatInt(f.ID, 10)
	}
	if f.Kind != "" {
		s += ", kind " + f.Kind
	}
	if f.Reason != "" {
		s += fmt.Sprintf(", reason %q", f.Reason)
	}
	return s
}

// Retry makes dead jobs of a kind wait again, all kinds for "", and returns how many.
func Retry(ctx context.Context, tx *store.Tx, kind string) (int64, error) {
	n, err := tx.Exec(ctx, "update job set state = 'ready', attempts = 0, lost = 0, run_at = $1, reason = '' where state = 'dead' and (kind = $2 or $3)", tx.Now().UnixMicro(), kind, kind == "")
	if err != nil || n == 0 {
		return n, err
	}
	return n, wakeIdle(ctx, tx)
}

// wakeIdle has every lane looked at that has due work though it is thought to have none yet.
func wakeIdle(ctx context.Context, tx *store.Tx) error {
	now := tx.Now().UnixMicro()
	due := func(class, place string) string {
		return "exists (select 1 from job where job.state = 'ready' and job.lane <> '' and job.lane = lane.name and job.priority = " + class + " and job.run_at <= " + place + ")"
	}
	_, err := tx.Exec(ctx, "update lane set due = next where job = 0 and due > $1 and due > next and ("+due("0", "$2")+" or "+due("1", "$3")+" or "+due("2", "$4")+")", now, now, now, now)
	return err
}
