package backuptarget

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/experimental"
)

//go:embed k8s-backup-target-module.wasm
var evaluatorModule []byte

const (
	defaultMemoryBytes = 1 << 30

	// Maximum memory of an instance that gets new work.
	maxIdleBytes = 16 << 20
)

// Options are the options of an [Evaluator].
type Options struct {
	// Maximum memory of an instance in bytes. 0 is 1 GiB, which is enough for a databag of 50 MB.
	MemoryBytes uint64

	// The folder of the compiled module. Empty is the folder k8s-backup-target in the user's cache folder. If the folder
	// cannot be used, or if other users can write to it, the compiled module is only kept in memory.
	CacheFolder string

	// Keeps the compiled module in memory only.
	NoCache bool

	// Maximum number of idle instances, of one to two megabytes each. 0 is the number of CPUs.
	IdleInstances int
}

// Evaluator runs the module with limits. Any goroutine may use it. Each call has its own instance of the module, except
// those on resources. The zero value has the default options, and starts with its first call.
type Evaluator struct {
	options Options
	// The module instead of the one of the package, for tests.
	module []byte

	started  sync.Once
	startErr error
	cache    wazero.CompilationCache
	runtime  wazero.Runtime
	compiled wazero.CompiledModule

	mutex sync.Mutex
	idle  []*instance
	// Number of instances, with the idle ones.
	instances int
	closed    bool
}

// shared is the evaluator of the functions of the package.
var shared Evaluator

// New starts an evaluator: it loads the compiled module, or compiles it. It returns the error of the context if it ended
// meanwhile.
func New(ctx context.Context, options Options) (*Evaluator, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	e := &Evaluator{options: options}
	if err := e.start(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		_ = e.Close()
		return nil, err
	}
	return e, nil
}

// Close frees all instances. Later calls, also on resources, return [ErrClosed]. Calls that run are not interrupted.
func (e *Evaluator) Close() error {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.closed = true
	for _, each := range e.idle {
		e.remove(each)
	}
	e.idle = nil
	e.closeIfUnused()
	return nil
}

func (e *Evaluator) start() error {
	e.started.Do(func() { e.startErr = e.compile() })
	return e.startErr
}

func (e *Evaluator) compile() error {
	if e.module == nil {
		e.module = evaluatorModule
	}
	err := errNoCache
	if !e.options.NoCache {
		err = e.compileWith(cacheIn(e.options.CacheFolder))
	}
	if err != nil {
		// A file of the cache can be damaged, and the disk can be full.
		err = e.compileWith(wazero.NewCompilationCache(), nil)
	}
	if err != nil {
		return fmt.Errorf("cannot compile the module: %w", err)
	}
	memory := e.compiled.ExportedMemories()["memory"]
	if memory == nil {
		return errors.New("the module does not export its memory")
	}
	if minimum := uint64(memory.Min()) << 16; e.memoryBytes() < minimum {
		return fmt.Errorf("the module needs a limit of at least %d bytes of memory", minimum)
	}
	return nil
}

func (e *Evaluator) compileWith(cache wazero.CompilationCache, err error) error {
	if err != nil {
		return err
	}
	ctx := experimental.WithCompilationWorkers(context.Background(), runtime.GOMAXPROCS(0))
	started := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfig().WithCompilationCache(cache))
	compiled, err := started.CompileModule(ctx, e.module)
	if err != nil {
		return errors.Join(err, started.Close(ctx), cache.Close(ctx))
	}
	e.cache, e.runtime, e.compiled = cache, started, compiled
	return nil
}

// take returns an instance that nothing else uses.
func (e *Evaluator) take() (*instance, error) {
	if err := e.start(); err != nil {
		return nil, err
	}
	e.mutex.Lock()
	if e.closed {
		e.mutex.Unlock()
		return nil, ErrClosed
	}
	if last := len(e.idle) - 1; last >= 0 {
		taken := e.idle[last]
		e.idle = e.idle[:last]
		e.mutex.Unlock()
		return taken, nil
	}
	e.instances++
	e.mutex.Unlock()
	started, err := newInstance(e.runtime, e.compiled, e.memoryBytes())
	if err != nil {
		e.mutex.Lock()
		defer e.mutex.Unlock()
		e.instances--
		e.closeIfUnused()
		return nil, err
	}
	return started, nil
}

// give returns an instance that has no resources.
func (e *Evaluator) give(returned *instance) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if returned.broken || returned.hasGrown() || e.closed || len(e.idle) >= e.idleInstances() {
		e.remove(returned)
		e.closeIfUnused()
		return
	}
	e.idle = append(e.idle, returned)
}

// remove closes an instance. The mutex is locked.
func (e *Evaluator) remove(removed *instance) {
	removed.close()
	e.instances--
}

// closeIfUnused frees the code when nothing can run it. The mutex is locked.
func (e *Evaluator) closeIfUnused() {
	if e.closed && e.instances == 0 && e.runtime != nil {
		ctx := context.Background()
		_, _ = e.runtime.Close(ctx), e.cache.Close(ctx)
		e.runtime = nil
	}
}

func (e *Evaluator) isClosed() bool {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return e.closed
}

// call calls a function in the instance of a resource, or in any instance. It frees the writer.
func (e *Evaluator) call(ctx context.Context, function string, w *writer, borrowed *resource) (string, error) {
	if borrowed != nil {
		return borrowed.call(ctx, function, w)
	}
	defer w.free()
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if !w.fits(e.memoryBytes()) {
		return "", &LimitError{Limit: "memory", Maximum: e.memoryBytes()}
	}
	taken, err := e.take()
	if err != nil {
		return "", err
	}
	answer, err := taken.call(function, w.buffer)
	e.give(taken)
	return answer, err
}

// make calls a function that returns a resource. It frees the writer.
func (e *Evaluator) make(ctx context.Context, function string, w *writer, borrowed, made *resource) error {
	if borrowed != nil {
		return borrowed.make(ctx, function, w, made)
	}
	defer w.free()
	if err := ctx.Err(); err != nil {
		return err
	}
	if !w.fits(e.memoryBytes()) {
		return &LimitError{Limit: "memory", Maximum: e.memoryBytes()}
	}
	taken, err := e.take()
	if err != nil {
		return err
	}
	h := newHome(e, taken)
	defer h.leave()
	_, err = h.make(function, w, made)
	return err
}

func (e *Evaluator) memoryBytes() uint64 {
	if e.options.MemoryBytes == 0 {
		return defaultMemoryBytes
	}
	return e.options.MemoryBytes
}

func (e *Evaluator) idleInstances() int {
	if e.options.IdleInstances == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return e.options.IdleInstances
}
