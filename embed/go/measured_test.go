package backuptarget_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	k8s "github.com/OWNER/k8s-backup-target/embed/go"
)

func readOne(backupTargets string) *k8s.Targets {
	return must(k8s.ReadTargets(background(), []k8s.Relation{{Databag: databag(backupTargets)}}))
}

func databag(backupTargets string) k8s.OrderedMap {
	return k8s.OrderedMap{{Key: "backup_targets", Value: backupTargets}}
}

func TestDatabagsAreReadAsByTheReference(t *testing.T) {
	type answer struct {
		IsReady bool      `json:"is_ready"`
		Found   *k8s.Spec `json:"found"`
	}
	type databagCase struct {
		answer
		Instead  *answer
		Databags []struct {
			RelationID uint32         `json:"relation_id"`
			Data       k8s.OrderedMap `json:"data"`
		}
		Query struct{ App, Endpoint, Model string }
	}
	eachCase(t, "databag", func(t *testing.T, where string, each databagCase) {
		var relations []k8s.Relation
		for _, bag := range each.Databags {
			relations = append(relations, k8s.Relation{ID: bag.RelationID, Databag: bag.Data})
		}
		targets := must(k8s.ReadTargets(background(), relations))
		defer targets.Close()
		found := must(targets.GetBackupSpec(background(), each.Query.App, each.Query.Endpoint, each.Query.Model))
		expected := each.answer
		if each.Instead != nil {
			expected = *each.Instead
		}
		equal(t, where, answer{must(targets.IsReady(background())), found}, expected)
		once := must(k8s.FindSpec(background(), relations, each.Query.App, each.Query.Endpoint, each.Query.Model))
		equal(t, where, once, expected.Found)
	})
}

func TestSpecsArePublishedAsByTheReference(t *testing.T) {
	type publishCase struct {
		App, Model, Wire string
		RelationName     string `json:"relation_name"`
		// As it is written: the reference converts some values.
		Spec jsonText
	}
	eachCase(t, "publish", func(t *testing.T, where string, each publishCase) {
		written := readOne(fmt.Sprintf(`[{"app": "", "relation_name": "", "model": "", "spec": %s}]`, each.Spec))
		defer written.Close()
		spec := must(written.GetBackupSpec(background(), "", "", ""))
		identity := k8s.Identity{App: each.App, Model: each.Model, RelationName: each.RelationName}
		writes := must(k8s.Publish(background(), identity, *spec, true, []k8s.Relation{{}}, k8s.OnErrorsPublish))
		equal(t, where, len(writes), 1)
		equal(t, where, writes[0].Value, each.Wire)
	})
}

func runsOf(t *testing.T, schedule string, after int64, count uint32) []k8s.UnixTime {
	runs, err := k8s.NextRuns(background(), schedule, time.Unix(after, 0), count)
	if err != nil {
		refusal(t, err)
		return nil
	}
	return runs
}

func TestSchedulesRunAsInVelero(t *testing.T) {
	type cronCase struct {
		Input string
		After int64
		Next  []k8s.UnixTime
	}
	eachCase(t, "cron", func(t *testing.T, where string, each cronCase) {
		equal(t, where, runsOf(t, each.Input, each.After, 3), each.Next)
	})
}

func TestTargetsAreMergedAsByTheIntegrator(t *testing.T) {
	type mergeCase struct {
		// As it is written: it is not always a target.
		Target  jsonText
		Config  k8s.ScheduleConfig
		Databag k8s.OrderedMap
	}
	eachCase(t, "merge", func(t *testing.T, where string, each mergeCase) {
		targets := readOne(fmt.Sprintf("[%s]", each.Target))
		defer targets.Close()
		entries := must(targets.Entries(background()))
		if len(entries) == 0 {
			equal(t, where, each.Databag, nil)
			return
		}
		target := entries[len(entries)-1].Target
		_, err := k8s.Merge(background(), target, each.Config)
		equal(t, where, err == nil, each.Databag != nil)
		if err != nil {
			refusal(t, err)
			return
		}
		made, err := k8s.ToDatabag(background(), target, each.Config)
		// The integrator accepts some schedules that Velero refuses. Here they are refused.
		if schedule := each.Config.Schedule; schedule != nil && *schedule != "" && runsOf(t, *schedule, 0, 0) == nil {
			refusal(t, err)
			return
		}
		equal(t, where, err, nil)
		equal(t, where, made, each.Databag)
	})
}

