package backuptarget_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	k8s "github.com/OWNER/k8s-backup-target/embed/go"
)

func TestAMemoryLimitIsAnError(t *testing.T) {
	ctx := background()
	e := must(k8s.New(ctx, k8s.Options{MemoryBytes: 8 << 20}))
	defer e.Close()
	relation := k8s.Relation{Databag: databag("[" + strings.Repeat(`{"app": "a"},`, 1<<18) + "1]")}
	small := must(e.ReadTargets(ctx, nil))
	defer small.Close()
	cluster := must(e.OpenCluster(ctx, nil))
	defer cluster.Close()

	var limit *k8s.LimitError
	if _, err := e.ReadTargets(ctx, []k8s.Relation{relation}); !errors.As(err, &limit) || limit.Limit != "memory" {
		t.Errorf("got %v", err)
	}
	equal(t, "maximum", limit.Maximum, 8<<20)
	// Arguments that are larger than the memory.
	huge := strings.Repeat("a", 9<<20)
	if _, err := e.CheckText(ctx, huge, k8s.FormatYAML); !errors.As(err, &limit) {
		t.Errorf("got %v", err)
	}
	if _, err := e.CheckText(ctx, huge, k8s.FormatYAML, k8s.WithCluster(cluster)); !errors.As(err, &limit) {
		t.Errorf("got %v", err)
	}
	if _, err := cluster.Resolve(ctx, "pods"); err != nil {
		t.Errorf("arguments that are refused before the call closed the resource: %v", err)
	}
	// The resource is in the instance of the call.
	text := strings.Repeat("a: {}\n", 1<<18)
	if _, err := e.CheckText(ctx, text, k8s.FormatYAML, k8s.WithCluster(cluster)); !errors.As(err, &limit) {
		t.Errorf("got %v", err)
	}
	if _, err := cluster.Resolve(ctx, "pods"); err != k8s.ErrLost {
		t.Errorf("got %v", err)
	}
	if ready, err := small.IsReady(ctx); ready || err != nil {
		t.Errorf("another instance is affected: %v", err)
	}
	if _, err := e.CheckSpec(ctx, k8s.Spec{}); err != nil {
		t.Errorf("the next call does not work: %v", err)
	}
}

func TestALargeDatabagIsRead(t *testing.T) {
	entry := `{"app": "a", "relation_name": "b", "model": "m", "spec": {"include_namespaces": ["` + strings.Repeat("n", 99) + `"]}}`
	targets := readOne("[" + strings.Repeat(entry+",", 50_000) + entry + "]")
	defer targets.Close()
	equal(t, "targets", len(must(targets.Entries(background()))), 50_001)
}

func TestResourcesThatAreClosedAreErrors(t *testing.T) {
	ctx := background()
	targets := readOne("[]")
	for range 2 {
		equal(t, "close", targets.Close(), nil)
	}
	_, err := targets.Entries(ctx)
	equal(t, "closed", err, k8s.ErrClosed)
	_, err = new(k8s.Targets).Entries(ctx)
	equal(t, "zero", err, k8s.ErrClosed)
	equal(t, "zero", new(k8s.Targets).Close(), nil)
	_, err = (*k8s.Targets)(nil).Entries(ctx)
	equal(t, "nil", err, k8s.ErrClosed)
	cluster := must(k8s.OpenCluster(ctx, nil))
	_ = cluster.Close()
	_, err = k8s.CheckSpec(ctx, k8s.Spec{}, k8s.WithCluster(cluster))
	equal(t, "argument", err, k8s.ErrClosed)
}

func TestAnInventoryReaderIsClosedByFinish(t *testing.T) {
	ctx := background()
	cluster := must(k8s.OpenCluster(ctx, nil))
	defer cluster.Close()
	for _, text := range []string{prodNamespace, "{"} {
		reader := must(cluster.NewInventoryReader(ctx))
		equal(t, "push", reader.Push(ctx, []byte(text)), nil)
		inventory, err := reader.Finish(ctx)
		if err == nil {
			defer inventory.Close()
		} else {
			refusal(t, err)
		}
		equal(t, "finished", reader.Push(ctx, nil), k8s.ErrClosed)
		equal(t, "close", reader.Close(), nil)
	}
	equal(t, "kinds", must(cluster.Resolve(ctx, "pods")) != nil, true)
}

// endingContext ends after a number of checks.
type endingContext struct {
	context.Context
	checks int
}

