// Command module-zip writes a version of a Go module as a module proxy serves it, below a folder:
//
//	module-zip GO_MOD VERSION FOLDER < files
//
// Each line of the files is a name in the module, a tab and a path.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: module-zip GO_MOD VERSION FOLDER < files")
	}
	if err := write(os.Args[1], os.Args[2], os.Args[3], os.Stdin); err != nil {
		log.Fatal("error: ", err)
	}
}

// file is a file of the module, at another path on the disk.
type file struct{ name, path string }

func (f file) Path() string                 { return f.name }
func (f file) Lstat() (os.FileInfo, error)  { return os.Lstat(f.path) }
func (f file) Open() (io.ReadCloser, error) { return os.Open(f.path) }

func write(goMod, version, folder string, list io.Reader) error {
	text, err := os.ReadFile(goMod)
	if err != nil {
		return err
	}
	path := modfile.ModulePath(text)
	escaped, err := module.EscapePath(path)
	if err != nil {
		return err
	}
	var files []zip.File
	lines := bufio.NewScanner(list)
	for lines.Scan() {
		name, path, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			return fmt.Errorf("%q is not a name, a tab and a path", lines.Text())
		}
		files = append(files, file{name, path})
	}
	if err := lines.Err(); err != nil {
		return err
	}
	versions := filepath.Join(folder, filepath.FromSlash(escaped), "@v")
	if err := os.MkdirAll(versions, 0o755); err != nil {
		return err
	}
	for name, content := range map[string]string{
		"list":            version + "\n",
		version + ".info": fmt.Sprintf("{\"Version\":%q}\n", version),
		version + ".mod":  string(text),
	} {
		if err := os.WriteFile(filepath.Join(versions, name), []byte(content), 0o644); err != nil {
			return err
		}
	}
	archive, err := os.Create(filepath.Join(versions, version+".zip"))
	if err != nil {
		return err
	}
	return errors.Join(zip.Create(archive, module.Version{Path: path, Version: version}, files), archive.Close())
}