// jsonText is a value as it is written.
type jsonText string

func (text *jsonText) UnmarshalJSON(data []byte) error {
	*text = jsonText(data)
	return nil
}

var specRefusals = map[string][2]string{
	"namespace-in-both":            {"namespaces", "in both"},
	"namespace-wildcard-excluded":  {"namespaces", "wildcard excluded"},
	"namespace-wildcard-not-alone": {"namespaces", "wildcard not alone"},
	"namespace-pattern":            {"namespaces", "pattern"},
	"namespace-name":               {"namespaces", "name"},
	"resource-in-both":             {"resources", "in both"},
	"resource-wildcard-excluded":   {"resources", "wildcard excluded"},
	"resource-wildcard-not-alone":  {"resources", "wildcard not alone"},
}

var refusalWords = [][2]string{
	{"excludes list cannot contain '*'", "wildcard excluded"},
	{"includes list must either contain '*' only", "wildcard not alone"},
	{"wildcard pattern", "pattern"},
	{"invalid namespace", "name"},
}

const inBoth = "excludes list cannot contain an item in the includes list: "

func refusalInWords(t *testing.T, text string) string {
	for _, subject := range []string{"namespaces", "resources"} {
		words, ok := strings.CutPrefix(text, "Invalid included/excluded "+strings.TrimSuffix(subject, "s")+" lists: ")
		if !ok {
			continue
		}
		if entry, ok := strings.CutPrefix(words, inBoth); ok {
			return subject + " in both " + entry
		}
		for _, known := range refusalWords {
			if strings.HasPrefix(words, known[0]) {
				return subject + " " + known[1]
			}
		}
	}
	t.Fatalf("unknown error %q", text)
	return ""
}

func TestTheListsOfASpecAreRefusedAsByVelero(t *testing.T) {
	type validationCase struct {
		Errors []string
		Spec   k8s.Spec
	}
	eachCase(t, "validation", func(t *testing.T, where string, each validationCase) {
		// Velero ignores the labels here.
		each.Spec.LabelSelector = nil
		expected, found := map[string]bool{}, map[string]bool{}
		for _, text := range each.Errors {
			expected[refusalInWords(t, text)] = true
		}
		lists := map[string][2][]string{
			"namespaces": {each.Spec.IncludeNamespaces, each.Spec.ExcludeNamespaces},
			"resources":  {each.Spec.IncludeResources, each.Spec.ExcludeResources},
		}
		for _, diagnostic := range must(k8s.CheckSpec(background(), each.Spec)) {
			words, ok := specRefusals[diagnostic.Code]
			switch {
			case ok && words[1] == "in both":
				index := must(strconv.Atoi(diagnostic.Pointer[strings.LastIndex(diagnostic.Pointer, "/")+1:]))
				found[words[0]+" in both "+lists[words[0]][1][index]] = true
			case ok:
				found[words[0]+" "+words[1]] = true
			// Velero accepts such a pattern, but its library does not compile it: the backup fails later.
			case diagnostic.Code != "namespace-pattern-unreadable" && diagnostic.Severity == k8s.SeverityError:
				t.Errorf("%s: %s", where, diagnostic)
			}
		}
		// For `*` in both lists Velero has two errors; here there is one. For Velero, missing namespaces are `*`.
		for subject, list := range lists {
			included := slices.Contains(list[0], "*") || subject == "namespaces" && len(list[0]) == 0
			if included && slices.Contains(list[1], "*") {
				found[subject+" in both *"] = true
			}
		}
		equal(t, where, found, expected)
	})
}

