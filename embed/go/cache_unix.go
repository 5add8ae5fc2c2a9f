//go:build unix

package backuptarget

import (
	"os"
	"syscall"
)

// isOwn returns whether only this user can write to a folder.
func isOwn(folder os.FileInfo) bool {
	status, ok := folder.Sys().(*syscall.Stat_t)
	return ok && int(status.Uid) == os.Geteuid() && folder.Mode().Perm()&0o022 == 0
}
