package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	backuptarget "github.com/OWNER/k8s-backup-target/embed/go"
)

const schedule = `
apiVersion: velero.io/v1
kind: Schedule
metadata: {name: daily, namespace: velero}
spec:
  schedule: 0 2 * * *
  template:
    includedNamespaces: [NAMESPACES]
    ttl: 24h0m0s
`

func output(t *testing.T, namespaces string) string {
	t.Helper()
	objects, err := os.Open("../../../../examples/cluster/objects.json")
	if err != nil {
		t.Fatal(err)
	}
	defer objects.Close()
	var out strings.Builder
	if err := run(context.Background(), strings.ReplaceAll(schedule, "NAMESPACES", namespaces), objects, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTheClaimsOfOtherNamespacesAreNotSaved(t *testing.T) {
	printed := output(t, "kubeflow")
	for _, expected := range []string{
		"claims that are not saved:\n  persistentvolumeclaims alice/exploration-volume\n",
		"claims that are saved without their contents:\n  persistentvolumeclaims kubeflow/katib-db-database-8cfddd63-katib-db-0\n",
		"objects that are not saved:\n  persistentvolumeclaims alice/exploration-volume\n",
		"\n  nodes node-1\n",
	} {
		if !strings.Contains(printed, expected) {
			t.Errorf("%q is missing in\n%s", expected, printed)
		}
	}
}

func TestAScheduleOfAllNamespacesSavesAllClaimsThatOptIn(t *testing.T) {
	claims, _, _ := strings.Cut(output(t, "'*'"), "claims that are saved")
	if claims != "claims that are not saved:\n  persistentvolumeclaims kubeflow/pipeline-scratch\n" {
		t.Errorf("got\n%s", claims)
	}
}

func TestAManifestWithErrorsIsRefused(t *testing.T) {
	var diagnostics backuptarget.Diagnostics
	manifest := strings.ReplaceAll(schedule, "24h0m0s", "30d")
	err := run(context.Background(), manifest, strings.NewReader("{}"), new(strings.Builder))
	if !errors.As(err, &diagnostics) {
		t.Errorf("got %v", err)
	}
	if err := run(context.Background(), "ttl: 24h", strings.NewReader("{}"), new(strings.Builder)); err == nil {
		t.Error("a manifest without Schedules was accepted")
	}
}

func TestFilesAreArguments(t *testing.T) {
	file := filepath.Join(t.TempDir(), "schedule.yaml")
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(schedule, "NAMESPACES", "kubeflow")), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if err := runWith(ctx, []string{file, "../../../../examples/cluster/objects.json"}); err != nil {
		t.Error(err)
	}
	for _, wrong := range [][]string{{}, {file, "missing.json"}, {"missing.yaml"}, {"a", "b", "c"}} {
		if err := runWith(ctx, wrong); err == nil {
			t.Errorf("%v was accepted", wrong)
		}
	}
}
