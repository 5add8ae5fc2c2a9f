package backuptarget_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	k8s "github.com/OWNER/k8s-backup-target/embed/go"
)

var (
	prodSpec = k8s.Spec{
		IncludeNamespaces: []string{"prod"},
		LabelSelector:     k8s.OrderedMap{{Key: "b", Value: "1"}, {Key: "a", Value: "2"}},
		TTL:               k8s.Ptr("24h"),
	}
	prodTarget = k8s.Target{App: "my-app", RelationName: "backup", Model: "prod", Spec: prodSpec}
	daily      = k8s.ScheduleConfig{Schedule: k8s.Ptr("0 2 * * *")}
	velero     = k8s.VeleroSettings{Namespace: "velero", StorageLocation: "default"}
	identity   = k8s.Identity{App: "my-app", Model: "prod", RelationName: "backup"}
)

const prodNamespace = `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"prod"},"status":{"phase":"Active"}}`

func codes(diagnostics k8s.Diagnostics) string {
	var codes []string
	for _, each := range diagnostics {
		codes = append(codes, each.Code)
	}
	return strings.Join(codes, " ")
}

func TestEachFunctionOfTheContractHasACall(t *testing.T) {
	var sources strings.Builder
	for _, file := range must(filepath.Glob("*.go")) {
		if !strings.HasSuffix(file, "_test.go") {
			sources.WriteString(read(file))
		}
	}
	table, _, _ := strings.Cut(read("../../wit/json.md"), "\n## Types")
	functions := regexp.MustCompile("(?m)^\\| `([a-z.-]+)` \\| .*\\|$").FindAllStringSubmatch(table, -1)
	for _, function := range functions {
		// The exports of the module are in another table.
		if strings.Contains(function[1], ".") && !strings.Contains(sources.String(), `"`+function[1]+`"`) {
			t.Errorf("%s is not called", function[1])
		}
	}
	if len(functions) < 60 {
		t.Errorf("only %d functions", len(functions))
	}
}

func TestASpecIsPublishedAndFound(t *testing.T) {
	ctx := background()
	writes := must(k8s.Publish(ctx, identity, prodSpec, true, []k8s.Relation{{ID: 7}}, k8s.OnErrorsRefuse))
	equal(t, "writes", len(writes), 1)
	write := writes[0]
	equal(t, "key", fmt.Sprintln(write.RelationID, write.Key, write.Changed), "7 backup_targets true\n")
	relations := []k8s.Relation{{ID: 7, Databag: k8s.OrderedMap{{Key: write.Key, Value: write.Value}}}}
	again := must(k8s.Publish(ctx, identity, prodSpec, true, relations, k8s.OnErrorsRefuse))
	equal(t, "again", again[0].Changed, false)
	targets := must(k8s.ReadTargets(ctx, relations))
	defer targets.Close()
	equal(t, "spec", must(targets.GetBackupSpec(ctx, "my-app", "backup", "prod")), &prodSpec)
	equal(t, "entries", must(targets.Entries(ctx)), []k8s.LocatedTarget{{RelationID: 7, Target: prodTarget}})
	equal(t, "diagnostics", must(targets.Diagnostics(ctx)), k8s.Diagnostics{})
	equal(t, "other", must(k8s.FindSpec(ctx, relations, "my-app", "backup", "other")), nil)
}

func TestTheErrorSaysWhyNothingIsPublished(t *testing.T) {
	publish := func(spec k8s.Spec, leader bool, relations ...k8s.Relation) error {
		writes, err := k8s.Publish(background(), identity, spec, leader, relations, k8s.OnErrorsRefuse)
		if writes != nil {
			t.Error("there are writes")
		}
		return err
	}
	if err := publish(prodSpec, false); !errors.Is(err, k8s.ErrNotLeader) {
		t.Errorf("got %v", err)
	}
	if err := publish(prodSpec, true); !errors.Is(err, k8s.ErrNoRelation) {
		t.Errorf("got %v", err)
	}
	err := publish(k8s.Spec{IncludeNamespaces: []string{"a"}, TTL: k8s.Ptr("30d")}, true, k8s.Relation{})
	var diagnostics k8s.Diagnostics
	if !errors.As(fmt.Errorf("publish: %w", err), &diagnostics) || codes(diagnostics) != "ttl-not-a-duration" {
		t.Errorf("got %v", err)
	}
	equal(t, "text", err.Error(), "error[ttl-not-a-duration]: `30d` is not a duration for Velero (`d` is not a unit): "+
		"Kubernetes accepts it, and Velero then cannot read any list with this object (at /ttl); write `720h`")
}

