package backuptarget

import "github.com/tetratelabs/wazero/experimental"

// linearMemory is the memory of an instance. It grows up to a limit, and knows if the limit was exceeded.
type linearMemory struct {
	buffer   []byte
	limit    uint64
	exceeded bool
}

// Allocate implements experimental.MemoryAllocator. A module has one memory.
func (m *linearMemory) Allocate(uint64, uint64) experimental.LinearMemory {
	return m
}

// Reallocate implements experimental.LinearMemory.
func (m *linearMemory) Reallocate(size uint64) []byte {
	if size > m.limit {
		m.exceeded = true
		return nil
	}
	if size > uint64(cap(m.buffer)) {
		capacity := size
		if m.buffer != nil {
			// It will probably grow again, and each growth copies it.
			capacity = max(size, min(2*uint64(cap(m.buffer)), m.limit))
		}
		grown := make([]byte, size, capacity)
		copy(grown, m.buffer)
		m.buffer = grown
	}
	m.buffer = m.buffer[:size]
	return m.buffer
}

// Free implements experimental.LinearMemory.
func (m *linearMemory) Free() {
	m.buffer = nil
}
