package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
)

func queue(t *testing.T, st *store.Store) {
	now := st.Now()
	write(t, st, func(tx *store.Tx) error {
		for _, j := range []struct {
			kind, key string
			at        time.Time
		}{{jobs.Extract, "1", now.Add(-time.Hour)}, {jobs.Extract, "2", now.Add(-time.Minute)}, {jobs.Poll, "3", now.Add(time.Hour)}, {jobs.Group, "all", now.Add(-time.Second)}} {
			if err := jobs.Enqueue(ctx, tx, j.kind, j.key, "", j.at); err != nil {
				return err
			}
		}
		return nil
	})
	for _, kind := range []string{jobs.Extract, jobs.Group} {
		list, err := jobs.Claim(ctx, st, kind, 1, time.Minute)
		if err != nil || len(list) != 1 {
			t.Fatalf("claim %s: %v, %v", kind, list, err)
		}
		if kind == jobs.Group {
			continue
		}
		write(t, st, func(tx *store.Tx) error {
			return jobs.Fail(ctx, tx, list[0], fault.Errorf(fault.Invalid, "no <b>text</b>"))
		})
	}
	rows, err := st.Queue(ctx, st.Now())
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if rows[i].Kind == jobs.Extract && rows[i].Oldest.IsZero() || rows[i].Kind == jobs.Group && rows[i].Since.IsZero() {
			t.Errorf("%+v lacks its time", rows[i])
		}
		rows[i].Oldest, rows[i].Since = time.Time{}, time.Time{}
	}
	want := []store.QueueRow{{Kind: jobs.Extract, Due: 1, Dead: 1}, {Kind: jobs.Group, Running: 1}, {Kind: jobs.Poll, Later: 1}}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
	dead, _, err := st.DeadWork(ctx, store.DeadFilter{Kind: jobs.Extract, Limit: 10})
	if err != nil || len(dead) != 1 || dead[0].Reason != "no <b>text</b>" || dead[0].Attempts != 1 {
		t.Fatalf("dead: %+v, %v", dead, err)
	}
	if list, err := st.DeadReasons(ctx, 10); err != nil || len(list) != 1 || list[0].N != 1 {
		t.Errorf("reasons: %+v, %v", list, err)
	}
	for _, f := range []jobs.DeadFilter{{ID: 5}, {Kind: jobs.Poll}, {Reason: "another"}} {
		write(t, st, func(tx *store.Tx) error {
			n, err := jobs.DropDead(ctx, tx, f, "ada", "test")
			if n != 0 {
				t.Errorf("%+v dropped %d", f, n)
			}
			return err
		})
	}
	write(t, st, func(tx *store.Tx) error {
		n, err := jobs.RetryDead(ctx, tx, jobs.DeadFilter{Kind: jobs.Extract, Reason: dead[0].Reason}, "ada")
		if n != 1 {
			t.Errorf("tried again: %d", n)
		}
		return err
	})
	list, err := jobs.Claim(ctx, st, jobs.Extract, 5, time.Minute)
	if err != nil || len(list) != 2 {
		t.Fatalf("after trying again: %v, %v", list, err)
	}
	write(t, st, func(tx *store.Tx) error { return jobs.Fail(ctx, tx, list[0], fault.Errorf(fault.Invalid, "no")) })
	write(t, st, func(tx *store.Tx) error {
		n, err := jobs.DropDead(ctx, tx, jobs.DeadFilter{Reason: "no"}, "ada", "not wanted")
		if n != 1 {
			t.Errorf("dropped %d", n)
		}
		return err
	})
	entries, _, err := st.AuditLog(ctx, store.AuditFilter{Who: "ada"})
	if err != nil || len(entries) != 2 || entries[0].What != "work dropped" || entries[1].What != "work tried again" {
		t.Errorf("audit: %+v, %v", entries, err)
	}
	if entries, _, err := st.AuditLog(ctx, store.AuditFilter{What: "work dropped", Limit: 1}); err != nil || len(entries) != 1 {
		t.Errorf("audit of one kind: %+v, %v", entries, err)
	}
	who, what, err := st.AuditWords(ctx)
	if err != nil || !slices.Equal(who, []string{"ada"}) || !slices.Equal(what, []string{"work dropped", "work tried again"}) {
		t.Errorf("%v, %v, %v", who, what, err)
	}
}

