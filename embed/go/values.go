package backuptarget

import (
	"bytes"
	"iter"
	"maps"
	"slices"
	"time"
)

// Ptr returns a pointer to a copy of a value, for optional fields.
func Ptr[T any](value T) *T {
	return &value
}

// UnixTime is a time in seconds since 1970, in UTC.
type UnixTime int64

// Time returns it as a [time.Time] in UTC.
func (t UnixTime) Time() time.Time {
	return time.Unix(int64(t), 0).UTC()
}

// String returns it as in RFC 3339.
func (t UnixTime) String() string {
	return t.Time().Format(time.RFC3339)
}

// Location is a value in a document.
type Location struct {
	// The index of the subject.
	Subject uint32

	// RFC 6901 JSON pointer into the subject.
	Pointer string
}

// read reads a list with both.
func (l *Location) read(r *reader) {
	r.expect('[')
	readUint32(&l.Subject, r)
	r.expect(',')
	readText(&l.Pointer, r)
	r.expect(']')
}

// Entry is a key of an [OrderedMap] with its value.
type Entry struct {
	Key   string
	Value string
}

// OrderedMap is an object of strings in JSON: a databag, or labels. It keeps the order of its keys, and repeated keys.
type OrderedMap []Entry

// Ordered returns the entries of a map by key. It returns nil for a map that is nil.
func Ordered(entries map[string]string) OrderedMap {
	if entries == nil {
		return nil
	}
	ordered := make(OrderedMap, 0, len(entries))
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		ordered = append(ordered, Entry{key, entries[key]})
	}
	return ordered
}

// Get returns the last value of a key, and whether there is one.
func (m OrderedMap) Get(key string) (string, bool) {
	for _, entry := range slices.Backward(m) {
		if entry.Key == key {
			return entry.Value, true
		}
	}
	return "", false
}

// All iterates over the keys and their values.
func (m OrderedMap) All() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, entry := range m {
			if !yield(entry.Key, entry.Value) {
				return
			}
		}
	}
}

// Map returns the last value of each key. It returns nil for nil.
func (m OrderedMap) Map() map[string]string {
	if m == nil {
		return nil
	}
	return maps.Collect(m.All())
}

// MarshalJSON returns an object with the entries in their order, or null for nil.
func (m OrderedMap) MarshalJSON() ([]byte, error) {
	var w writer
	w.optionalMap(m)
	return w.buffer, nil
}

// UnmarshalJSON reads an object of strings, or null as nil. It keeps the order and repeated keys.
func (m *OrderedMap) UnmarshalJSON(data []byte) error {
	r := reader{text: string(bytes.TrimSpace(data))}
	readMap(m, &r)
	return r.end()
}

// HasErrors returns whether a diagnostic is an error.
func (d Diagnostics) HasErrors() bool {
	return slices.ContainsFunc(d, func(diagnostic Diagnostic) bool { return diagnostic.Severity == SeverityError })
}
