//go:build !linux

package store

import "syscall"

func giveUp(string, string, syscall.RawConn) error { return nil }
