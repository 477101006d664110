package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/parley-news/parley/internal/app"
	"github.com/parley-news/parley/internal/fault"
	"github.com/parley-news/parley/internal/jobs"
	"github.com/parley-news/parley/internal/news"
	"github.com/parley-news/parley/internal/store"
	"github.com/parley-news/parley/internal/urlkey"
	"github.com/parley-news/parley/internal/warc"
)

// exportGroup is the ways to write the archive out.
type exportGroup struct {
	Archive exportCmd `cmd:"" default:"withargs" help:"Write all that cannot be computed to a file that either database can read; this is what “parley export FILE” does."`

	WARC exportWARCCmd `cmd:"" name:"warc" help:"Write captures as web archives (WARC), with what was decided of each."`
}

type exportWARCCmd struct {
	Output    string `short:"o" name:"output" required:"" placeholder:"FILE" help:"Where to: a name that ends in .warc.gz, or .warc for one without compression. Further files get a number."`
	Since     string `help:"Only what was captured on this day or later." placeholder:"DAY"`
	Until     string `help:"Only what was captured before this day." placeholder:"DAY"`
	Outlet    string `help:"Only articles of this outlet: its domain, as the outlets page shows it." placeholder:"DOMAIN"`
	URLPrefix string `name:"url-prefix" help:"Only pages whose address begins so." placeholder:"URL"`
	MaxSize   int    `name:"max-size" default:"1000" help:"Size at which a new file is begun, in MB (1000)." placeholder:"MB"`
	JSON      bool   `name:"json" help:"One object: files, captures, purged, left out, bytes."`
}

// Run writes captures as web archives, with what was decided of each.
func (c exportWARCCmd) Run(e *env) error {
	f, err := c.filter()
	if err != nil {
		return fmt.Errorf("%w (%w)", err, errUsage)
	}
	a, err := e.open(app.Options{Offline: true})
	if err != nil {
		return err
	}
	defer a.Close()
	if f.Outlet, err = c.outlet(e.ctx, a.Store); err != nil {
		return err
	}
	x := &exportWARC{env: e, cmd: c, store: a.Store, filter: f}
	defer x.abandon()
	if err := x.all(); err != nil {
		return err
	}
	if c.JSON {
		return printJSON(e.out, map[string]any{"files": x.files, "captures": x.captures, "purged": x.purged, "left_out": e.failed, "bytes": x.bytes})
	}
	for _, name := range x.files {
		fmt.Fprintln(e.out, name)
	}
	fmt.Fprintf(e.out, "%d captures, %d tombstones of purged ones, %.1f MB in %d files\n", x.captures, x.purged, float64(x.bytes)/1e6, len(x.files))
	return nil
}

func (c exportWARCCmd) filter() (f store.CaptureRange, err error) {
	f.URLPrefix = c.URLPrefix
	if f.Since, err = day("since", c.Since); err != nil {
		return f, err
	}
	if f.Until, err = day("until", c.Until); err != nil {
		return f, err
	}
	switch {
	case c.MaxSize < 1:
		return f, fault.Errorf(fault.Invalid, "max-size %d: give at least 1", c.MaxSize)
	case !strings.HasSuffix(c.Output, ".warc.gz") && !strings.HasSuffix(c.Output, ".warc"):
		return f, fault.Errorf(fault.Invalid, "output %s: give a name that ends in .warc.gz or .warc", c.Output)
	}
	return f, nil
}

func day(name, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, fault.Errorf(fault.Invalid, "%s %q: give a day such as 2026-07-01", name, s)
	}
	return t, nil
}

func (c exportWARCCmd) outlet(ctx context.Context, st *store.Store) (news.OutletID, error) {
	if c.Outlet == "" {
		return 0, nil
	}
	list, err := st.Outlets(ctx)
	if err != nil {
		return 0, err
	}
	site := urlkey.Site(c.Outlet)
	for _, o := range list {
		if strings.EqualFold(o.Key, c.Outlet) || site != "" && o.Key == site || strings.EqualFold(o.Domain, c.Outlet) || strings.EqualFold(o.Name, c.Outlet) {
			return o.ID, nil
		}
	}
	return 0, fault.Errorf(fault.NotFound, "outlet %s: no article of it is in the archive; its page under /outlets shows the domain to give", c.Outlet)
}

// exportWARC is an export under way.
type exportWARC struct {
	*env
	cmd    exportWARCCmd
	store  *store.Store
	filter store.CaptureRange

	files            []string
	captures, purged int
	bytes            int64

	file *os.File // being written, beside its place
	out  *warc.Writer
}

// partial is the ending of a file that is not whole yet.
const partial = ".partial"

// all writes every capture that is chosen. Even when there is none a file is written: it says so.
func (x *exportWARC) all() error {
	if err := x.begin(); err != nil {
		return err
	}
	for after := news.CaptureID(0); ; {
		ids, last, err := x.store.FindCaptures(x.ctx, x.filter, after, 500)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := x.one(id); err != nil {
				return err
			}
		}
		if after = last; after == 0 {
			return x.end()
		}
	}
}

