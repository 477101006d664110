package web

import "net/http"

// Setting is a setting in force.
type Setting struct {
	Group, Name, Value string // without secrets
	From               string // "flag", "environment", "file", "default"
	Help               string
}

// SettingsPage shows the settings in force.
type SettingsPage struct {
	OperatorChrome
	Groups []SettingGroup
}

// SettingGroup is settings under one heading.
type SettingGroup struct {
	Name string
	Rows []Setting
}

func (s *Server) serveSettings(w http.ResponseWriter, r *http.Request) error {
	p := SettingsPage{OperatorChrome: s.operatorChrome(r, "settings.title")}
	for _, x := range s.opt.Settings {
		x.From = p.L.T("settings.from." + x.From)
		if n := len(p.Groups); n == 0 || p.Groups[n-1].Name != x.Group {
			p.Groups = append(p.Groups, SettingGroup{Name: x.Group})
		}
		last := &p.Groups[len(p.Groups)-1]
		last.Rows = append(last.Rows, x)
	}
	return s.render(w, r, http.StatusOK, settingsPage(p))
}
