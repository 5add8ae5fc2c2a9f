// Command uncovered prints the volume claims and the other objects of a cluster that a Schedule of Velero does not save:
//
//	kubectl get -A -o json ... | uncovered schedule.yaml
//	uncovered schedule.yaml objects.json
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"os/signal"

	backuptarget "github.com/OWNER/k8s-backup-target/embed/go"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := runWith(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func runWith(ctx context.Context, arguments []string) error {
	objects := os.Stdin
	switch len(arguments) {
	case 1:
	case 2:
		file, err := os.Open(arguments[1])
		if err != nil {
			return err
		}
		defer file.Close()
		objects = file
	default:
		return errors.New("usage: uncovered SCHEDULE [OBJECTS]")
	}
	manifest, err := os.ReadFile(arguments[0])
	if err != nil {
		return err
	}
	return run(ctx, string(manifest), objects, os.Stdout)
}

func run(ctx context.Context, manifest string, objects io.Reader, out io.Writer) error {
	schedules, err := schedulesOf(ctx, manifest)
	if err != nil {
		return err
	}
	inventory, err := backuptarget.ReadInventory(ctx, objects)
	if err != nil {
		return err
	}
	defer inventory.Close()
	coverage, err := inventory.Cover(ctx, schedules)
	if err != nil {
		return err
	}
	defer coverage.Close()

	lists := []struct {
		title   string
		indexes iter.Seq2[uint32, error]
	}{
		{"claims that are not saved", coverage.AllUncoveredClaims(ctx)},
		{"claims that are saved without their contents", coverage.AllClaimsWithoutContents(ctx)},
		{"objects that are not saved", coverage.AllUncovered(ctx)},
	}
	for _, list := range lists {
		fmt.Fprintf(out, "%s:\n", list.title)
		for index, err := range list.indexes {
			if err != nil {
				return err
			}
			objects, err := inventory.Objects(ctx, index, 1)
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "  %s\n", name(objects[0]))
		}
	}
	return nil
}

// schedulesOf returns the Backups and Schedules of a manifest, or its diagnostics if it has errors.
func schedulesOf(ctx context.Context, manifest string) ([]backuptarget.Source, error) {
	document, err := backuptarget.ReadDocument(ctx, manifest, backuptarget.FormatYAML)
	if err != nil {
		return nil, err
	}
	defer document.Close()
	diagnostics, err := document.Diagnostics(ctx)
	if err != nil {
		return nil, err
	}
	if diagnostics.HasErrors() {
		return nil, diagnostics
	}
	backups, err := document.Backups(ctx)
	if err != nil {
		return nil, err
	}
	if len(backups) == 0 {
		return nil, errors.New("the manifest has no Backup and no Schedule")
	}
	var sources []backuptarget.Source
	for _, backup := range backups {
		sources = append(sources, backup)
	}
	return sources, nil
}

func name(object backuptarget.ObjectRef) string {
	if object.Namespace == nil {
		return object.GroupResource + " " + object.Name
	}
	return fmt.Sprintf("%s %s/%s", object.GroupResource, *object.Namespace, object.Name)
}
