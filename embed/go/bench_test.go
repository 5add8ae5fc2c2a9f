package backuptarget_test

import (
	"fmt"
	"strings"
	"testing"

	k8s "github.com/OWNER/k8s-backup-target/embed/go"
)

var typicalSpec = k8s.Spec{
	IncludeNamespaces: []string{"kubeflow", "istio-system"},
	IncludeResources: []string{
		"deployments.apps", "persistentvolumeclaims", "persistentvolumes", "secrets", "configmaps",
	},
	ExcludeResources:        []string{"pods"},
	IncludeClusterResources: k8s.Ptr(true),
	LabelSelector:           k8s.OrderedMap{{Key: "app.kubernetes.io/name", Value: "mlflow-server"}},
	TTL:                     k8s.Ptr("168h"),
}

func BenchmarkCheckSpec(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		must(k8s.CheckSpec(background(), typicalSpec))
	}
}

func BenchmarkCheckSpecInParallel(b *testing.B) {
	b.RunParallel(func(all *testing.PB) {
		for all.Next() {
			must(k8s.CheckSpec(background(), typicalSpec))
		}
	})
}

func BenchmarkCheckText(b *testing.B) {
	text := must(k8s.FormatSpec(background(), typicalSpec, k8s.FormatYAML))
	b.ReportAllocs()
	for b.Loop() {
		must(k8s.CheckText(background(), text, k8s.FormatYAML))
	}
}

func BenchmarkReadTargets(b *testing.B) {
	for _, count := range []int{1, 100, 10_000} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			entry := `{"app": "a", "relation_name": "b", "model": "m", "spec": {"include_namespaces": ["c"], "ttl": "24h"}}`
			text := "[" + strings.Repeat(entry+",", count-1) + entry + "]"
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				_ = readOne(text).Close()
			}
		})
	}
}

func BenchmarkGetBackupSpec(b *testing.B) {
	targets := readOne(`[{"app": "a", "relation_name": "b", "model": "m", "spec": {"ttl": "24h"}}]`)
	defer targets.Close()
	b.ReportAllocs()
	for b.Loop() {
		must(targets.GetBackupSpec(background(), "a", "b", "m"))
	}
}

func BenchmarkInventory(b *testing.B) {
	text := read("../../examples/cluster/objects.json")
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			_ = must(k8s.ReadInventory(background(), strings.NewReader(text))).Close()
		}
	})
	inventory := must(k8s.ReadInventory(background(), strings.NewReader(text)))
	defer inventory.Close()
	b.Run("evaluate", func(b *testing.B) {
		for b.Loop() {
			_ = must(inventory.Evaluate(background(), k8s.Spec{})).Close()
		}
	})
	evaluation := must(inventory.Evaluate(background(), k8s.Spec{}))
	defer evaluation.Close()
	b.Run("verdicts", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			must(evaluation.Verdicts(background(), 0, 1<<20))
		}
	})
}