func captureList(t *testing.T, st *store.Store) {
	one := putPage(t, st, "https://www.a.example/news/1", "a.example/news/1", "One", "Quokka one.", 11)
	two := putPage(t, st, "http://b.example/2", "b.example/2", "Two", "Wombat two.", 12)
	write(t, st, func(tx *store.Tx) error {
		for _, x := range []store.Item{{Stage: jobs.Extract, ID: int64(two.capture), State: store.StateEmpty, Reason: "login wall"}, {Stage: jobs.Extract, ID: int64(one.capture), State: store.StateDone}} {
			if err := tx.PutState(ctx, x); err != nil {
				return err
			}
		}
		return nil
	})
	for _, c := range []struct {
		f    store.CaptureFilter
		want []news.CaptureID
	}{
		{store.CaptureFilter{}, []news.CaptureID{two.capture, one.capture}},
		{store.CaptureFilter{Address: "a.example/news"}, []news.CaptureID{one.capture}},
		{store.CaptureFilter{Address: "https://A.example/news/1"}, []news.CaptureID{one.capture}},
		{store.CaptureFilter{Address: "c.example"}, nil},
		{store.CaptureFilter{Reason: "login wall"}, []news.CaptureID{two.capture}},
		{store.CaptureFilter{Source: 5}, nil},
		{store.CaptureFilter{Outlet: 5}, nil},
		{store.CaptureFilter{Limit: 1}, []news.CaptureID{two.capture}},
	} {
		list, next, err := st.CaptureList(ctx, c.f)
		var got []news.CaptureID
		for _, x := range list {
			got = append(got, x.ID)
		}
		if d := cmp.Diff(c.want, got); d != "" || err != nil {
			t.Errorf("%+v: %s, %v", c.f, d, err)
		}
		if c.f.Limit == 1 {
			list, next, err = st.CaptureList(ctx, store.CaptureFilter{Limit: 1, After: next})
			if err != nil || len(list) != 1 || list[0].ID != one.capture {
				t.Errorf("the next page: %v, %v, %v", list, next, err)
			}
		}
	}
	row, err := st.CaptureRow(ctx, two.capture)
	if err != nil || row.Reason != "login wall" || row.Size == 0 || row.Stored == 0 {
		t.Errorf("row: %+v, %v", row, err)
	}
	if list, err := st.CaptureVersions(ctx, one.capture); err != nil || len(list) != 1 || list[0].ID != one.version.ID {
		t.Errorf("versions: %+v, %v", list, err)
	}
	if list, err := st.SourceReasons(ctx, 10); err != nil || len(list) != 1 || list[0].N != 1 || list[0].Reason != "login wall" {
		t.Errorf("reasons: %+v, %v", list, err)
	}
	x, err := st.Storage(ctx)
	if err != nil || x.Captures != 2 || x.Database == 0 || x.Received == 0 || x.Stored == 0 || !slices.ContainsFunc(x.Tables, func(s store.TableSize) bool { return s.Name == "capture" && s.Bytes > 0 }) {
		t.Errorf("storage: %+v, %v", x, err)
	}
}