func (c *endingContext) Err() error {
	c.checks--
	if c.checks < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

func TestTheContextIsCheckedBeforeEachCallAndBetweenSteps(t *testing.T) {
	canceled, cancel := context.WithCancel(background())
	cancel()
	_, err := k8s.CheckSpec(canceled, k8s.Spec{})
	equal(t, "check", err, context.Canceled)
	_, err = k8s.ReadTargets(canceled, nil)
	equal(t, "make", err, context.Canceled)
	_, err = k8s.New(canceled, k8s.Options{})
	equal(t, "new", err, context.Canceled)

	var objects strings.Builder
	for index := range 30_000 {
		fmt.Fprintf(&objects, `{"apiVersion":"v1","kind":"Secret","metadata":{"namespace":"a","name":"secret-%d"}}`+"\n", index)
	}
	// The cluster, the reader, and two of the chunks.
	ending := &endingContext{background(), 4}
	_, err = k8s.ReadInventory(ending, strings.NewReader(objects.String()))
	equal(t, "read", err, context.DeadlineExceeded)

	inventory := must(k8s.ReadInventory(background(), strings.NewReader(objects.String())))
	defer inventory.Close()
	_, err = inventory.Len(canceled)
	equal(t, "method", err, context.Canceled)
	evaluation := must(inventory.NewEvaluation(background(), k8s.Spec{}))
	defer evaluation.Close()
	equal(t, "run", evaluation.Run(&endingContext{background(), 1}), context.DeadlineExceeded)
	done := len(must(evaluation.Reasons(background())))
	equal(t, "a step", done > 0 && done < 30_000, true)
	_, err = inventory.Evaluate(&endingContext{background(), 2}, k8s.Spec{})
	equal(t, "evaluate", err, context.DeadlineExceeded)
	_, err = inventory.Cover(&endingContext{background(), 2}, []k8s.Source{k8s.Spec{}})
	equal(t, "cover", err, context.DeadlineExceeded)
	equal(t, "continued", evaluation.Run(background()), nil)
	equal(t, "included", must(evaluation.Included(background())), 30_000)
	for _, err := range evaluation.AllVerdicts(canceled) {
		equal(t, "page", err, context.Canceled)
	}
	for range evaluation.AllVerdicts(background()) {
		break
	}
}

func TestTheErrorOfAReaderIsReturned(t *testing.T) {
	broken := errors.New("broken")
	from := io.MultiReader(strings.NewReader(prodNamespace), iotest.ErrReader(broken))
	_, err := k8s.ReadInventory(background(), from)
	equal(t, "error", err, broken)
	inventory := must(k8s.ReadInventory(background(), iotest.OneByteReader(strings.NewReader(prodNamespace))))
	defer inventory.Close()
	equal(t, "length", must(inventory.Len(background())), 1)
}

func TestTextThatIsNotUTF8BecomesTheReplacementCharacter(t *testing.T) {
	ctx := background()
	for _, invalid := range []string{"a\xff", "a\xed\xa0\x80", "a\xe2\x82"} {
		valid := string([]rune(invalid))
		spec := k8s.Spec{IncludeNamespaces: []string{invalid}, LabelSelector: k8s.OrderedMap{{Key: invalid, Value: invalid}}}
		written := must(k8s.FormatSpec(ctx, spec, k8s.FormatJSON))
		var read k8s.Spec
		mustUnmarshal(written, &read)
		equal(t, "namespace", read.IncludeNamespaces[0], valid)
		equal(t, "label", read.LabelSelector[0], k8s.Entry{Key: valid, Value: valid})
	}
	// A lone surrogate in the JSON of a databag.
	targets := readOne(`[{"app": "\ud800", "relation_name": "\udc80", "model": "m", "spec": {"ttl": "\ud83d\ude00"}}]`)
	defer targets.Close()
	target := must(targets.Entries(ctx))[0].Target
	equal(t, "app", target.App, "\ufffd")
	equal(t, "relation", target.RelationName, "\ufffd")
	equal(t, "pair", target.Spec.TTL, k8s.Ptr("😀"))
}

func TestTheEndsOfChunksDoNotMatter(t *testing.T) {
	ctx := background()
	texts := []string{
		`{"apiVersion":"v1","kind":"Secret","metadata":{"namespace":"a","name":"ü€😀"}}`,
		"{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"namespace\":\"a\",\"name\":\"\xff\"}}",
		"\xff", "\xef\xbb\xbf" + prodNamespace, "{\"kind\":\"\xed\xa0\x80\"}",
	}
	answer := func(chunks ...[]byte) string {
		cluster := must(k8s.OpenCluster(ctx, nil))
		defer cluster.Close()
		reader := must(cluster.NewInventoryReader(ctx))
		defer reader.Close()
		for _, chunk := range chunks {
			if err := reader.Push(ctx, chunk); err != nil {
				return err.Error()
			}
		}
		inventory, err := reader.Finish(ctx)
		if err != nil {
			return err.Error()
		}
		defer inventory.Close()
		return shown(must(inventory.Objects(ctx, 0, 10))) + shown(must(inventory.Diagnostics(ctx)))
	}
	for _, text := range texts {
		equal(t, text, answer(slices.Collect(slices.Chunk([]byte(text), 1))...), answer([]byte(text)))
	}
}

// TestGarbageIsRefused uses random parts of texts that have a meaning.
func TestGarbageIsRefused(t *testing.T) {
	ctx := background()
	parts := []string{
		"{", "}", "[", "]", ":", ",", "\"", "'", "&a", "*a", "- ", "\n", " ", "\t", "#", "\\u", "\\", "\x00", "\xff", "é", "😀",
		"kind", "Backup", "List", "items", "apiVersion", "v1", "velero.io/v1", "metadata", "name", "spec", "ttl", "1h", "0",
		"-1", "1e999", "null", "true", "@every", "*/5", "*", "60", "CRON_TZ=", "TZ=UTC", "NAME", "SHORTNAMES", "<<", "|", ">",
		"backup_targets", "include_namespaces", "label_selector", "data", "policy", "version", "---",
	}
	random := rand.New(rand.NewPCG(1, 2))
	garbage := func() string {
		var text strings.Builder
		for range random.IntN(30) {
			text.WriteString(parts[random.IntN(len(parts))])
		}
		return text.String()
	}
	check := func(err error) {
		if err != nil && !errors.As(err, new(k8s.Diagnostics)) {
			t.Errorf("got %v", err)
		}
	}
	cluster := must(k8s.OpenCluster(ctx, nil))
	defer cluster.Close()
	inventory := must(k8s.ReadInventory(ctx, strings.NewReader(prodNamespace)))
	defer inventory.Close()
	for range 300 {
		text := garbage()
		for _, format := range []k8s.Format{k8s.FormatJSON, k8s.FormatYAML} {
			document := must(k8s.ReadDocument(ctx, text, format, k8s.WithCluster(cluster)))
			must(document.Diagnostics(ctx))
			_, err := document.Edit(ctx, random.Uint32N(3), "/"+garbage(), k8s.Ptr(garbage()))
			check(err)
			_ = document.Close()
		}
		_, err := k8s.ParseAPIResources(ctx, text)
		check(err)
		_, err = k8s.ParseSettings(ctx, text)
		check(err)
		_, err = k8s.ParsePolicies(ctx, text)
		check(err)
		_, err = k8s.NextRuns(ctx, text, time.Unix(random.Int64(), 0), random.Uint32())
		check(err)
		_, err = k8s.OpenCluster(ctx, []k8s.APIResource{{Plural: text, Kind: garbage()}}, k8s.WithVeleroVersion(garbage()))
		check(err)
		_, err = inventory.MatchingNamespaces(ctx, text)
		check(err)
		must(cluster.Resolve(ctx, text))
		spec := k8s.Spec{IncludeNamespaces: []string{text}, LabelSelector: k8s.OrderedMap{{Key: text}}, TTL: &text}
		must(k8s.CheckTarget(ctx, k8s.Target{App: text, Spec: spec}))
		_ = readOne(text).Close()
		read, err := k8s.ReadInventory(ctx, strings.NewReader(text))
		check(err)
		if err == nil {
			_ = read.Close()
		}
	}
}

func TestAnyGoroutineMayMakeCalls(t *testing.T) {
	ctx := background()
	e := must(k8s.New(ctx, k8s.Options{IdleInstances: 2}))
	defer e.Close()
	cluster := must(e.OpenCluster(ctx, nil))
	defer cluster.Close()
	inventory := must(e.ReadInventory(ctx, strings.NewReader(prodNamespace), k8s.WithCluster(cluster)))
	defer inventory.Close()
	refused := k8s.Spec{IncludeNamespaces: []string{"prod"}, TTL: k8s.Ptr("30d")}
	var group sync.WaitGroup
	for number := range 16 {
		group.Add(1)
		go func() {
			defer group.Done()
			for range 20 {
				var options []k8s.ClusterOption
				if number%2 == 0 {
					options = append(options, k8s.WithCluster(cluster))
				}
				if found := must(e.CheckSpec(ctx, refused, options...)); codes(found) != "ttl-not-a-duration" {
					t.Errorf("got %v", found)
				}
				app := fmt.Sprint("app-", number)
				entry := fmt.Sprintf(`[{"app": %q, "relation_name": "b", "model": "m", "spec": {}}]`, app)
				targets := must(e.ReadTargets(ctx, []k8s.Relation{{Databag: databag(entry)}}))
				if found := must(targets.GetBackupSpec(ctx, app, "b", "m")); found == nil {
					t.Error("the target was not found")
				}
				// Not closed each time: what is not reachable is closed later.
				if number%3 > 0 {
					_ = targets.Close()
				}
				evaluation := must(inventory.Evaluate(ctx, k8s.Spec{}))
				if included := must(evaluation.Included(ctx)); included != 1 {
					t.Errorf("%d objects are included", included)
				}
				_ = evaluation.Close()
			}
		}()
	}
	group.Wait()
}

func TestAResourceCanBeClosedDuringCalls(t *testing.T) {
	ctx := background()
	for range 50 {
		targets := readOne("[]")
		var group sync.WaitGroup
		for number := range 4 {
			group.Add(1)
			go func() {
				defer group.Done()
				if number == 3 {
					_ = targets.Close()
				}
				if _, err := targets.Entries(ctx); err != nil && err != k8s.ErrClosed {
					t.Errorf("got %v", err)
				}
			}()
		}
		group.Wait()
	}
}