type measuredKind struct {
	GroupResource string `json:"group_resource"`
	GroupVersion  string `json:"group_version"`
	Singular      *string
	Kind          string
	ShortNames    []string `json:"short_names"`
	Namespaced    bool
}

func measuredKinds(t *testing.T) map[string]measuredKind {
	kinds := map[string]measuredKind{}
	eachCase(t, "kinds", func(_ *testing.T, _ string, each measuredKind) { kinds[each.GroupResource] = each })
	return kinds
}

// measuredCluster returns a cluster with the kinds that Velero was measured with, at a commit of its main branch.
func measuredCluster(t *testing.T) *k8s.Cluster {
	var kinds []k8s.APIResource
	eachCase(t, "kinds", func(_ *testing.T, _ string, each measuredKind) {
		plural, group, _ := strings.Cut(each.GroupResource, ".")
		kinds = append(kinds, k8s.APIResource{
			Group: group, Plural: plural, Singular: each.Singular, Kind: each.Kind, ShortNames: each.ShortNames,
			Namespaced: each.Namespaced,
		})
	})
	cluster := must(k8s.OpenCluster(background(), kinds, k8s.WithVeleroVersion("next")))
	t.Cleanup(func() { cluster.Close() })
	return cluster
}

func TestNamesAreResolvedAsByVelero(t *testing.T) {
	type resolveCase struct {
		Input         string
		GroupResource string `json:"group_resource"`
		Namespaced    bool
	}
	cluster := measuredCluster(t)
	eachCase(t, "resolve", func(t *testing.T, where string, each resolveCase) {
		found := must(cluster.Resolve(background(), each.Input))
		answered := resolveCase{Input: each.Input}
		if found != nil {
			answered.Namespaced = found.Namespaced
			answered.GroupResource = strings.TrimSuffix(found.Plural+"."+found.Group, ".")
		}
		// Every Kubernetes has this resource, but the measured cluster did not.
		if each.Input == "events.events.k8s.io" {
			each.GroupResource, each.Namespaced = each.Input, true
		}
		if each.GroupResource == "" {
			each.Namespaced = false
		}
		equal(t, where, answered, each)
	})
}

func TestPatternsMatchAsInVelero(t *testing.T) {
	type globCase struct {
		Pattern               string
		OK                    bool
		Matches               []string
		NamespacePatternError *string `json:"velero_namespace_pattern_error"`
	}
	names := map[string]bool{}
	eachCase(t, "glob", func(_ *testing.T, _ string, each globCase) {
		for _, name := range each.Matches {
			names[name] = true
		}
	})
	// A namespace has a name.
	delete(names, "")
	var namespaces strings.Builder
	for name := range names {
		fmt.Fprintf(&namespaces, `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":%s}}`+"\n", shown(name))
	}
	inventory := must(k8s.ReadInventory(background(), strings.NewReader(namespaces.String())))
	defer inventory.Close()
	eachCase(t, "glob", func(t *testing.T, where string, each globCase) {
		matched, err := inventory.MatchingNamespaces(background(), each.Pattern)
		if err != nil {
			refused := "namespace-pattern-unreadable"
			if each.NamespacePatternError != nil {
				refused = "namespace-pattern"
			}
			// A valid pattern can be one that no name of a namespace matches.
			if code := refusal(t, err)[0].Code; code != "namespace-name" {
				equal(t, where, code, refused)
			}
			return
		}
		equal(t, where, each.OK, true)
		expected := slices.DeleteFunc(slices.Clone(each.Matches), func(name string) bool { return name == "" })
		slices.Sort(expected)
		slices.Sort(matched)
		equal(t, where, strings.Join(matched, " "), strings.Join(slices.Compact(expected), " "))
	})
}

