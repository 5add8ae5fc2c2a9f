package backuptarget

import (
	"context"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// resource is a resource in an instance. The zero value is closed.
type resource struct {
	home    *home
	number  uint64
	closed  atomic.Bool
	cleanup runtime.Cleanup
}

// Close frees the resource. It waits for nothing: a call that runs ends first, and then frees it. It never fails, and a
// resource can be closed again. Resources that were created from it stay open.
func (r *resource) Close() error {
	if r.home != nil && r.closed.CompareAndSwap(false, true) {
		r.cleanup.Stop()
		r.home.drop(r.number)
	}
	return nil
}

// call calls a function that has the resource as an argument. It frees the writer.
func (r *resource) call(ctx context.Context, function string, w *writer) (string, error) {
	defer w.free()
	if err := r.enter(ctx, w); err != nil {
		return "", err
	}
	defer r.home.leave()
	// Until the end of the call, it must not be closed because nothing else has it.
	defer runtime.KeepAlive(r)
	return r.home.call(function, w)
}

// make calls a function that has the resource as an argument, and returns another one. It frees the writer.
func (r *resource) make(ctx context.Context, function string, w *writer, made *resource) error {
	defer w.free()
	if err := r.enter(ctx, w); err != nil {
		return err
	}
	defer r.home.leave()
	defer runtime.KeepAlive(r)
	_, err := r.home.make(function, w, made)
	return err
}

// exchange is make for a function that also closes the resource, unless the call is refused. It frees the writer.
func (r *resource) exchange(ctx context.Context, function string, w *writer, made *resource) error {
	defer w.free()
	if err := r.enter(ctx, w); err != nil {
		return err
	}
	defer r.home.leave()
	called, err := r.home.make(function, w, made)
	if called && r.closed.CompareAndSwap(false, true) {
		r.cleanup.Stop()
		r.home.forget()
	}
	return err
}

// enter waits for the turn of a call.
func (r *resource) enter(ctx context.Context, w *writer) error {
	if r == nil || r.home == nil {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if maximum := r.home.evaluator.memoryBytes(); !w.fits(maximum) {
		return &LimitError{Limit: "memory", Maximum: maximum}
	}
	if err := r.home.enter(ctx); err != nil {
		return err
	}
	var err error
	switch {
	case r.closed.Load() || r.home.evaluator.isClosed():
		err = ErrClosed
	case r.home.instance == nil:
		err = ErrLost
	default:
		return nil
	}
	r.home.leave()
	return err
}

// home is an instance with resources.
type home struct {
	evaluator *Evaluator
	// Has an item while a call runs. A channel, so that waiting ends with the context.
	turn chan struct{}
	// nil after a call failed, and when all resources are closed. Only the running call uses it.
	instance *instance

	mutex sync.Mutex
	// Number of open resources.
	open int
	// The numbers of resources to close before the next call.
	dropped []uint64
}

// newHome returns a home with a running call.
func newHome(e *Evaluator, taken *instance) *home {
	h := &home{evaluator: e, turn: make(chan struct{}, 1), instance: taken}
	h.turn <- struct{}{}
	return h
}

func (h *home) enter(ctx context.Context) error {
	select {
	case h.turn <- struct{}{}:
		return nil
	default:
	}
	select {
	case h.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// leave ends the turn. If no resource is open, the instance is returned.
func (h *home) leave() {
	for {
		if h.isUnused() && h.instance != nil {
			h.closeDropped()
			h.release()
		}
		isReleased := h.instance == nil
		<-h.turn
		// The last resource can be closed before the end of the turn, and after the check.
		if isReleased || !h.isUnused() {
			return
		}
		select {
		case h.turn <- struct{}{}:
		default:
			// Another call runs, and checks at its end.
			return
		}
	}
}

func (h *home) isUnused() bool {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return h.open == 0
}

// release returns the instance. It is the turn of a call.
func (h *home) release() {
	h.evaluator.give(h.instance)
	h.instance = nil
}

// closeDropped closes resources that are not used any more. It is the turn of a call.
func (h *home) closeDropped() {
	h.mutex.Lock()
	numbers := h.dropped
	h.dropped = nil
	h.mutex.Unlock()
	for _, number := range numbers {
		arguments := strconv.AppendUint([]byte(`{"self":`), number, 10)
		if _, err := h.instance.call("close", append(arguments, '}')); err != nil && h.instance.broken {
			return
		}
	}
}

// call calls a function. It is its turn.
func (h *home) call(function string, w *writer) (string, error) {
	h.closeDropped()
	if h.instance.broken {
		h.release()
		return "", ErrLost
	}
	answer, err := h.instance.call(function, w.buffer)
	if h.instance.broken {
		h.release()
	}
	return answer, err
}

// make calls a function that returns a resource, and returns whether it was called. It is its turn.
func (h *home) make(function string, w *writer, made *resource) (called bool, err error) {
	answer, err := h.call(function, w)
	if err != nil {
		return false, err
	}
	read := readInt64[int64]
	var number int64
	if strings.HasPrefix(answer, "{") {
		number, err = resultOf(answer, nil, read, readRefusal)
	} else {
		number, err = valueOf(answer, nil, read)
	}
	if err != nil {
		return true, err
	}
	h.mutex.Lock()
	h.open++
	h.mutex.Unlock()
	made.home, made.number = h, uint64(number)
	made.cleanup = runtime.AddCleanup(made, h.drop, made.number)
	return true, nil
}

// drop closes a resource before the next call.
func (h *home) drop(number uint64) {
	h.mutex.Lock()
	h.dropped = append(h.dropped, number)
	h.mutex.Unlock()
	h.forget()
}

// forget counts a resource that is closed. If it was the last one and no call runs, the instance is returned.
func (h *home) forget() {
	h.mutex.Lock()
	h.open--
	isLast := h.open == 0
	h.mutex.Unlock()
	if !isLast {
		return
	}
	select {
	case h.turn <- struct{}{}:
		h.leave()
	default:
	}
}