func TestAnEmptyListIsNotAMissingOne(t *testing.T) {
	ctx := background()
	publish := func(spec k8s.Spec) string {
		return must(k8s.Publish(ctx, identity, spec, true, []k8s.Relation{{}}, k8s.OnErrorsPublish))[0].Value
	}
	for _, spec := range []k8s.Spec{
		{}, {IncludeNamespaces: []string{}}, {LabelSelector: k8s.OrderedMap{}}, {TTL: k8s.Ptr("")},
	} {
		targets := readOne(publish(spec))
		equal(t, "spec", must(targets.GetBackupSpec(ctx, "my-app", "backup", "prod")), &spec)
		_ = targets.Close()
	}
	missing := must(k8s.DescribeClauses(ctx, k8s.Spec{}))
	empty := must(k8s.DescribeClauses(ctx, k8s.Spec{IncludeNamespaces: []string{}}))
	equal(t, "missing", missing.Namespaces.Included, empty.Namespaces.Included)
	// Nothing in the contract is null where a list is required.
	equal(t, "clauses", missing.Namespaces.Excluded, []string{})
}

func TestLevelsChangeWhatIsReported(t *testing.T) {
	text := "include_namespaces: [prod]\nttl: 30d\nother: 1\n"
	levels := k8s.WithLevels(
		k8s.RuleLevel{Code: "ttl-not-a-duration", Level: k8s.LevelIgnore},
		k8s.RuleLevel{Code: "unknown-field", Level: k8s.LevelError},
	)
	found := must(k8s.CheckText(background(), text, k8s.FormatYAML, levels))
	equal(t, "code", codes(found), "unknown-field")
	equal(t, "errors", found.HasErrors(), true)
}

func TestDiagnosticsOfATextHavePositionsAndFixes(t *testing.T) {
	ctx := background()
	document := must(k8s.ReadDocument(ctx, "include_namespaces: [é]\nttl: 30d\n", k8s.FormatYAML))
	defer document.Close()
	span := k8s.Span{
		Start: k8s.Position{UTF8Offset: 30, UTF16Offset: 29, Line: 2, Column: 6},
		End:   k8s.Position{UTF8Offset: 33, UTF16Offset: 32, Line: 2, Column: 9},
	}
	found := must(document.Diagnostics(ctx))
	equal(t, "fixes", found[len(found)-1].Fixes, []k8s.Fix{
		{Title: "write `720h`", Edits: []k8s.Edit{{Span: span, Text: "720h"}}, Certain: true},
	})
	equal(t, "specs", must(document.Specs(ctx)), []k8s.Spec{{IncludeNamespaces: []string{"é"}, TTL: k8s.Ptr("30d")}})
	equal(t, "targets", must(document.Targets(ctx)), []k8s.Target{})
	equal(t, "span", must(document.Locate(ctx, 0, "/ttl")), &span)
	equal(t, "no span", must(document.Locate(ctx, 0, "/other")), nil)
	equal(t, "edit", must(document.Edit(ctx, 0, "/ttl", k8s.Ptr(`"48h"`))), []k8s.Edit{{Span: span, Text: "48h"}})
	_, err := document.Edit(ctx, 0, "/other", nil)
	equal(t, "edit", codes(refusal(t, err)), "edit-refused")
	equal(t, "pointer", must(document.PointerAt(ctx, 30)), &k8s.Location{Subject: 0, Pointer: "/ttl"})
	equal(t, "no pointer", must(document.PointerAt(ctx, 34)), nil)
}

