package cli

import (
	"os"
	"runtime"
	"strconv"
	"strings"
)

// memoryMB is the memory that this process has now and had at most, in megabytes: as the system counts it where it
// says so, else as the runtime does.
func memoryMB() (now, peak int) {
	if data, err := os.ReadFile("/proc/self/status"); err == nil {
		now, peak = statusMB(string(data), "VmRSS:"), statusMB(string(data), "VmHWM:")
	}
	if now == 0 || peak == 0 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		now, peak = int((m.Sys-m.HeapReleased)>>20), int(m.Sys>>20)
	}
	return now, peak
}

func statusMB(status, field string) int {
	for line := range strings.Lines(status) {
		if f := strings.Fields(line); len(f) >= 2 && f[0] == field {
			kb, err := strconv.Atoi(f[1])
			if err != nil {
				return 0
			}
			return kb >> 10
		}
	}
	return 0
}
