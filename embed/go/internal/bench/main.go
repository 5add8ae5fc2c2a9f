// Command bench prints measurements as lines of JSON, for the tables of `cargo xtask bench`:
//
//	bench calls FILE   calls, with the inputs in a file
//	bench start        the time until the first answer
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"time"

	backuptarget "github.com/OWNER/k8s-backup-target/embed/go"
)

const (
	host = "Go"

	// Number of processes that are measured.
	processes = 20
)

type databag struct {
	Targets int
	Text    string
	Query   [3]string
}

type inputs struct {
	Databags []databag
	// A spec as JSON.
	Spec string
}

func main() {
	log.SetFlags(0)
	if len(os.Args) == 1 {
		log.Fatal("usage: bench calls FILE, or bench start")
	}
	switch os.Args[1] {
	case "calls":
		calls(os.Args[2])
	case "start":
		start()
	case "first-lookup":
		first := inputsIn(os.Args[2]).Databags[0]
		lookUp(read(first), first)
	case "first-check":
		before := time.Now()
		check(backuptarget.Spec{IncludeNamespaces: []string{"a"}})
		fmt.Println(time.Since(before).Seconds())
	default:
		log.Fatalf("unknown command %q", os.Args[1])
	}
}

func inputsIn(file string) (in inputs) {
	if err := json.Unmarshal(must(os.ReadFile(file)), &in); err != nil {
		log.Fatal(err)
	}
	return in
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

var ctx = context.Background()

func check(spec backuptarget.Spec) {
	must(backuptarget.CheckSpec(ctx, spec))
}

func read(bag databag) *backuptarget.Targets {
	relation := backuptarget.Relation{ID: 1, Databag: backuptarget.OrderedMap{{Key: "backup_targets", Value: bag.Text}}}
	return must(backuptarget.ReadTargets(ctx, []backuptarget.Relation{relation}))
}

func lookUp(targets *backuptarget.Targets, bag databag) {
	if must(targets.GetBackupSpec(ctx, bag.Query[0], bag.Query[1], bag.Query[2])) == nil {
		log.Fatal("the target was not found")
	}
}

// tell prints a line.
func tell(row string, size int, taken time.Duration) {
	line := map[string]any{"host": host, "row": row, "seconds": taken.Seconds()}
	if size > 0 {
		line["size"] = size
	}
	fmt.Println(string(must(json.Marshal(line))))
}

// medianOf returns the median of the times of calls in a second, and of at least five calls.
func medianOf(call func()) time.Duration {
	var times []time.Duration
	for end := time.Now().Add(time.Second); len(times) < 5 || time.Now().Before(end); {
		before := time.Now()
		call()
		times = append(times, time.Since(before))
	}
	return median(times)
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}

// inProcesses returns the results of new processes. The first one compiles the module, and does not count.
func inProcesses(measure func(run func(arguments ...string) []byte) time.Duration) time.Duration {
	folder := must(os.MkdirTemp("", "bench"))
	defer os.RemoveAll(folder)
	run := func(arguments ...string) []byte {
		command := exec.Command(must(os.Executable()), arguments...)
		command.Env = append(os.Environ(), "XDG_CACHE_HOME="+folder)
		return must(command.Output())
	}
	measure(run)
	var times []time.Duration
	for range processes {
		times = append(times, measure(run))
	}
	return median(times)
}

func start() {
	tell("until the first check is answered, in a process that runs", 0, inProcesses(func(run func(...string) []byte) time.Duration {
		seconds := must(strconv.ParseFloat(string(bytes.TrimSpace(run("first-check"))), 64))
		return time.Duration(seconds * float64(time.Second))
	}))
}

func calls(file string) {
	tell("a process, from its start to its first lookup", 0, inProcesses(func(run func(...string) []byte) time.Duration {
		before := time.Now()
		run("first-lookup", file)
		return time.Since(before)
	}))
	in := inputsIn(file)
	var last databag
	for _, last = range in.Databags {
		tell("read and look up, targets", last.Targets, medianOf(func() {
			targets := read(last)
			lookUp(targets, last)
			targets.Close()
		}))
	}
	targets := read(last)
	defer targets.Close()
	tell("look up again, targets", last.Targets, medianOf(func() { lookUp(targets, last) }))

	kind := backuptarget.WithKind(backuptarget.DocumentKindSpec)
	document := must(backuptarget.ReadDocument(ctx, in.Spec, backuptarget.FormatJSON, kind))
	defer document.Close()
	spec := must(document.Specs(ctx))[0]
	tell("check a spec", 0, medianOf(func() { check(spec) }))
	tell("check its JSON, with places", 0, medianOf(func() {
		must(backuptarget.CheckText(ctx, in.Spec, backuptarget.FormatJSON, kind))
	}))
}