const manifests = `
apiVersion: velero.io/v1
kind: Schedule
metadata: {name: nightly, namespace: velero}
spec:
  schedule: 0 2 * * *
  paused: true
  template:
    includedNamespaces: [prod]
    ttl: 24h
    orLabelSelectors:
    - matchLabels: {tier: web}
    - matchExpressions: [{key: tier, operator: In, values: [api, db]}]
    hooks:
      resources:
      - name: freeze
        labelSelector: {matchLabels: {app: db}}
---
apiVersion: velero.io/v1
kind: Backup
metadata: {name: once, namespace: velero}
spec:
  includedNamespaces: [prod]
  ttl: 24h0m0s
---
apiVersion: v1
kind: Secret
metadata: {name: key}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: policy, namespace: velero}
data: {policy: "version: v1\nvolumePolicies: []"}
`

var nightly = k8s.Backup{
	Kind:      k8s.BackupKindSchedule,
	Name:      k8s.Ptr("nightly"),
	Namespace: k8s.Ptr("velero"),
	Filters: k8s.Filters{
		IncludedNamespaces: []string{"prod"},
		OrLabelSelectors: []k8s.Selector{
			{MatchLabels: k8s.OrderedMap{{Key: "tier", Value: "web"}}, MatchExpressions: []k8s.LabelRequirement{}},
			{
				MatchLabels:      k8s.OrderedMap{},
				MatchExpressions: []k8s.LabelRequirement{{Key: "tier", Operator: "In", Values: []string{"api", "db"}}},
			},
		},
	},
	TTL:      k8s.Ptr("24h"),
	Schedule: &k8s.ScheduleConfig{Schedule: k8s.Ptr("0 2 * * *"), Paused: true},
	HookSelectors: []k8s.HookSelector{{
		Selector: k8s.Selector{
			MatchLabels:      k8s.OrderedMap{{Key: "app", Value: "db"}},
			MatchExpressions: []k8s.LabelRequirement{},
		},
	}},
}

func TestBackupsAndSchedulesAreRead(t *testing.T) {
	ctx := background()
	document := must(k8s.ReadDocument(ctx, manifests, k8s.FormatYAML))
	defer document.Close()
	backups := must(document.Backups(ctx))
	equal(t, "backups", len(backups), 2)
	backups[0].Volumes = nil
	equal(t, "schedule", backups[0], nightly)
	equal(t, "skipped", must(document.Skipped(ctx)), 1)
	equal(t, "policies", must(document.Policies(ctx))[0].Name, k8s.Ptr("policy"))
	spec := must(document.BackupAsSpec(ctx, 1)).Spec
	equal(t, "spec", spec, k8s.Spec{IncludeNamespaces: []string{"prod"}, TTL: k8s.Ptr("24h0m0s")})
	_, err := document.BackupAsSpec(ctx, 9)
	refusal(t, err)
	equal(t, "check", codes(must(k8s.CheckBackup(ctx, backups[1]))), "")
	description := must(k8s.DescribeBackup(ctx, backups[1]))
	equal(t, "description", strings.Contains(description, "prod"), true)
	backups[0].Schedule.Paused = false
	at := time.Date(2026, 1, 1, 0, 0, 0, 999, time.UTC)
	plan := must(k8s.PlanBackups(ctx, backups, 1, k8s.WithAfter(at)))
	equal(t, "runs", plan.Schedules[0].NextRuns[0].Time(), time.Date(2026, 1, 1, 2, 0, 0, 0, time.UTC))
	equal(t, "no runs", must(k8s.PlanBackups(ctx, backups, 1)).Schedules[0].NextRuns, []k8s.UnixTime{})
}

func TestASpecIsDescribedAndFormatted(t *testing.T) {
	ctx := background()
	equal(t, "check", codes(must(k8s.CheckTarget(ctx, prodTarget))), "")
	text := must(k8s.FormatSpec(ctx, prodSpec, k8s.FormatYAML))
	document := must(k8s.ReadDocument(ctx, text, k8s.FormatYAML, k8s.WithKind(k8s.DocumentKindSpec)))
	defer document.Close()
	equal(t, "formatted", must(document.Specs(ctx)), []k8s.Spec{prodSpec})
	description := must(k8s.Describe(ctx, prodSpec, k8s.WithSchedule(daily)))
	equal(t, "description", strings.Contains(description, "02:00"), true)
	equal(t, "expires", must(k8s.DescribeClauses(ctx, prodSpec)).ExpiresAfterSeconds, 24*60*60)
	equal(t, "refused", must(k8s.DescribeClauses(ctx, k8s.Spec{IncludeNamespaces: []string{"*", "a"}})), nil)
	equal(t, "schema", strings.HasPrefix(must(k8s.JSONSchema(ctx)), "{"), true)
	equal(t, "rules", len(must(k8s.Rules(ctx))) > 100, true)
}