// one writes a capture.
func (x *exportWARC) one(id news.CaptureID) error {
	c, err := x.store.Capture(x.ctx, id)
	if fault.KindOf(err) == fault.NotFound {
		return nil // taken out meanwhile
	}
	if err != nil {
		return err
	}
	articles, reason, err := x.decided(&c)
	if err != nil {
		return err
	}
	records, err := warc.Records(&c, articles, reason)
	if err != nil {
		x.fail(err)
		return nil
	}
	if x.out.Size() > int64(x.cmd.MaxSize)*1e6 {
		if err := x.end(); err != nil {
			return err
		}
		if err := x.begin(); err != nil {
			return err
		}
	}
	for _, r := range records {
		if err := x.out.Write(r); err != nil {
			return fmt.Errorf("%s: %w", x.file.Name(), err)
		}
	}
	if c.Purged.IsZero() {
		x.captures++
	} else {
		x.purged++
	}
	return nil
}

// decided is what was found in a capture, or why nothing was.
func (x *exportWARC) decided(c *news.Capture) (out []warc.ArticleNow, reason string, err error) {
	if !c.Purged.IsZero() {
		return nil, "", nil
	}
	if state, err := x.store.State(x.ctx, jobs.Extract, int64(c.ID)); err == nil {
		reason = state.Reason
	} else if fault.KindOf(err) != fault.NotFound {
		return nil, "", err
	}
	versions, err := x.store.CaptureVersions(x.ctx, c.ID)
	if err != nil {
		return nil, "", err
	}
	for _, row := range versions {
		v, err := x.store.Version(x.ctx, row.ID)
		var a news.Article
		if err == nil {
			a, err = x.store.Article(x.ctx, v.Article)
		}
		if fault.KindOf(err) == fault.NotFound || fault.KindOf(err) == fault.Gone {
			continue
		}
		if err != nil {
			return nil, "", err
		}
		n := warc.ArticleNow{
			ID: strconv.FormatInt(int64(a.ID), 10), URL: a.URL, Title: v.Title, Published: v.Published.String(), Language: v.Language, Outlet: v.OutletName, Main: a.Parent == 0,
		}
		if s, err := x.store.StoryOf(x.ctx, a.ID); err == nil {
			n.Story = strconv.FormatInt(int64(s), 10)
		} else if fault.KindOf(err) != fault.NotFound {
			return nil, "", err
		}
		out = append(out, n)
	}
	return out, reason, nil
}

// name is the name of the nth file.
func (x *exportWARC) name(n int) string {
	if n == 0 {
		return x.cmd.Output
	}
	base := strings.TrimSuffix(strings.TrimSuffix(x.cmd.Output, ".gz"), ".warc")
	return fmt.Sprintf("%s-%05d%s", base, n+1, strings.TrimPrefix(x.cmd.Output, base))
}

func (x *exportWARC) begin() error {
	name := x.name(len(x.files))
	if _, err := os.Stat(name); err == nil {
		return fault.Errorf(fault.Exists, "%s is there already: give another name, or take it away", name)
	}
	f, err := os.OpenFile(name+partial, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fault.Errorf(fault.Invalid, "%s cannot be written: %w", name, err)
	}
	x.file, x.out = f, warc.NewWriter(f, strings.HasSuffix(name, ".gz"))
	fields := warc.Fields{
		{Name: "software", Value: "Parley " + versionString()}, {Name: "format", Value: "WARC File Format 1.1"}, {Name: "conformsTo", Value: "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"},
		{Name: "description", Value: "captures of Parley, bodies without transfer and content encoding"},
	}
	for _, s := range [][2]string{{"since", x.cmd.Since}, {"until", x.cmd.Until}, {"outlet", x.cmd.Outlet}, {"url-prefix", x.cmd.URLPrefix}} {
		if s[1] != "" {
			fields = append(fields, warc.Field{Name: "parley-" + s[0], Value: s[1]})
		}
	}
	return x.out.Write(warc.InfoRecord(filepath.Base(name), x.store.Now(), fields))
}

// end puts a whole file in its place.
func (x *exportWARC) end() error {
	name := x.name(len(x.files))
	if err := x.file.Sync(); err != nil {
		return err
	}
	at, err := x.file.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	if err := x.file.Close(); err != nil {
		return err
	}
	x.file = nil
	if err := os.Rename(name+partial, name); err != nil {
		return err
	}
	x.files, x.bytes = append(x.files, name), x.bytes+at
	return nil
}

// abandon takes away a file that did not become whole.
func (x *exportWARC) abandon() {
	if x.file != nil {
		x.file.Close()
		_ = os.Remove(x.file.Name())
	}
}
