package store

import (
	"context"
	"slices"
)

// This file says of every table what it holds, in one place; a test fails when a table is missing here.

// Fate is what becomes of a table when an archive moves to another database or is rebuilt.
type Fate string

// The fates. What is primary moves as it is; so does the ledger, whose rows are computed again but must keep their identifiers.
const (
	Primary Fate = "primary" // received from outside or decided by people: nothing can compute it
	Ledger  Fate = "ledger"  // computed, but links and comments point at its identifiers
	Derived Fate = "derived" // computed again from the others
	Passing Fate = "passing" // of this moment or this machine
)

// table is a table with its fate.
type table struct {
	name string
	fate Fate
}

// tables in the order in which they move: what is pointed at comes first.
var tables = []table{
	{"outlet", Ledger}, {"source", Primary}, {"source_look", Primary}, {"source_miss", Primary}, {"hub_subscription", Primary}, {"hub_message", Primary}, {"capture", Primary},
	{"article", Ledger}, {"version", Ledger}, {"statement", Ledger},
	{"origin", Ledger}, {"origin_article", Ledger},
	{"storyline", Ledger}, {"story", Ledger}, {"member", Ledger}, {"former_member", Ledger}, {"grouping_state", Ledger}, {"underway", Ledger}, {"waiting", Ledger},
	{"claim", Ledger}, {"claim_statement", Ledger},
	{"account", Primary}, {"passkey", Primary}, {"audit", Primary}, {"purge", Primary}, {"tombstone", Primary}, {"blocked", Primary}, {"stage_state", Primary}, {"lane", Primary}, {"job", Primary}, {"archive_file", Primary},

	{"mentions", Derived}, {"figure", Derived}, {"event", Derived}, {"copy", Derived}, {"digest", Derived},
	{"search", Derived}, {"search_article", Derived},

	{"setup_token", Passing}, {"invite", Passing}, {"node", Passing}, {"robots", Passing}, {"session", Passing}, {"backup", Passing}, {versionTable, Passing},
}

// tableNames reads the names of all tables, but for what SQLite keeps for itself and its full-text search.
func (r reader) tableNames(ctx context.Context) (out []string, err error) {
	query := `select name from sqlite_master where type = 'table' and not (name >= 'sqlite_' and name < 'sqlite_z') and name not in
		('search_data', 'search_idx', 'search_content', 'search_docsize', 'search_config') order by name`
	if r.dialect.postgres {
		query = "select table_name::text from information_schema.tables where table_schema = current_schema() order by 1"
	}
	err = r.Query(ctx, query, func(row func(...any) error) error {
		var name string
		err := row(&name)
		out = append(out, name)
		return err
	})
	slices.Sort(out)
	return out, err
}

// TablesWithoutFate reads the names of tables that the list above does not know.
func (r reader) TablesWithoutFate(ctx context.Context) (out []string, err error) {
	names, err := r.tableNames(ctx)
	for _, n := range names {
		if !slices.ContainsFunc(tables, func(x table) bool { return x.name == n }) {
			out = append(out, n)
		}
	}
	return out, err
}