func TestTargetsAreMergedAndPlanned(t *testing.T) {
	ctx := background()
	merged := must(k8s.Merge(ctx, prodTarget, daily))
	equal(t, "merged", merged, k8s.VeleroBackupSpec{Spec: prodSpec, Schedule: daily})
	equal(t, "backup", strings.Contains(must(k8s.BackupManifest(ctx, prodTarget, velero)), `"Backup"`), true)
	schedule := must(k8s.ScheduleManifest(ctx, prodTarget, daily, velero))
	equal(t, "schedule", strings.Contains(schedule, `"Schedule"`), true)
	plan := must(k8s.Plan(ctx, []k8s.Target{prodTarget}, daily, velero, []k8s.Relation{{ID: 3}}))
	written := must(k8s.ToDatabag(ctx, prodTarget, daily))
	equal(t, "write", plan.Writes, []k8s.PlannedWrite{{RelationID: 3, Databag: written, Changed: true}})
	equal(t, "manifest", plan.Manifests[0].Kind, k8s.ManifestKindSchedule)
	app, ok := written.Get("app")
	equal(t, "app", fmt.Sprintln(app, ok), "my-app true\n")
}

func TestAScheduleDependsOnTheReleaseOfVelero(t *testing.T) {
	ctx := background()
	const sunday = "0 2 * * 7"
	epoch := time.Unix(0, 0)
	_, err := k8s.NextRuns(ctx, sunday, epoch, 1)
	refusal(t, err)
	version := k8s.WithVeleroVersion("1.18.3")
	equal(t, "runs", must(k8s.NextRuns(ctx, sunday, epoch, 1, version)), []k8s.UnixTime{266_400})
	timeline := must(k8s.Retention(ctx, sunday, epoch, 1, version, k8s.WithTTL("1h")))
	equal(t, "timeline", timeline.Backups, []k8s.Window{{Start: 266_400, End: 270_000}})
	equal(t, "time", timeline.Backups[0].Start.String(), "1970-01-04T02:00:00Z")
	unknown := k8s.WithVeleroVersion("1.4")
	equal(t, "unknown", codes(must(k8s.CheckSchedule(ctx, daily, unknown))), "unknown-velero-version")
	// Half a second before a run. Times before 1970 are rounded down too.
	before := time.Unix(-1, 500_000_000)
	equal(t, "rounded", must(k8s.NextRuns(ctx, "* * * * *", before, 1)), []k8s.UnixTime{0})
}

// ends returns how the backup of a spec ends in a cluster with one namespace.
func ends(t *testing.T, spec k8s.Spec, version string) k8s.Outcome {
	ctx := background()
	cluster := must(k8s.OpenCluster(ctx, nil, k8s.WithVeleroVersion(version)))
	inventory := must(k8s.ReadInventory(ctx, strings.NewReader(prodNamespace), k8s.WithCluster(cluster)))
	// What was created from it stays open.
	_ = cluster.Close()
	evaluation := must(inventory.Evaluate(ctx, spec))
	_ = inventory.Close()
	defer evaluation.Close()
	return must(evaluation.Outcome(ctx))
}

