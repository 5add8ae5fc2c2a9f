package backuptarget

import (
	"context"
	"io"
	"iter"
)

const (
	// Number of bytes that are read at once. The context is checked between them.
	chunkBytes = 256 << 10

	// Number of objects of a step. The context is checked between steps.
	stepObjects = 10_000

	// Number of items that iterators ask for at once.
	pageItems = 4096
)

// ReadInventory reads the objects of a cluster: the output of `kubectl get -A -o json`, several of these one after the
// other, or one object in each line. It reads in chunks, and checks the context between them.
//
// The error is [Diagnostics] if the text is not a list of objects, or the error of the reader.
//
// Options: [WithCluster].
func ReadInventory(ctx context.Context, from io.Reader, opts ...ClusterOption) (*Inventory, error) {
	return shared.ReadInventory(ctx, from, opts...)
}

// ReadInventory is the function of the package, with this evaluator.
func (e *Evaluator) ReadInventory(ctx context.Context, from io.Reader, opts ...ClusterOption) (*Inventory, error) {
	cluster := collect(opts).cluster
	if cluster == nil {
		opened, err := e.OpenCluster(ctx, nil)
		if err != nil {
			return nil, err
		}
		defer opened.Close()
		cluster = opened
	}
	objects, err := cluster.NewInventoryReader(ctx)
	if err != nil {
		return nil, err
	}
	defer objects.Close()
	chunk := make([]byte, chunkBytes)
	for {
		size, err := io.ReadFull(from, chunk)
		if size > 0 {
			if err := objects.Push(ctx, chunk[:size]); err != nil {
				return nil, err
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return objects.Finish(ctx)
		}
		if err != nil {
			return nil, err
		}
	}
}

// Evaluate returns which objects a spec or a Backup selects, and why. It is [Inventory.NewEvaluation] with
// [Evaluation.Run].
//
// Options: [WithSettings].
func (i *Inventory) Evaluate(ctx context.Context, source Source, opts ...EvaluateOption) (*Evaluation, error) {
	evaluation, err := i.NewEvaluation(ctx, source, opts...)
	if err != nil {
		return nil, err
	}
	if err := evaluation.Run(ctx); err != nil {
		evaluation.Close()
		return nil, err
	}
	return evaluation, nil
}

// Cover returns which objects the targets select together, and which objects none selects. It is
// [Inventory.NewCoverage] with [Coverage.Run].
//
// Options: [WithSettings], [WithTime].
func (i *Inventory) Cover(ctx context.Context, targets []Source, opts ...CoverOption) (*Coverage, error) {
	coverage, err := i.NewCoverage(ctx, targets, opts...)
	if err != nil {
		return nil, err
	}
	if err := coverage.Run(ctx); err != nil {
		coverage.Close()
		return nil, err
	}
	return coverage, nil
}

// Run evaluates all objects, in steps. If the context ends between two steps, another Run continues.
func (e *Evaluation) Run(ctx context.Context) error {
	return run(ctx, e.Step)
}

// Run evaluates all targets, in steps. If the context ends between two steps, another Run continues.
func (c *Coverage) Run(ctx context.Context) error {
	return run(ctx, c.Step)
}

func run(ctx context.Context, step func(context.Context, uint32) (bool, error)) error {
	for {
		if done, err := step(ctx, stepObjects); done || err != nil {
			return err
		}
	}
}

// pages iterates over the items of all pages. An error is the last item.
func pages[T any](
	ctx context.Context, page func(ctx context.Context, offset, limit uint32) ([]T, error),
) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for offset := uint32(0); ; {
			items, err := page(ctx, offset, pageItems)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			if len(items) == 0 {
				return
			}
			offset += uint32(len(items))
		}
	}
}
