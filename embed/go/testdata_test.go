package backuptarget_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	backuptarget "github.com/OWNER/k8s-backup-target/embed/go"
)

const testdata = "../../testdata"

// must returns a value, or panics: for calls that cannot fail in a test.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// eachCase reads the measured cases of a folder.
func eachCase[C any](t *testing.T, folder string, check func(t *testing.T, where string, each C)) {
	t.Helper()
	count := 0
	for _, file := range must(filepath.Glob(filepath.Join(testdata, folder, "*.jsonl"))) {
		for number, line := range bytes.Split(must(os.ReadFile(file)), []byte("\n")) {
			if len(line) == 0 {
				continue
			}
			var each C
			if err := json.Unmarshal(line, &each); err != nil {
				t.Fatalf("%s:%d: %v", file, number+1, err)
			}
			check(t, filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file)+":"+decimal(number+1), each)
			count++
		}
	}
	if count == 0 {
		t.Fatalf("%s has no cases", folder)
	}
}

// eachFile compares the answer for each file with the text beside it.
func eachFile(t *testing.T, pattern string, answer func(file string) string) {
	t.Helper()
	files := must(filepath.Glob(filepath.Join(testdata, pattern)))
	for _, file := range files {
		expected := read(strings.TrimSuffix(file, filepath.Ext(file)) + ".txt")
		if answered := answer(file); answered != expected {
			t.Errorf("%s: expected\n%s\ngot\n%s", file, expected, answered)
		}
	}
	if len(files) == 0 {
		t.Fatalf("%s has no cases", pattern)
	}
}

func decimal(number int) string {
	return string(must(json.Marshal(number)))
}

func read(file string) string {
	return string(must(os.ReadFile(file)))
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

func equal[T any](t *testing.T, where string, got, expected T) {
	t.Helper()
	if !reflect.DeepEqual(got, expected) {
		t.Errorf("%s: expected %s, got %s", where, shown(expected), shown(got))
	}
}

// shown returns a value as JSON, with the difference between nil and empty.
func shown(value any) string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err.Error()
	}
	return strings.TrimSpace(text.String())
}

// background is the context of calls that are not canceled.
func background() context.Context {
	return context.Background()
}

func refusal(t *testing.T, err error) backuptarget.Diagnostics {
	t.Helper()
	diagnostics, ok := err.(backuptarget.Diagnostics)
	if !ok || len(diagnostics) == 0 {
		t.Fatalf("expected diagnostics, got %v", err)
	}
	return diagnostics
}

func mustUnmarshal(text string, to any) {
	if err := json.Unmarshal([]byte(text), to); err != nil {
		panic(err)
	}
}
