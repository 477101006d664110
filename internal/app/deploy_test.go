package app

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
)

func deployed(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// scraped is what a Prometheus would read of the sample after readers, crawlers and attackers have asked for all sorts of things.
func scraped(t *testing.T) string {
	t.Helper()
	a := read(t)
	site, err := a.Handler()
	if err != nil {
		t.Fatal(err)
	}
	h := a.front(site, newHealth(a))
	for _, method := range []string{"GET", "POST", "PROPFIND", "X" + strings.Repeat("y", 200)} {
		for i := range 8 {
			n := strconv.Itoa(900000000000000000 + i)
			for _, path := range []string{"/", "/story/" + n, "/article/" + n + ".json", "/no/" + n, "/search?q=" + n, "/api/v1/stories/" + n, "/api/v1/no/" + n, "/static/" + n, "/outlet/" + n, "/readyz"} {
				h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(method, path, nil))
			}
		}
	}
	w := httptest.NewRecorder()
	a.observe.Metrics().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return w.Body.String()
}

func TestAScrapeOfTheSampleIsBoundedAndWellNamed(t *testing.T) {
	t.Parallel()
	text := scraped(t)
	problems, err := promlint.New(strings.NewReader(text)).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if strings.HasPrefix(p.Metric, "parley_") {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	}
	series := map[string]int{}
	value := regexp.MustCompile(`="([^"]*)"`)
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "parley_") {
			continue
		}
		name, labels, _ := strings.Cut(line, "{")
		series[name]++
		if strings.HasPrefix(name, "parley_build_info") {
			continue
		}
		for _, v := range value.FindAllStringSubmatch(labels, -1) {
			if regexp.MustCompile(`\d{6}|://|\.example`).MatchString(v[1]) || len(v[1]) > 60 {
				t.Errorf("a label holds what there is no end of: %s", line)
			}
		}
	}
	for name, n := range series {
		if n > 1000 {
			t.Errorf("%s has %d series", name, n)
		}
	}
	for _, want := range []string{`parley_fetches_total{outcome="ok"}`, `parley_jobs_total{kind="extract",outcome="done"}`, `parley_jobs_total{kind="group",outcome="done"}`, `route="/story/{id}"`, `route="/api/v1/stories/{id}"`, `route="other"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the scrape lacks %s", want)
		}
	}
}

func TestAlertsAndDashboardNameMetricsThatAreThere(t *testing.T) {
	t.Parallel()
	text := scraped(t)
	dashboard := deployed(t, "grafana.json")
	if !json.Valid([]byte(dashboard)) {
		t.Error("grafana.json is no JSON")
	}
	// These are there only while there is something to tell: a job that is due, a worker, a reading that failed.
	text += "\nparley_queue_oldest_due_seconds \nparley_worker_last_step_timestamp_seconds \nparley_readings_failed_total "
	name := regexp.MustCompile(`\b(?:parley|go|process)_[a-z_]+`)
	for file, content := range map[string]string{"alerts.yml": deployed(t, "alerts.yml"), "grafana.json": dashboard} {
		for _, n := range name.FindAllString(content, -1) {
			if !strings.Contains(text, "\n"+n+"{") && !strings.Contains(text, "\n"+n+" ") {
				t.Errorf("%s asks for %s, which is not there", file, n)
			}
		}
	}
}

func TestTheUnitAndTheImagesFitTheProgram(t *testing.T) {
	t.Parallel()
	known := map[string]bool{"PARLEY_CONFIG": true}
	for _, s := range Settings() {
		known[s.Variable()] = true
	}
	unit := deployed(t, "parley.service")
	for file, content := range map[string]string{"parley.service": unit, "Dockerfile": deployed(t, "Dockerfile"), "compose.yaml": deployed(t, "compose.yaml")} {
		for _, v := range regexp.MustCompile(`PARLEY_[A-Z_]+`).FindAllString(content, -1) {
			if !known[v] {
				t.Errorf("%s sets %s, which is no setting", file, v)
			}
		}
	}
	seconds := func(name string) time.Duration {
		m := regexp.MustCompile(`(?m)^` + name + `=(\d+)$`).FindStringSubmatch(unit)
		if m == nil {
			t.Fatalf("parley.service has no %s in seconds", name)
		}
		n, _ := strconv.Atoi(m[1])
		return time.Duration(n) * time.Second
	}
	c := Defaults()
	if stop := seconds("TimeoutStopSec"); stop < c.StopDelay+c.StopWithin+10*time.Second {
		t.Errorf("systemd kills after %v what may take %v to stop", stop, c.StopDelay+c.StopWithin)
	}
	if dog := seconds("WatchdogSec"); dog < 3*watchEvery {
		t.Errorf("systemd expects a sign of life within %v; one comes every %v", dog, watchEvery)
	}
	for _, want := range []string{"Type=notify", "DynamicUser=yes", "StateDirectory=parley", "ProtectSystem=strict", "NoNewPrivileges=yes", "RestrictAddressFamilies=", "SystemCallFilter=", "MemoryMax="} {
		if !strings.Contains(unit, "\n"+want) {
			t.Errorf("parley.service lacks %s", want)
		}
	}
}