// The start of Velero's texts, and the reasons of the interface that they correspond to.
var reasonsInWords = []struct {
	words   string
	reasons []k8s.Reason
}{
	{"included: namespace object matches the label selector", []k8s.Reason{"namespace-of-selected"}},
	{"included", []k8s.Reason{"selected", "namespace-of-selected"}},
	{"selected", []k8s.Reason{"selected"}},
	{"comes-along", []k8s.Reason{"comes-along"}},
	{"spec rejected by validation", []k8s.Reason{"spec-refused"}},
	{"backup fails", []k8s.Reason{"spec-refused"}},
	{"namespace not listed", []k8s.Reason{"namespace-not-included", "namespace-excluded"}},
	{"namespace excluded (item check)", []k8s.Reason{"namespace-not-included", "namespace-excluded"}},
	{"namespace not tracked", []k8s.Reason{"namespace-not-included", "namespace-excluded", "labels-do-not-match"}},
	{
		"namespaces resource type excluded",
		[]k8s.Reason{"resource-not-included", "resource-excluded", "cluster-scope-excluded"},
	},
	{"resource type excluded", []k8s.Reason{"resource-not-included", "resource-excluded"}},
	{
		"cluster-scoped resource type not selected",
		[]k8s.Reason{
			"cluster-scope-excluded", "cluster-scope-not-automatic", "resource-not-included", "resource-excluded",
		},
	},
	{"label selector does not match", []k8s.Reason{"labels-do-not-match"}},
	{"list error: label selector", []k8s.Reason{"labels-do-not-match"}},
	{"label velero.io/exclude-from-backup=true", []k8s.Reason{"exclude-label"}},
	{"annotation velero.io/skip-from-backup", []k8s.Reason{"skip-annotation"}},
	{"resource type not in discovery", []k8s.Reason{"unknown-resource"}},
	{"being deleted", []k8s.Reason{"being-deleted"}},
}

type selected struct {
	included bool
	reason   k8s.Reason
	by       *k8s.ObjectRef
}

// agrees returns whether an answer is what Velero says in words.
func agrees(answer selected, included bool, words string) bool {
	for _, each := range reasonsInWords {
		if strings.HasPrefix(words, each.words) {
			return answer.included == included && slices.Contains(each.reasons, answer.reason)
		}
	}
	return false
}

func selectFrom(cluster *k8s.Cluster, objects string, spec k8s.Spec) []selected {
	inventory := must(k8s.ReadInventory(background(), strings.NewReader(objects), k8s.WithCluster(cluster)))
	defer inventory.Close()
	evaluation := must(inventory.Evaluate(background(), spec))
	defer evaluation.Close()
	var answers []selected
	verdicts := must(evaluation.Verdicts(background(), 0, 1<<20))
	for _, verdict := range verdicts {
		answer := selected{included: verdict.Included, reason: verdict.Reason}
		if verdict.BroughtBy != nil {
			answer.by = &verdicts[*verdict.BroughtBy].Object
		}
		answers = append(answers, answer)
	}
	return answers
}

// isLeftOut returns whether the selector has no labels: the operator ignores it, and Velero does not.
func isLeftOut(spec k8s.Spec) bool {
	return spec.LabelSelector != nil && len(spec.LabelSelector) == 0
}

type measuredObject struct {
	Resource   string
	Namespaced bool
	Namespace  string
	Name       string
	Labels     map[string]string
}

func asKubectlPrints(kinds map[string]measuredKind, objects []measuredObject) string {
	var lines strings.Builder
	for _, each := range objects {
		served, ok := kinds[each.Resource]
		if !ok {
			// The cluster does not serve other kinds.
			_, group, _ := strings.Cut(each.Resource, ".")
			served = measuredKind{GroupVersion: group + "/v1", Kind: "Nosuch"}
		}
		metadata := map[string]any{"labels": each.Labels, "name": each.Name}
		if each.Namespaced {
			metadata["namespace"] = each.Namespace
		}
		status := map[string]any{}
		if served.Kind == "Namespace" {
			status["phase"] = "Active"
		}
		lines.WriteString(shown(map[string]any{
			"apiVersion": served.GroupVersion, "kind": served.Kind, "metadata": metadata, "status": status,
		}) + "\n")
	}
	return lines.String()
}

