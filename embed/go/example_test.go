package backuptarget_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"time"

	backuptarget "github.com/OWNER/k8s-backup-target/embed/go"
)

func ExampleCheckSpec() {
	spec := backuptarget.Spec{IncludeNamespaces: []string{"prod"}, TTL: backuptarget.Ptr("30d")}
	diagnostics, err := backuptarget.CheckSpec(context.Background(), spec)
	if err != nil {
		log.Fatal(err)
	}
	for _, diagnostic := range diagnostics {
		fmt.Println(diagnostic.Severity, diagnostic.Code, *diagnostic.Help)
	}
	// Output: error ttl-not-a-duration write `720h`
}

func ExampleCheckText() {
	text := "include_namespaces: [prod]\nttl: 30d\n"
	diagnostics, err := backuptarget.CheckText(context.Background(), text, backuptarget.FormatYAML)
	if err != nil {
		log.Fatal(err)
	}
	start := diagnostics[0].Span.Start
	fmt.Println(start.Line, start.Column, diagnostics[0].Fixes[0].Title)
	// Output: 2 6 write `720h`
}

func ExamplePublish() {
	identity := backuptarget.Identity{App: "my-app", Model: "prod", RelationName: "backup"}
	spec := backuptarget.Spec{IncludeNamespaces: []string{"prod"}, TTL: backuptarget.Ptr("720h")}
	relations := []backuptarget.Relation{{ID: 1}}
	ctx := context.Background()
	writes, err := backuptarget.Publish(ctx, identity, spec, true, relations, backuptarget.OnErrorsRefuse)
	var diagnostics backuptarget.Diagnostics
	switch {
	case errors.Is(err, backuptarget.ErrNotLeader):
		return
	case errors.As(err, &diagnostics):
		fmt.Println("the spec has errors:", diagnostics)
	case err != nil:
		log.Fatal(err)
	}
	fmt.Println(writes[0].RelationID, writes[0].Key, writes[0].Changed)
	// Output: 1 backup_targets true
}

func ExampleTargets_GetBackupSpec() {
	ctx := context.Background()
	databag := map[string]string{
		"backup_targets": `[{"app": "my-app", "relation_name": "backup", "model": "prod", "spec": {"ttl": "24h"}}]`,
	}
	targets, err := backuptarget.ReadTargets(ctx, []backuptarget.Relation{{ID: 1, Databag: backuptarget.Ordered(databag)}})
	if err != nil {
		log.Fatal(err)
	}
	defer targets.Close()
	spec, err := targets.GetBackupSpec(ctx, "my-app", "backup", "prod")
	if err != nil {
		log.Fatal(err)
	}
	if spec != nil {
		fmt.Println(*spec.TTL, spec.IncludeNamespaces == nil)
	}
	// Output: 24h true
}

const exampleObjects = `
{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data", "namespace": "dev"}}
{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "key", "namespace": "prod"}}
`

func ExampleInventory_Evaluate() {
	ctx := context.Background()
	inventory, err := backuptarget.ReadInventory(ctx, strings.NewReader(exampleObjects))
	if err != nil {
		log.Fatal(err)
	}
	defer inventory.Close()
	evaluation, err := inventory.Evaluate(ctx, backuptarget.Spec{IncludeNamespaces: []string{"prod"}})
	if err != nil {
		log.Fatal(err)
	}
	defer evaluation.Close()
	for verdict, err := range evaluation.AllVerdicts(ctx) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(verdict.Object.Name, verdict.Included, verdict.Reason)
	}
	// Output:
	// data false namespace-not-included
	// key true selected
}

func ExampleInventory_Cover() {
	ctx := context.Background()
	inventory, err := backuptarget.ReadInventory(ctx, strings.NewReader(exampleObjects))
	if err != nil {
		log.Fatal(err)
	}
	defer inventory.Close()
	targets := []backuptarget.Source{backuptarget.Spec{IncludeNamespaces: []string{"prod"}}}
	coverage, err := inventory.Cover(ctx, targets, backuptarget.WithTime(time.Now()))
	if err != nil {
		log.Fatal(err)
	}
	defer coverage.Close()
	claims, err := coverage.UncoveredClaims(ctx, 0, 100)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(claims)
	// Output: [0]
}

func ExampleWithVeleroVersion() {
	ctx := context.Background()
	cluster, err := backuptarget.OpenCluster(ctx, nil, backuptarget.WithVeleroVersion("1.17"))
	if err != nil {
		log.Fatal(err)
	}
	defer cluster.Close()
	spec := backuptarget.Spec{IncludeNamespaces: []string{"team-?"}, TTL: backuptarget.Ptr("24h")}
	diagnostics, err := backuptarget.CheckSpec(ctx, spec, backuptarget.WithCluster(cluster))
	fmt.Println(diagnostics.HasErrors(), err)
	// Output: true <nil>
}

func ExampleNextRuns() {
	after := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	runs, err := backuptarget.NextRuns(context.Background(), "0 2 * * *", after, 2)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(runs)
	// Output: [2026-01-02T02:00:00Z 2026-01-03T02:00:00Z]
}

func ExampleNew() {
	ctx := context.Background()
	evaluator, err := backuptarget.New(ctx, backuptarget.Options{MemoryBytes: 64 << 20})
	if err != nil {
		log.Fatal(err)
	}
	defer evaluator.Close()
	var limit *backuptarget.LimitError
	_, err = evaluator.CheckText(ctx, strings.Repeat("a", 65<<20), backuptarget.FormatYAML)
	fmt.Println(errors.As(err, &limit))
	// Output: true
}
