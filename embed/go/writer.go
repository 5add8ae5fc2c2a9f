package backuptarget

import (
	"math"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"
)

// Maximum size of a buffer that is used again.
const maxKeptBytes = 1 << 20

// writer writes the arguments of a call as JSON. encoding/json does not keep repeated keys, and is slower.
type writer struct {
	buffer []byte
}

var writers = sync.Pool{New: func() any { return new(writer) }}

func newWriter() *writer {
	return writers.Get().(*writer)
}

// free makes the buffer available for other calls.
func (w *writer) free() {
	if cap(w.buffer) > maxKeptBytes {
		return
	}
	w.buffer = w.buffer[:0]
	writers.Put(w)
}

// encoded returns the JSON of a value.
func encoded(value interface{ write(*writer) }) ([]byte, error) {
	var w writer
	value.write(&w)
	return w.buffer, nil
}

func (w *writer) raw(json string) {
	w.buffer = append(w.buffer, json...)
}

func (w *writer) bool(value bool) {
	w.buffer = strconv.AppendBool(w.buffer, value)
}

func (w *writer) uint32(value uint32) {
	w.buffer = strconv.AppendUint(w.buffer, uint64(value), 10)
}

// time writes whole seconds, rounded down: the runs after a time are those after its second.
func (w *writer) time(value time.Time) {
	w.buffer = strconv.AppendInt(w.buffer, value.Unix(), 10)
}

// handle writes the number of a resource, or null.
func (w *writer) handle(r *resource) {
	if r == nil {
		w.raw("null")
		return
	}
	w.buffer = strconv.AppendUint(w.buffer, r.number, 10)
}

// text writes a string. Each byte that is not valid UTF-8 becomes U+FFFD.
func (w *writer) text(value string) {
	w.buffer = appendQuoted(w.buffer, value, func(buffer []byte, _ byte) []byte {
		return append(buffer, string(utf8.RuneError)...)
	})
}

// bytes writes a string with all bytes. One that is not valid UTF-8 is an escape from \udc80 to \udcff.
func (w *writer) bytes(value []byte) {
	w.buffer = appendQuoted(w.buffer, value, func(buffer []byte, invalid byte) []byte {
		return append(buffer, '\\', 'u', 'd', 'c', digits[invalid>>4], digits[invalid&0xf])
	})
}

const digits = "0123456789abcdef"

// isPlain is whether a byte of ASCII is written as it is.
var isPlain = func() (plain [utf8.RuneSelf]bool) {
	for char := range plain {
		plain[char] = char >= ' ' && char != '"' && char != '\\'
	}
	return plain
}()

func appendQuoted[T string | []byte](buffer []byte, text T, appendInvalid func([]byte, byte) []byte) []byte {
	buffer = append(buffer, '"')
	start := 0
	for at := 0; at < len(text); {
		char := text[at]
		if char < utf8.RuneSelf {
			if isPlain[char] {
				at++
				continue
			}
			buffer = append(buffer, text[start:at]...)
			switch char {
			case '"', '\\':
				buffer = append(buffer, '\\', char)
			case '\n':
				buffer = append(buffer, '\\', 'n')
			default:
				buffer = append(buffer, '\\', 'u', '0', '0', digits[char>>4], digits[char&0xf])
			}
			at++
			start = at
			continue
		}
		// The conversion does not allocate.
		_, size := utf8.DecodeRuneInString(string(text[at:min(at+utf8.UTFMax, len(text))]))
		if size == 1 {
			buffer = appendInvalid(append(buffer, text[start:at]...), char)
			start = at + 1
		}
		at += size
	}
	return append(append(buffer, text[start:]...), '"')
}

// orderedMap writes an object.
func (w *writer) orderedMap(entries OrderedMap) {
	w.raw("{")
	for index, entry := range entries {
		if index > 0 {
			w.raw(",")
		}
		w.text(entry.Key)
		w.raw(":")
		w.text(entry.Value)
	}
	w.raw("}")
}

// optionalMap writes an object, or null for nil.
func (w *writer) optionalMap(entries OrderedMap) {
	if entries == nil {
		w.raw("null")
		return
	}
	w.orderedMap(entries)
}

func writeList[T any](list []T, w *writer, write func(*T, *writer)) {
	w.raw("[")
	for index := range list {
		if index > 0 {
			w.raw(",")
		}
		write(&list[index], w)
	}
	w.raw("]")
}

// writeOptionalList writes a list, or null for nil.
func writeOptionalList[T any](list []T, w *writer, write func(*T, *writer)) {
	if list == nil {
		w.raw("null")
		return
	}
	writeList(list, w, write)
}

func writeOption[T any](value *T, w *writer, write func(*T, *writer)) {
	if value == nil {
		w.raw("null")
		return
	}
	write(value, w)
}

func writeText(value *string, w *writer)    { w.text(*value) }
func writeBool(value *bool, w *writer)      { w.bool(*value) }
func writeTime(value *time.Time, w *writer) { w.time(*value) }

func writeWord[T ~string](value *T, w *writer) { w.text(string(*value)) }

// writeSource writes null for nil and for a nil pointer, which are refused.
func writeSource(source *Source, w *writer) {
	switch given := (*source).(type) {
	case nil:
		w.raw("null")
	case *Spec:
		writeSourceAt(given, w)
	case *Target:
		writeSourceAt(given, w)
	case *Backup:
		writeSourceAt(given, w)
	default:
		given.writeSource(w)
	}
}

func writeSourceAt[T Source](source *T, w *writer) {
	if source == nil {
		w.raw("null")
		return
	}
	(*source).writeSource(w)
}

// fits returns whether the module can address the arguments.
func (w *writer) fits(maximum uint64) bool {
	return uint64(len(w.buffer)) <= min(maximum, math.MaxInt32)
}