func TestObjectsAreSelectedAsByVelero(t *testing.T) {
	type selectionCase struct {
		ActiveNamespaces []string `json:"active_namespaces"`
		Included         bool
		Object           measuredObject
		Reason           string
		Spec             k8s.Spec
	}
	cluster, kinds := measuredCluster(t), measuredKinds(t)
	eachCase(t, "selection", func(t *testing.T, where string, each selectionCase) {
		if isLeftOut(each.Spec) {
			return
		}
		var objects []measuredObject
		for _, name := range each.ActiveNamespaces {
			if each.Object.Resource != "namespaces" || each.Object.Name != name {
				objects = append(objects, measuredObject{Resource: "namespaces", Name: name, Labels: map[string]string{}})
			}
		}
		answers := selectFrom(cluster, asKubectlPrints(kinds, append(objects, each.Object)), each.Spec)
		if last := answers[len(answers)-1]; last.by != nil || !agrees(last, each.Included, each.Reason) {
			t.Errorf("%s: expected %v (%s), got %+v", where, each.Included, each.Reason, last)
		}
	})
}

func TestNamespacesAreSelectedWithTheirObjectsAsByVelero(t *testing.T) {
	type clusterCase struct {
		Namespaces        []measuredObject
		Objects           []measuredObject
		IncludedNames     []string          `json:"included_namespaces_objects"`
		NamespacesReasons map[string]string `json:"namespaces_reasons"`
		Instead           *struct{ Namespace, Reason string }
		ObjectsIncluded   []bool   `json:"objects_included"`
		ObjectsReasons    []string `json:"objects_reasons"`
		Spec              k8s.Spec
	}
	cluster, kinds := measuredCluster(t), measuredKinds(t)
	eachCase(t, "selection_cluster", func(t *testing.T, where string, each clusterCase) {
		if isLeftOut(each.Spec) {
			return
		}
		if each.Instead != nil {
			each.NamespacesReasons[each.Instead.Namespace] = each.Instead.Reason
		}
		var included []bool
		var words []string
		for _, namespace := range each.Namespaces {
			included = append(included, slices.Contains(each.IncludedNames, namespace.Name))
			words = append(words, each.NamespacesReasons[namespace.Name])
		}
		included, words = append(included, each.ObjectsIncluded...), append(words, each.ObjectsReasons...)
		objects := asKubectlPrints(kinds, append(each.Namespaces, each.Objects...))
		answers := selectFrom(cluster, objects, each.Spec)
		equal(t, where, len(answers), len(words))
		for index, answer := range answers {
			if !agrees(answer, included[index], words[index]) {
				t.Errorf("%s: object %d: expected %v (%s), got %+v", where, index, included[index], words[index], answer)
			}
		}
	})
}

func TestObjectsAreAddedForOthersAsByVelero(t *testing.T) {
	type place struct{ Resource, Namespace, Name string }
	type relatedCase struct {
		Spec       k8s.Spec
		Namespaces []jsonText
		Objects    []jsonText
		Expect     []struct {
			Included bool
			How      string
			By       *place
			ByAll    []place `json:"by_all"`
		}
	}
	cluster := measuredCluster(t)
	eachCase(t, "related", func(t *testing.T, where string, each relatedCase) {
		var objects strings.Builder
		for _, object := range append(each.Namespaces, each.Objects...) {
			objects.WriteString(string(object) + "\n")
		}
		answers := selectFrom(cluster, objects.String(), each.Spec)[len(each.Namespaces):]
		equal(t, where, len(answers), len(each.Expect))
		for index, answer := range answers {
			expected := each.Expect[index]
			// Each of them is correct.
			isBringer := expected.By == nil && len(expected.ByAll) == 0 && answer.by == nil
			if answer.by != nil {
				by := place{Resource: answer.by.GroupResource, Name: answer.by.Name}
				if answer.by.Namespace != nil {
					by.Namespace = *answer.by.Namespace
				}
				isBringer = slices.Contains(expected.ByAll, by) || expected.By != nil && *expected.By == by
			}
			if !isBringer || !agrees(answer, expected.Included, expected.How) {
				t.Errorf("%s: object %d: expected %+v, got %+v", where, index, expected, answer)
			}
		}
	})
}

