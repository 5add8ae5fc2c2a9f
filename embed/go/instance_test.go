package backuptarget

import (
	"context"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// faultyModule has the exports of the evaluator. It chooses what to do by the length of the name of the function:
// requirer.targets.new returns a resource, requirer.targets.entries recurses without end, requirer.targets.diagnostics
// returns an address that is out of bounds, close works, and everything else traps.
//
//	(module
//	  (memory (export "memory") 1)
//	  (data (i32.const 16) "7null")
//	  (func $recurse (param i32) (result i32)
//	    (i32.add (call $recurse (i32.add (local.get 0) (i32.const 1))) (i32.const 1)))
//	  (func $answer (param $address i32) (param $size i32) (result i32)
//	    (i32.store (i32.const 4) (local.get $address))
//	    (i32.store (i32.const 8) (local.get $size))
//	    (i32.const 0))
//	  (func (export "allocate") (param i32) (result i32) (i32.const 1024))
//	  (func (export "free") (param i32))
//	  (func (export "call") (param i32) (param $name i32) (param i32) (param i32) (result i32)
//	    (if (i32.eq (local.get $name) (i32.const 20)) (then (return (call $answer (i32.const 16) (i32.const 1)))))
//	    (if (i32.eq (local.get $name) (i32.const 5)) (then (return (call $answer (i32.const 17) (i32.const 4)))))
//	    (if (i32.eq (local.get $name) (i32.const 24)) (then (drop (call $recurse (i32.const 0)))))
//	    (if (i32.eq (local.get $name) (i32.const 28)) (then (return (call $answer (i32.const -2) (i32.const 10)))))
//	    (unreachable)))
const faultyModule = "0061736d0100000001180460017f017f60027f7f017f60017f0060047f7f7f7f017f03060500010002030503010001072304" +
	"066d656d6f7279020008616c6c6f636174650002046672656500030463616c6c00040a68050c00200041016a100041016a0b" +
	"1200410420003602004108200136020041000b05004180080b02000b3d00200141144604404110410110010f0b2001410546" +
	"04404111410410010f0b20014118460440410010001a0b2001411c460440417e410a10010f0b000b0b0b010041100b05376e" +
	"756c6c0035046e616d650112020007726563757273650106616e73776572021a020102000761646472657373010473697a65" +
	"040101046e616d65"

func faulty(t *testing.T, options Options) *Evaluator {
	t.Helper()
	module, err := hex.DecodeString(faultyModule)
	if err != nil {
		t.Fatal(err)
	}
	e := &Evaluator{options: options, module: module}
	if err := e.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

func (e *Evaluator) counts() (idle, all int) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return len(e.idle), e.instances
}

func TestATrapIsAnErrorAndTheResourcesAreLost(t *testing.T) {
	ctx := context.Background()
	limit := func(err error) bool { return errors.As(err, new(*LimitError)) }
	trap := func(err error) bool { return errors.As(err, new(*TrapError)) }
	calls := map[string]struct {
		call      func(*Targets) error
		isOfError func(error) bool
	}{
		"a trap":                   {func(t *Targets) error { _, err := t.IsReady(ctx); return err }, trap},
		"recursion without end":    {func(t *Targets) error { _, err := t.Entries(ctx); return err }, limit},
		"an address out of bounds": {func(t *Targets) error { _, err := t.Diagnostics(ctx); return err }, trap},
	}
	for name, each := range calls {
		t.Run(name, func(t *testing.T) {
			e := faulty(t, Options{NoCache: true})
			targets, err := e.ReadTargets(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := each.call(targets); !each.isOfError(err) {
				t.Fatalf("got %v", err)
			}
			if _, err := targets.IsReady(ctx); err != ErrLost {
				t.Errorf("the resource is not lost: %v", err)
			}
			if err := targets.Close(); err != nil {
				t.Error(err)
			}
			if _, err := targets.IsReady(ctx); err != ErrClosed {
				t.Errorf("the resource is not closed: %v", err)
			}
			again, err := e.ReadTargets(ctx, nil)
			if err != nil {
				t.Errorf("the next call does not work: %v", err)
			}
			_ = again.Close()
			if idle, all := e.counts(); idle != 1 || all != 1 {
				t.Errorf("%d idle of %d instances", idle, all)
			}
		})
	}
}

func TestACallWithoutResourcesThatTrapsIsAnError(t *testing.T) {
	e := faulty(t, Options{NoCache: true})
	_, err := e.Rules(context.Background())
	trap := new(*TrapError)
	if !errors.As(err, trap) || !strings.Contains((*trap).Cause.Error(), "unreachable") {
		t.Errorf("got %v", err)
	}
	if _, all := e.counts(); all != 0 {
		t.Errorf("%d instances are left", all)
	}
}

func TestManyGoroutinesCanStartAnEvaluator(t *testing.T) {
	module, err := hex.DecodeString(faultyModule)
	if err != nil {
		t.Fatal(err)
	}
	e := &Evaluator{options: Options{NoCache: true}, module: module}
	defer e.Close()
	var group sync.WaitGroup
	for range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			targets, err := e.ReadTargets(context.Background(), nil)
			if err != nil {
				t.Error(err)
				return
			}
			_ = targets.Close()
		}()
	}
	group.Wait()
}

