package backuptarget

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

var errNotJSON = errors.New("the text is not the expected JSON")

// reader reads JSON. Strings without escapes are parts of the text, and not copied.
//
// After an error, it is at the end of the text.
type reader struct {
	text   string
	at     int
	failed bool
}

func (r *reader) fail() {
	r.failed = true
	r.at = len(r.text)
}

// end returns an error if something was wrong, or if text is left.
func (r *reader) end() error {
	r.peek()
	if r.failed || r.at < len(r.text) {
		return errNotJSON
	}
	return nil
}

// peek returns the next byte after white space, or 0 at the end.
func (r *reader) peek() byte {
	for ; r.at < len(r.text); r.at++ {
		switch char := r.text[r.at]; char {
		case ' ', '\t', '\n', '\r':
		default:
			return char
		}
	}
	return 0
}

func (r *reader) expect(char byte) {
	if r.peek() != char {
		r.fail()
		return
	}
	r.at++
}

// word skips a word such as null, and returns whether it was there.
func (r *reader) word(word string) bool {
	if r.peek(); !strings.HasPrefix(r.text[r.at:], word) {
		return false
	}
	r.at += len(word)
	return true
}

// open starts an object, and returns its first key. It returns an empty key at the end of the object.
func (r *reader) open() string {
	r.expect('{')
	if r.peek() == '}' {
		r.at++
		return ""
	}
	return r.key()
}

// next returns the next key of an object.
func (r *reader) next() string {
	switch r.peek() {
	case ',':
		r.at++
		return r.key()
	case '}':
		r.at++
		return ""
	}
	r.fail()
	return ""
}

func (r *reader) key() string {
	key := r.string()
	r.expect(':')
	return key
}

func (r *reader) string() string {
	r.expect('"')
	start := r.at
	for ; r.at < len(r.text); r.at++ {
		switch char := r.text[r.at]; {
		case char == '"':
			r.at++
			return r.text[start : r.at-1]
		case char == '\\':
			return r.escaped(start)
		case char < ' ':
			r.fail()
			return ""
		}
	}
	r.fail()
	return ""
}

// escaped reads the rest of a string that has an escape. A lone surrogate becomes U+FFFD.
func (r *reader) escaped(start int) string {
	buffer := []byte(r.text[start:r.at])
	for r.at < len(r.text) {
		char := r.text[r.at]
		r.at++
		switch {
		case char == '"':
			return string(buffer)
		case char < ' ':
			r.fail()
		case char != '\\':
			buffer = append(buffer, char)
		default:
			buffer = utf8.AppendRune(buffer, r.escape())
		}
	}
	r.fail()
	return ""
}

func (r *reader) escape() rune {
	if r.at == len(r.text) {
		r.fail()
		return 0
	}
	char := r.text[r.at]
	r.at++
	switch char {
	case '"', '\\', '/':
		return rune(char)
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'u':
		unit := r.unit()
		if !utf16.IsSurrogate(unit) || !strings.HasPrefix(r.text[r.at:], `\u`) {
			return unit
		}
		r.at += 2
		if pair := utf16.DecodeRune(unit, r.unit()); pair != utf8.RuneError || r.failed {
			return pair
		}
		// The second unit is not of a pair, and is read again.
		r.at -= 6
		return utf8.RuneError
	}
	r.fail()
	return 0
}

// unit reads the four digits of an escape.
func (r *reader) unit() rune {
	if r.at+4 > len(r.text) {
		r.fail()
		return 0
	}
	unit, err := strconv.ParseUint(r.text[r.at:r.at+4], 16, 16)
	if err != nil {
		r.fail()
		return 0
	}
	r.at += 4
	return rune(unit)
}

// skip skips a value of any depth.
func (r *reader) skip() {
	for depth := 0; ; {
		switch char := r.peek(); char {
		case '{', '[':
			depth++
			r.at++
		case '}', ']':
			depth--
			r.at++
		case '"':
			r.string()
		case ',', ':':
			r.at++
			continue
		case 0:
			r.fail()
			return
		default:
			r.scalar()
		}
		if depth <= 0 {
			return
		}
	}
}

