package train

import "github.com/parley-news/parley/internal/urlkey"

func siteOf(host string) string {
	if s := urlkey.Site("https://" + host + "/"); s != "" {
		return s
	}
	return host
}
