package backuptarget

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// instance is a running module. One call at a time can use it.
type instance struct {
	module   api.Module
	memory   *linearMemory
	allocate api.Function
	callee   api.Function
	free     api.Function
	// The parameters and the result of a call.
	stack [4]uint64
	// Whether it cannot be called again.
	broken bool
}

func newInstance(runtime wazero.Runtime, compiled wazero.CompiledModule, limit uint64) (*instance, error) {
	memory := &linearMemory{limit: limit}
	ctx := experimental.WithMemoryAllocator(context.Background(), memory)
	// Without a name, there can be many.
	module, err := runtime.InstantiateModule(ctx, compiled, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, fmt.Errorf("cannot start the module: %w", err)
	}
	return &instance{
		module:   module,
		memory:   memory,
		allocate: module.ExportedFunction("allocate"),
		callee:   module.ExportedFunction("call"),
		free:     module.ExportedFunction("free"),
	}, nil
}

// hasGrown returns whether it is not worth keeping: memory never shrinks.
func (i *instance) hasGrown() bool {
	return len(i.memory.buffer) > maxIdleBytes
}

func (i *instance) close() {
	// It has no files, so that closing cannot fail.
	_ = i.module.Close(context.Background())
}

// call calls a function of the contract, and returns its answer. After an error that is not an [*ArgumentError] or
// [ErrClosed], the instance is broken.
func (i *instance) call(function string, arguments []byte) (string, error) {
	isError, answer, err := i.string(function, arguments)
	if err != nil {
		i.broken = true
		return "", i.failure(err)
	}
	if isError {
		return "", callError(answer)
	}
	return answer, nil
}

var errAddress = errors.New("an address is out of bounds")

// string calls the string call.
func (i *instance) string(function string, arguments []byte) (isError bool, answer string, err error) {
	name, err := i.put(len(function), func(to []byte) { copy(to, function) })
	if err != nil {
		return false, "", err
	}
	given, err := i.put(len(arguments), func(to []byte) { copy(to, arguments) })
	if err != nil {
		return false, "", err
	}
	i.stack = [...]uint64{name, uint64(len(function)), given, uint64(len(arguments))}
	if err := i.invoke(i.callee); err != nil {
		return false, "", err
	}
	result := i.stack[0]
	memory := i.module.Memory()
	flag, hasFlag := memory.ReadByte(uint32(result))
	address, hasAddress := memory.ReadUint32Le(uint32(result) + 4)
	size, hasSize := memory.ReadUint32Le(uint32(result) + 8)
	bytes, hasBytes := memory.Read(address, size)
	if !hasFlag || !hasAddress || !hasSize || !hasBytes {
		return false, "", errAddress
	}
	answer = string(bytes)
	i.stack[0] = result
	return flag == 1, answer, i.invoke(i.free)
}

// put allocates memory for an argument, and fills it.
func (i *instance) put(size int, fill func([]byte)) (uint64, error) {
	i.stack[0] = uint64(size)
	if err := i.invoke(i.allocate); err != nil {
		return 0, err
	}
	to, ok := i.module.Memory().Read(uint32(i.stack[0]), uint32(size))
	if !ok {
		return 0, errAddress
	}
	fill(to)
	return i.stack[0], nil
}

func (i *instance) invoke(function api.Function) error {
	// The caller's context has no effect on a running call.
	return function.CallWithStack(context.Background(), i.stack[:])
}

func (i *instance) failure(err error) error {
	switch {
	case i.memory.exceeded:
		return &LimitError{Limit: "memory", Maximum: i.memory.limit}
	case strings.Contains(err.Error(), "stack overflow"):
		return &LimitError{Limit: "stack"}
	}
	return &TrapError{Cause: err}
}