func TestASelectionDependsOnTheReleaseOfVelero(t *testing.T) {
	ctx := background()
	releases := must(k8s.VeleroVersions(ctx))
	for _, release := range releases {
		cluster := must(k8s.OpenCluster(ctx, nil, k8s.WithVeleroVersion(release.Name)))
		equal(t, release.Name, must(cluster.Diagnostics(ctx)), k8s.Diagnostics{})
		_ = cluster.Close()
	}
	equal(t, "releases", len(releases), 7)
	_, err := k8s.OpenCluster(ctx, nil, k8s.WithVeleroVersion("1.4"))
	equal(t, "unknown", codes(refusal(t, err)), "unknown-velero-version")

	pattern := k8s.Spec{IncludeNamespaces: []string{"pro*"}}
	equal(t, "since", ends(t, pattern, "1.18"), k8s.Outcome{Kind: "completed", Diagnostics: k8s.Diagnostics{}})
	outcome := ends(t, pattern, "1.17")
	equal(t, "before", outcome.Kind, k8s.OutcomeKindPartiallyFailed)
	equal(t, "pointer", outcome.Diagnostics[0].Pointer, "/include_namespaces/0")

	spec := k8s.Spec{IncludeNamespaces: []string{"team-?"}, TTL: k8s.Ptr("24h")}
	before := must(k8s.OpenCluster(ctx, nil, k8s.WithVeleroVersion("1.17")))
	defer before.Close()
	equal(t, "check", must(k8s.CheckSpec(ctx, spec, k8s.WithCluster(before))).HasErrors(), true)
	equal(t, "clauses", must(k8s.DescribeClauses(ctx, spec, k8s.WithCluster(before))), nil)
	plan := must(k8s.Plan(ctx, []k8s.Target{{Spec: spec}}, daily, velero, nil, k8s.WithCluster(before)))
	equal(t, "manifests", plan.Manifests, []k8s.TargetManifest{})
	equal(t, "no cluster", codes(must(k8s.CheckSpec(ctx, spec, k8s.WithCluster(nil)))), "differs-by-release")
}

func exampleInventory(t *testing.T) *k8s.Inventory {
	ctx := background()
	kinds := must(k8s.ParseAPIResources(ctx, read("../../examples/cluster/api-resources.txt")))
	cluster := must(k8s.OpenCluster(ctx, kinds))
	defer cluster.Close()
	equal(t, "kinds", len(must(cluster.APIResources(ctx))) > 50, true)
	file := must(os.Open("../../examples/cluster/objects.json"))
	defer file.Close()
	inventory := must(k8s.ReadInventory(ctx, file, k8s.WithCluster(cluster)))
	t.Cleanup(func() { inventory.Close() })
	return inventory
}

func TestTheObjectsOfAClusterAreEvaluated(t *testing.T) {
	ctx := background()
	inventory := exampleInventory(t)
	length := must(inventory.Len(ctx))
	var objects []k8s.ObjectRef
	for object, err := range inventory.AllObjects(ctx) {
		objects = append(objects, must(object, err))
	}
	equal(t, "objects", objects, must(inventory.Objects(ctx, 0, length)))
	equal(t, "length", len(objects), int(length))

	everything := must(inventory.Evaluate(ctx, k8s.Spec{}))
	defer everything.Close()
	coverage := must(inventory.Cover(ctx, []k8s.Source{prodTarget, k8s.Spec{}, &nightly}))
	defer coverage.Close()
	targets := must(coverage.Targets(ctx))
	equal(t, "covered", targets[1].Objects, must(everything.Included(ctx)))
	equal(t, "paused", targets[2].WhyNothing != nil, true)
	uncovered := 0
	for index, err := range coverage.AllUncovered(ctx) {
		if must(index, err) >= length {
			t.Errorf("no object %d", index)
		}
		uncovered++
	}
	equal(t, "uncovered", uncovered, int(length-targets[1].Objects))
	count := must(everything.ContentsCount(ctx))
	equal(t, "claims", count.Claims > 0, true)
	equal(t, "volumes", must(everything.VolumeCount(ctx)) > 0, true)
	for volume, err := range everything.AllVolumes(ctx) {
		equal(t, "volume", must(volume, err).Claim != nil || volume.Pod != nil || volume.Volume != nil, true)
	}
	contents := must(everything.Contents(ctx))
	equal(t, "contents", contents.FS != nil && contents.Snapshots != nil && contents.CSI != nil, true)
	equal(t, "settings", must(everything.Settings(ctx)), must(inventory.Settings(ctx)))
	for _, pages := range []func() error{
		func() error { _, err := coverage.Overlapping(ctx, 0, 10); return err },
		func() error { _, err := coverage.UncoveredClaims(ctx, 0, 10); return err },
		func() error { _, err := coverage.ClaimsWithoutContents(ctx, 0, 10); return err },
		func() error { _, err := inventory.Schedules(ctx); return err },
	} {
		equal(t, "error", pages(), nil)
	}
}