// scalar returns the text of a number or a word.
func (r *reader) scalar() string {
	r.peek()
	start := r.at
	for ; r.at < len(r.text); r.at++ {
		if char := r.text[r.at]; char <= ' ' || strings.IndexByte(`,:]}"[{`, char) >= 0 {
			break
		}
	}
	return r.text[start:r.at]
}

func readText(to *string, r *reader) {
	*to = r.string()
}

func readWord[T ~string](to *T, r *reader) {
	*to = T(r.string())
}

func readBool(to *bool, r *reader) {
	switch r.scalar() {
	case "true":
		*to = true
	case "false":
		*to = false
	default:
		r.fail()
	}
}

func readUint32(to *uint32, r *reader) {
	number, err := strconv.ParseUint(r.scalar(), 10, 32)
	if err != nil {
		r.fail()
	}
	*to = uint32(number)
}

func readInt64[T ~int64](to *T, r *reader) {
	number, err := strconv.ParseInt(r.scalar(), 10, 64)
	if err != nil {
		r.fail()
	}
	*to = T(number)
}

// readMap reads an object of strings, or null as nil.
func readMap(to *OrderedMap, r *reader) {
	if r.word("null") {
		*to = nil
		return
	}
	entries := OrderedMap{}
	r.expect('{')
	for r.more('}', len(entries)) {
		key := r.key()
		entries = append(entries, Entry{key, r.string()})
	}
	*to = entries
}

// more returns whether a list or an object has another item. It skips the comma, or the end.
func (r *reader) more(end byte, items int) bool {
	switch char := r.peek(); {
	case char == end:
		r.at++
		return false
	case items == 0 && char != 0:
		return true
	case char == ',':
		r.at++
		return true
	}
	r.fail()
	return false
}

// readList reads a list, or null as nil. An empty list is not nil.
func readList[S ~[]T, T any](to *S, r *reader, read func(*T, *reader)) {
	if r.word("null") {
		*to = nil
		return
	}
	list := S{}
	r.expect('[')
	for r.more(']', len(list)) {
		var item T
		list = append(list, item)
		read(&list[len(list)-1], r)
	}
	*to = list
}

// readOption reads a value, or null as nil.
func readOption[T any](to **T, r *reader, read func(*T, *reader)) {
	if r.word("null") {
		*to = nil
		return
	}
	*to = new(T)
	read(*to, r)
}

// readReasons reads a string with a byte for each reason.
func readReasons(to *[]Reason, r *reader) {
	text := r.string()
	list := make([]Reason, len(text))
	for index := range list {
		number := text[index]
		if int(number) >= len(reasons) {
			r.fail()
			return
		}
		list[index] = reasons[number]
	}
	*to = list
}

// readRefusal reads why an input was refused.
func readRefusal(r *reader) error {
	var refusal Diagnostics
	readList(&refusal, r, (*Diagnostic).read)
	return refusal
}

// valueOf reads the answer of a function that cannot refuse its input.
func valueOf[T any](answer string, err error, read func(*T, *reader)) (T, error) {
	var value T
	if err != nil {
		return value, err
	}
	r := reader{text: answer}
	read(&value, &r)
	return value, unexpected(r.end())
}

const (
	okStart    = `{"ok":`
	errorStart = `{"error":`
)

// resultOf reads the answer of a function that can refuse its input.
func resultOf[T any](
	answer string, err error, read func(*T, *reader), readError func(*reader) error,
) (T, error) {
	var value T
	if err != nil {
		return value, err
	}
	if strings.HasPrefix(answer, errorStart) {
		r := reader{text: answer, at: len(errorStart)}
		refusal := readError(&r)
		r.expect('}')
		if err := unexpected(r.end()); err != nil {
			return value, err
		}
		return value, refusal
	}
	r := reader{text: answer}
	if !r.word(okStart) {
		r.fail()
	}
	read(&value, &r)
	r.expect('}')
	return value, unexpected(r.end())
}

// refusalOf reads the answer of a function that returns nothing, or refuses its input.
func refusalOf(answer string, err error) error {
	_, err = resultOf(answer, err, func(_ *struct{}, r *reader) { r.skip() }, readRefusal)
	return err
}

// unexpected converts an error of the reader: answers are valid JSON.
func unexpected(err error) error {
	if err != nil {
		return &TrapError{Cause: err}
	}
	return nil
}