func TestAResourceThatIsNotReachableIsClosed(t *testing.T) {
	e := faulty(t, Options{NoCache: true, IdleInstances: 100})
	for range 20 {
		if _, err := e.ReadTargets(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
	}
	for idle, all := e.counts(); idle != all; idle, all = e.counts() {
		runtime.GC()
	}
}

func TestAnInstanceIsReturnedWhenItsLastResourceIsClosed(t *testing.T) {
	e := faulty(t, Options{NoCache: true})
	targets, err := e.ReadTargets(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if idle, all := e.counts(); idle != 0 || all != 1 {
		t.Errorf("%d idle of %d instances", idle, all)
	}
	// During a call.
	targets.home.turn <- struct{}{}
	_ = targets.Close()
	if idle, _ := e.counts(); idle != 0 {
		t.Error("an instance with a call is idle")
	}
	targets.home.leave()
	if idle, all := e.counts(); idle != 1 || all != 1 {
		t.Errorf("%d idle of %d instances", idle, all)
	}
}

func TestIdleInstancesAreLimited(t *testing.T) {
	e := faulty(t, Options{NoCache: true, IdleInstances: 2})
	var open []*Targets
	for range 5 {
		targets, err := e.ReadTargets(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, targets)
	}
	for _, each := range open {
		_ = each.Close()
	}
	if idle, all := e.counts(); idle != 2 || all != 2 {
		t.Errorf("%d idle of %d instances", idle, all)
	}
}

func TestAnInstanceThatHasGrownIsDropped(t *testing.T) {
	e := faulty(t, Options{NoCache: true})
	targets, err := e.ReadTargets(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := targets.home.instance.module.Memory().Grow(maxIdleBytes >> 16); !ok {
		t.Fatal("the memory did not grow")
	}
	_ = targets.Close()
	if _, all := e.counts(); all != 0 {
		t.Errorf("%d instances are left", all)
	}
}

func TestACallWaitsForItsTurnUntilTheContextEnds(t *testing.T) {
	e := faulty(t, Options{NoCache: true})
	targets, err := e.ReadTargets(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	targets.home.turn <- struct{}{}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() {
		_, err := targets.IsReady(ctx)
		done <- err
	}()
	cancel()
	if err := <-done; err != context.Canceled {
		t.Errorf("got %v", err)
	}
	targets.home.leave()
}

func TestAClosedEvaluatorRefusesCalls(t *testing.T) {
	ctx := context.Background()
	e := faulty(t, Options{NoCache: true})
	targets, err := e.ReadTargets(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := targets.IsReady(ctx); err != ErrClosed {
		t.Errorf("got %v", err)
	}
	if _, err := e.Rules(ctx); err != ErrClosed {
		t.Errorf("got %v", err)
	}
	if e.runtime == nil {
		t.Error("the code was freed before its last instance")
	}
	_ = targets.Close()
	if e.runtime != nil {
		t.Error("the code was not freed")
	}
}

// cached returns the files of the compiled module.
func cached(t *testing.T, folder string) []string {
	files, err := filepath.Glob(filepath.Join(folder, "wazero-*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestTheCompiledModuleIsKeptInTheFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new")
	faulty(t, Options{CacheFolder: folder})
	if files := cached(t, folder); len(files) != 1 {
		t.Errorf("got %v", files)
	}
	faulty(t, Options{CacheFolder: folder})
}

func TestADamagedCacheIsNotUsed(t *testing.T) {
	folder := t.TempDir()
	faulty(t, Options{CacheFolder: folder})
	for _, file := range cached(t, folder) {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, content[:len(content)/2], 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e := faulty(t, Options{CacheFolder: folder})
	if _, err := e.ReadTargets(context.Background(), nil); err != nil {
		t.Error(err)
	}
}

func TestAFolderThatCannotBeUsedIsNotNeeded(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	faulty(t, Options{CacheFolder: file})
	faulty(t, Options{CacheFolder: filepath.Join(file, "below")})
}

func TestAFolderOfOtherUsersIsNotUsed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("folders have no permissions")
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	faulty(t, Options{CacheFolder: folder})
	if files := cached(t, folder); len(files) != 0 {
		t.Errorf("got %v", files)
	}
}

func TestTheDefaultFolderIsInTheUsersCache(t *testing.T) {
	caches := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", caches)
	t.Setenv("HOME", caches)
	t.Setenv("LocalAppData", caches)
	folder, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	faulty(t, Options{NoCache: true})
	if files := cached(t, filepath.Join(folder, "k8s-backup-target")); len(files) != 0 {
		t.Errorf("got %v", files)
	}
	faulty(t, Options{})
	if files := cached(t, filepath.Join(folder, "k8s-backup-target")); len(files) != 1 {
		t.Errorf("got %v", files)
	}
}

func TestALimitBelowTheNeedOfTheModuleIsAnError(t *testing.T) {
	if _, err := New(context.Background(), Options{MemoryBytes: 1 << 16}); err == nil {
		t.Error("an evaluator started")
	}
}