func passkeys(t *testing.T, st *store.Store) {
	m := store.Member{Name: "ada", PasswordHash: "h", Role: "operator"}
	write(t, st, func(tx *store.Tx) (err error) { m.ID, err = tx.CreateMember(ctx, m); return err })
	other := store.Member{Name: "bo", PasswordHash: "h", Role: "operator"}
	write(t, st, func(tx *store.Tx) (err error) { other.ID, err = tx.CreateMember(ctx, other); return err })
	add := func(m store.Member, credential string) (id int64, err error) {
		err = st.Write(ctx, func(tx *store.Tx) error {
			id, err = tx.AddPasskey(ctx, m, store.Passkey{Credential: credential, Name: "laptop", Detail: []byte(`{"a":1}`)})
			return err
		})
		return id, err
	}
	id, err := add(m, "c1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := add(other, "c1"); !errors.Is(err, fault.Exists) {
		t.Errorf("a passkey of two members: %v", err)
	}
	use := func(m store.Member, warn bool) error {
		return st.Write(ctx, func(tx *store.Tx) error { return tx.UsePasskey(ctx, m, "c1", []byte(`{"a":2}`), warn) })
	}
	if err := use(m, false); err != nil {
		t.Error(err)
	}
	if err := use(other, false); !errors.Is(err, fault.NotFound) {
		t.Errorf("used by another: %v", err)
	}
	if list, err := st.Passkeys(ctx, m.ID); err != nil || len(list) != 1 || string(list[0].Detail) != `{"a":2}` || list[0].Used.IsZero() || !list[0].Warned.IsZero() {
		t.Errorf("%+v, %v", list, err)
	}
	if err := use(m, true); err != nil {
		t.Error(err)
	}
	if list, err := st.Passkeys(ctx, m.ID); err != nil || list[0].Warned.IsZero() {
		t.Errorf("no warning kept: %+v, %v", list, err)
	}
	err = st.Write(ctx, func(tx *store.Tx) error { return tx.RemovePasskey(ctx, other, id) })
	if !errors.Is(err, fault.NotFound) {
		t.Errorf("removed by another: %v", err)
	}
	write(t, st, func(tx *store.Tx) error { return tx.RemovePasskey(ctx, m, id) })

	before, err := st.MemberByID(ctx, m.ID)
	if err != nil {
		t.Fatal(err)
	}
	write(t, st, func(tx *store.Tx) error { return tx.SetPassword(ctx, m, "h2") })
	write(t, st, func(tx *store.Tx) error { return tx.EndSessions(ctx, m) })
	if after, err := st.MemberByName(ctx, "ada"); err != nil || after.PasswordHash != "h2" || after.Epoch != before.Epoch+2 {
		t.Errorf("%+v, %v", after, err)
	}
}

func invites(t *testing.T, st *store.Store) {
	invite := func(name string, renew bool) (token string, err error) {
		err = st.Write(ctx, func(tx *store.Tx) error { token, err = tx.Invite(ctx, name, renew, "command line"); return err })
		return token, err
	}
	use := func(token, hash string) (name string, err error) {
		err = st.Write(ctx, func(tx *store.Tx) error { name, err = tx.UseInvite(ctx, token, hash); return err })
		return name, err
	}
	if _, err := invite("ada", true); !errors.Is(err, fault.NotFound) {
		t.Errorf("a new password for nobody: %v", err)
	}
	old, err := invite("ada", false)
	if err != nil {
		t.Fatal(err)
	}
	token, err := invite("ada", false)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "x", old} {
		if _, err := use(bad, "h"); !errors.Is(err, fault.Denied) {
			t.Errorf("token %q: %v", bad, err)
		}
	}
	if name, err := use(token, "h1"); err != nil || name != "ada" {
		t.Fatalf("%q, %v", name, err)
	}
	if _, err := use(token, "h2"); !errors.Is(err, fault.Denied) {
		t.Errorf("the same link again: %v", err)
	}
	if _, err := invite("ada", false); !errors.Is(err, fault.Exists) {
		t.Errorf("a second account of a name: %v", err)
	}
	before, err := st.MemberByName(ctx, "ada")
	if err != nil || before.PasswordHash != "h1" {
		t.Fatalf("%+v, %v", before, err)
	}
	if token, err = invite("ada", true); err != nil {
		t.Fatal(err)
	}
	if _, _, err := st.Invited(ctx, token, st.Now().Add(25*time.Hour)); !errors.Is(err, fault.Denied) {
		t.Errorf("a day later: %v", err)
	}
	if _, err := use(token, "h3"); err != nil {
		t.Fatal(err)
	}
	if m, err := st.MemberByName(ctx, "ada"); err != nil || m.PasswordHash != "h3" || m.Epoch == before.Epoch || m.ID != before.ID {
		t.Errorf("%+v, %v", m, err)
	}
}