func TestABackupThatHasExpiredCoversNothing(t *testing.T) {
	ctx := background()
	inventory := must(k8s.ReadInventory(ctx, strings.NewReader(prodNamespace)))
	defer inventory.Close()
	backup := k8s.Backup{Kind: k8s.BackupKindBackup, Phase: k8s.Ptr("Completed"), Expiration: k8s.Ptr("2026-01-02T00:00:00Z")}
	covered := func(options ...k8s.CoverOption) uint32 {
		coverage := must(inventory.Cover(ctx, []k8s.Source{backup}, options...))
		defer coverage.Close()
		return must(coverage.Targets(ctx))[0].Objects
	}
	equal(t, "no time", covered(), 1)
	equal(t, "before", covered(k8s.WithTime(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC))), 1)
	equal(t, "after", covered(k8s.WithTime(time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC))), 0)
}

func TestSettingsAndPoliciesAreRead(t *testing.T) {
	ctx := background()
	settings := must(k8s.ParseSettings(ctx, "EnableCSI: true\nlocations: []\n"))
	equal(t, "feature", settings.EnableCSI, k8s.Ptr(true))
	equal(t, "empty", settings.SnapshotLocations, []k8s.SnapshotLocation{})
	equal(t, "missing", settings.StorageLocations, nil)
	_, err := k8s.ParseSettings(ctx, "other: 1")
	refusal(t, err)
	policies := must(k8s.ParsePolicies(ctx, "version: v1\nvolumePolicies: []\n"))
	equal(t, "policies", len(policies), 1)
	inventory := must(k8s.ReadInventory(ctx, strings.NewReader(prodNamespace)))
	defer inventory.Close()
	evaluation := must(inventory.Evaluate(ctx, k8s.Spec{}, k8s.WithSettings(settings)))
	defer evaluation.Close()
	equal(t, "used", must(evaluation.Settings(ctx)).SnapshotLocations, []k8s.SnapshotLocation{})
}

func TestArgumentsThatAreNotValidAreErrors(t *testing.T) {
	ctx := background()
	var refused *k8s.ArgumentError
	_, err := k8s.CheckText(ctx, "", k8s.Format("toml"))
	if !errors.As(err, &refused) || refused.Code != "unknown-value" || refused.Pointer != "/format" {
		t.Errorf("got %v", err)
	}
	inventory := must(k8s.ReadInventory(ctx, strings.NewReader(prodNamespace)))
	defer inventory.Close()
	for _, source := range []k8s.Source{nil, (*k8s.Spec)(nil), (*k8s.Target)(nil), (*k8s.Backup)(nil)} {
		if _, err := inventory.Evaluate(ctx, source); !errors.As(err, &refused) || refused.Pointer != "/source" {
			t.Errorf("got %v", err)
		}
	}
	equal(t, "length", must(inventory.Len(ctx)), 1)
}

func TestMapsKeepTheirOrder(t *testing.T) {
	ordered := k8s.OrderedMap{{Key: "b", Value: "1"}, {Key: "a", Value: "2"}, {Key: "b", Value: "3"}}
	equal(t, "map", ordered.Map(), map[string]string{"a": "2", "b": "3"})
	equal(t, "ordered", k8s.Ordered(ordered.Map()), k8s.OrderedMap{{Key: "a", Value: "2"}, {Key: "b", Value: "3"}})
	equal(t, "nil", k8s.Ordered(nil), nil)
	equal(t, "nil", k8s.OrderedMap(nil).Map(), nil)
	equal(t, "empty", k8s.Ordered(map[string]string{}), k8s.OrderedMap{})
	if _, ok := ordered.Get("c"); ok {
		t.Error("there is no such key")
	}
	// If a key is repeated, the last value is used, at the position of the first one.
	text := must(k8s.FormatSpec(background(), k8s.Spec{LabelSelector: ordered}, k8s.FormatJSON))
	var spec k8s.Spec
	mustUnmarshal(text, &spec)
	expected := k8s.OrderedMap{{Key: "b", Value: "3"}, {Key: "a", Value: "2"}}
	if !reflect.DeepEqual(spec.LabelSelector, expected) {
		t.Errorf("got %v", spec.LabelSelector)
	}
}
