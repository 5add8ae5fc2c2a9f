package backuptarget

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/tetratelabs/wazero"
)

var errNoCache = errors.New("there is no cache folder")

// cacheIn returns a cache in a folder. It fails if other users can write to the folder: its code is run.
func cacheIn(folder string) (wazero.CompilationCache, error) {
	if folder == "" {
		caches, err := os.UserCacheDir()
		if err != nil {
			return nil, err
		}
		folder = filepath.Join(caches, "k8s-backup-target")
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	info, err := os.Stat(folder)
	if err != nil {
		return nil, err
	}
	if !isOwn(info) {
		return nil, errNoCache
	}
	return wazero.NewCompilationCacheWithDir(folder)
}
