// Answers with the two libraries that Velero reads schedules with, to compare core with them.
//
// Each line of the input is a question in JSON, and each line of the output is its answer. ZONEINFO is the folder of the
// time zones.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"time"

	gocron "github.com/netresearch/go-cron"
	robfig "github.com/robfig/cron/v3"
)

// A question: a text, the times after which runs are wanted, in Unix seconds, and how many.
type question struct {
	Text   string  `json:"text"`
	Starts []int64 `json:"starts"`
	Count  int     `json:"count"`
}

// The runs after each time, or null if the library refuses the text.
type answer struct {
	Robfig [][]int64 `json:"robfig"`
	GoCron [][]int64 `json:"go_cron"`
}

type schedule interface {
	Next(time.Time) time.Time
}

// The libraries can loop forever where a zone left out a day.
const limit = 60 * time.Second

// Clocks were never set back by more minutes.
const minutesBack = 1440

func main() {
	// The time zone of Velero's container.
	time.Local = time.UTC
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 1<<20)
	output := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(output)
	for input.Scan() {
		var asked question
		if err := json.Unmarshal(input.Bytes(), &asked); err != nil {
			panic(err)
		}
		watchdog := time.AfterFunc(limit, func() {
			fmt.Fprintf(os.Stderr, "no answer to %q in %s\n", asked.Text, limit)
			os.Exit(1)
		})
		done := answer{
			Robfig: runs(asked, func(text string) (schedule, error) { return robfig.ParseStandard(text) }),
			GoCron: runs(asked, func(text string) (schedule, error) { return gocron.ParseStandard(text) }),
		}
		watchdog.Stop()
		if err := encoder.Encode(done); err != nil {
			panic(err)
		}
	}
	if err := input.Err(); err != nil {
		panic(err)
	}
	if err := output.Flush(); err != nil {
		panic(err)
	}
}

// runs returns the runs after each time. Velero reports a panic of the parser as an error.
func runs(asked question, parse func(string) (schedule, error)) (found [][]int64) {
	parsed := func() (parsed schedule) {
		defer func() {
			if recover() != nil {
				parsed = nil
			}
		}()
		read, err := parse(asked.Text)
		if err != nil {
			return nil
		}
		return read
	}()
	if parsed == nil {
		return nil
	}
	found = [][]int64{}
	for _, start := range asked.Starts {
		after := []int64{}
		for last := start; len(after) < asked.Count; {
			next, ok := later(parsed, last)
			if !ok {
				break
			}
			after = append(after, next)
			last = next
		}
		found = append(found, after)
	}
	return found
}

// later returns the next run. In some repeated hours the libraries return a time that is not later. Then it is searched
// for from the next minutes.
func later(parsed schedule, start int64) (int64, bool) {
	for minute := int64(0); minute < minutesBack; minute++ {
		next := parsed.Next(time.Unix(start+minute*60, 0).UTC())
		if next.IsZero() {
			return 0, false
		}
		if next.Unix() > start {
			return next.Unix(), true
		}
	}
	return 0, false
}
