//go:build unix && !solaris && !illumos && !aix && !netbsd

package app

import "syscall"

// diskSpace is how much of the disk under a folder is free for this user, and its size, in bytes.
func diskSpace(dir string) (free, total uint64, err error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, 0, err
	}
	return uint64(s.Bavail) * uint64(s.Bsize), uint64(s.Blocks) * uint64(s.Bsize), nil
}