func TestEveryReadingIsAsExpected(t *testing.T) {
	eachFile(t, "readings/*.json", func(file string) string {
		var databags []k8s.OrderedMap
		mustUnmarshal(read(file), &databags)
		var relations []k8s.Relation
		for index, each := range databags {
			relations = append(relations, k8s.Relation{ID: uint32(index + 1), Databag: each})
		}
		targets := must(k8s.ReadTargets(background(), relations))
		defer targets.Close()
		var lines []string
		for _, entry := range must(targets.Entries(background())) {
			target := entry.Target
			lines = append(lines, fmt.Sprintf("relation %d has %s %s %s",
				entry.RelationID, shown(target.App), shown(target.RelationName), shown(target.Model)))
		}
		if lines == nil {
			lines = []string{"no target"}
		}
		place := func(subject *uint32, pointer string) string {
			return fmt.Sprintf("relation %d %s", relations[*subject].ID, pointer)
		}
		for _, found := range must(targets.Diagnostics(background())) {
			lines = append(lines, "", found.String(), strings.TrimRight("  at "+place(found.Subject, found.Pointer), " "))
			for _, related := range found.Related {
				lines = append(lines, fmt.Sprintf("  %s: %s", place(related.Subject, related.Pointer), related.Message))
			}
			if found.Help != nil {
				lines = append(lines, "  help: "+*found.Help)
			}
		}
		return strings.Join(append(lines, ""), "\n")
	})
}

// beside returns the text of a file with another ending, if it exists.
func beside(file, ending string) (string, bool) {
	other := strings.TrimSuffix(file, filepath.Ext(file)) + ending
	if !exists(other) {
		return "", false
	}
	return read(other), true
}

func TestEverySmallClusterIsEvaluatedAsExpected(t *testing.T) {
	eachFile(t, "cases/*/*/*.objects", func(file string) string {
		var kinds []k8s.APIResource
		if listing, ok := beside(file, ".api-resources"); ok {
			kinds = must(k8s.ParseAPIResources(background(), listing))
		}
		var versions []k8s.VersionOption
		if version, ok := beside(file, ".velero-version"); ok {
			versions = append(versions, k8s.WithVeleroVersion(strings.TrimSpace(version)))
		}
		var settings []k8s.EvaluateOption
		if given, ok := beside(file, ".settings"); ok {
			settings = append(settings, k8s.WithSettings(must(k8s.ParseSettings(background(), given))))
		}
		cluster := must(k8s.OpenCluster(background(), kinds, versions...))
		defer cluster.Close()
		var source k8s.Source = k8s.Spec{}
		if text, ok := beside(file, ".yaml"); ok {
			if strings.HasPrefix(text, "apiVersion") {
				document := must(k8s.ReadDocument(background(), text, k8s.FormatYAML, k8s.WithCluster(cluster)))
				defer document.Close()
				source = must(document.Backups(background()))[0]
			} else {
				document := must(k8s.ReadDocument(background(), text, k8s.FormatYAML,
					k8s.WithCluster(cluster), k8s.WithKind(k8s.DocumentKindSpec)))
				defer document.Close()
				source = must(document.Specs(background()))[0]
			}
		}
		inventory, err := k8s.ReadInventory(background(), must(os.Open(file)), k8s.WithCluster(cluster))
		if err != nil {
			return rendered(err.(k8s.Diagnostics))
		}
		defer inventory.Close()
		evaluation := must(inventory.NewEvaluation(background(), source, settings...))
		defer evaluation.Close()
		for !must(evaluation.Step(background(), 1)) {
		}
		return evaluated(file, inventory, evaluation, len(settings) > 0)
	})
}

