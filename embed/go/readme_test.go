package backuptarget_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestTheProgramsOfTheReadmePrintWhatItShows(t *testing.T) {
	readme := read("README.md")
	programs := regexp.MustCompile("(?s)```go\n(.*?)```\n\n```text\n(.*?)```").FindAllStringSubmatch(readme, -1)
	if len(programs) != strings.Count(readme, "```go\n") {
		t.Error("a program does not have its output")
	}
	for _, program := range programs {
		// In the module, so that its dependencies are found.
		folder := must(os.MkdirTemp(".", "readme-"))
		defer os.RemoveAll(folder)
		if err := os.WriteFile(filepath.Join(folder, "main.go"), []byte(program[1]), 0o600); err != nil {
			t.Fatal(err)
		}
		command := exec.Command("go", "run", "./"+folder)
		var problems strings.Builder
		command.Stderr = &problems
		printed, err := command.Output()
		if err != nil || string(printed) != program[2] {
			t.Errorf("expected\n%s\ngot\n%s%s\n%v", program[2], printed, problems.String(), err)
		}
	}
}

func TestTheReadmeIsShort(t *testing.T) {
	if lines := strings.Count(read("README.md"), "\n"); lines > 110 {
		t.Errorf("%d lines", lines)
	}
}