func evaluated(file string, inventory *k8s.Inventory, evaluation *k8s.Evaluation, hasSettings bool) string {
	var lines strings.Builder
	var verdicts []k8s.Verdict
	included := uint32(0)
	reasons := must(evaluation.Reasons(background()))
	for verdict, err := range evaluation.AllVerdicts(background()) {
		if err != nil || reasons[len(verdicts)] != verdict.Reason {
			panic(err)
		}
		if verdict.Included {
			included++
		}
		verdicts = append(verdicts, verdict)
	}
	if must(evaluation.Included(background())) != included {
		panic("the number of included objects differs")
	}
	for _, each := range verdicts {
		sign, pointer, by := "-", "", ""
		if each.Included {
			sign = "+"
		}
		if each.Pointer != nil {
			pointer = " " + *each.Pointer
		}
		if each.BroughtBy != nil {
			by = " with " + nameOf(verdicts[*each.BroughtBy].Object)
		}
		fmt.Fprintf(&lines, "%s %s: %s%s%s\n", sign, nameOf(each.Object), pascal(string(each.Reason)), pointer, by)
	}
	if hasSettings {
		for _, volume := range must(evaluation.Volumes(background(), 0, 1<<20)) {
			lines.WriteString(contents(verdicts, volume))
		}
	}
	// Without settings, every claim has the advice that they are not known.
	isOfCase := strings.Contains(filepath.ToSlash(file), "/contents-not-known/")
	found := append(must(inventory.Diagnostics(background())), must(evaluation.Diagnostics(background()))...)
	found = slices.DeleteFunc(found, func(each k8s.Diagnostic) bool {
		return !isOfCase && each.Code == "contents-not-known"
	})
	return rendered(found) + lines.String()
}

func contents(verdicts []k8s.Verdict, volume k8s.VolumeVerdict) string {
	subject := volume.Claim
	if subject == nil {
		subject = volume.Pod
	}
	if subject == nil {
		subject = volume.Volume
	}
	name := nameOf(verdicts[*subject].Object)
	if volume.PodVolume != nil {
		name += " " + *volume.PodVolume
	}
	if len(volume.SavedBy) > 0 {
		var means []string
		for _, each := range volume.SavedBy {
			means = append(means, pascal(string(each.Means)))
		}
		return fmt.Sprintf("%s: contents by %s\n", name, strings.Join(means, " and "))
	}
	order := []k8s.Said{k8s.SaidNothing, k8s.SaidWarning, k8s.SaidError}
	said := 0
	for _, each := range volume.UnsavedBy {
		said = max(said, slices.Index(order, each.Said))
	}
	return fmt.Sprintf("%s: no contents, says %s: %s\n", name, pascal(string(order[said])), volume.Why)
}

func pascal(text string) string {
	words := strings.Split(text, "-")
	for index, word := range words {
		words[index] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, "")
}

func nameOf(object k8s.ObjectRef) string {
	if object.Namespace != nil && *object.Namespace != "" {
		return fmt.Sprintf("%s %s/%s", object.GroupResource, *object.Namespace, object.Name)
	}
	return object.GroupResource + " " + object.Name
}

func rendered(diagnostics k8s.Diagnostics) string {
	var text strings.Builder
	for _, found := range diagnostics {
		place, help := found.Pointer, ""
		if found.Subject != nil {
			place = fmt.Sprint(*found.Subject) + place
		}
		if found.Help != nil {
			help = *found.Help
		}
		text.WriteString(found.String() + "\n")
		if place != "" {
			text.WriteString("  at " + place + "\n")
		}
		text.WriteString("  help: " + help + "\n")
	}
	return text.String()
}

var heading = regexp.MustCompile(`(?m)^((?:error|warning|advice)\[[a-z-]+\]: .*)(?:\n *--> (.*:\d+:\d+)$)?`)

// headingsOf returns the diagnostics of a document, and their positions, without source lines.
func headingsOf(file string) (headings, places []string, err error) {
	name, endings, _ := strings.Cut(filepath.Base(file), ".")
	beside := filepath.Join(filepath.Dir(file), name)
	var kinds []k8s.APIResource
	if listing := beside + ".api-resources"; exists(listing) {
		if kinds, err = k8s.ParseAPIResources(background(), read(listing)); err != nil {
			return nil, nil, err
		}
	}
	version := "1.18"
	if of := beside + ".velero-version"; exists(of) {
		version = strings.TrimSpace(read(of))
	}
	versions := []k8s.VersionOption{k8s.WithVeleroVersion(version)}
	// Without a version, each difference is reported.
	if strings.Contains(filepath.ToSlash(file), "/differs-by-release/") {
		versions = nil
	}
	cluster, err := k8s.OpenCluster(background(), kinds, versions...)
	if err != nil {
		return nil, nil, err
	}
	defer cluster.Close()
	options := []k8s.TextOption{k8s.WithCluster(cluster)}
	kind, language, hasKind := strings.Cut(endings, ".")
	if hasKind {
		options = append(options, k8s.WithKind(k8s.DocumentKind(kind)))
	} else {
		language = endings
	}
	for _, found := range must(k8s.CheckText(background(), read(file), k8s.Format(language), options...)) {
		headings = append(headings, found.String())
		if found.Span != nil {
			start := found.Span.Start
			places = append(places, fmt.Sprintf("%s:%d:%d", filepath.Base(file), start.Line, start.Column))
		}
	}
	return headings, places, nil
}

func documents(folder string) []string {
	files := must(filepath.Glob(filepath.Join(testdata, "cases/*", folder, "*")))
	return slices.DeleteFunc(files, func(file string) bool {
		isText := strings.HasSuffix(file, ".yaml") || strings.HasSuffix(file, ".json")
		name := filepath.Base(file)
		isOther := strings.Contains(name, ".plan.") || strings.Contains(name, ".schedule.")
		return !isText || isOther || exists(strings.TrimSuffix(file, filepath.Ext(file))+".objects")
	})
}

func TestEveryDocumentHasTheExpectedDiagnostics(t *testing.T) {
	compared := 0
	for _, file := range documents("fail") {
		name, _, _ := strings.Cut(filepath.Base(file), ".")
		expected := read(filepath.Join(filepath.Dir(file), name+".txt"))
		found, places, err := headingsOf(file)
		if err != nil {
			// The expected diagnostics are about the kinds of the cluster.
			if !errors.As(err, new(k8s.Diagnostics)) || !strings.Contains(expected, "api-resources") {
				t.Errorf("%s: %v", file, err)
			}
			continue
		}
		var drawn []string
		for _, match := range heading.FindAllStringSubmatch(expected, -1) {
			drawn = append(drawn, match[1])
			if match[2] != "" && !slices.Contains(places, match[2]) {
				t.Errorf("%s: nothing is at %s", file, match[2])
			}
		}
		sort.Strings(drawn)
		sort.Strings(found)
		equal(t, file, found, drawn)
		compared++
	}
	if compared < 200 {
		t.Errorf("only %d documents", compared)
	}
}

func TestADocumentWithoutProblemsHasNoDiagnostics(t *testing.T) {
	for _, file := range documents("ok") {
		if found, _, err := headingsOf(file); len(found) > 0 || err != nil {
			t.Errorf("%s: %v %v", file, found, err)
		}
	}
}
