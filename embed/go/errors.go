package backuptarget

import (
	"errors"
	"fmt"
)

// Diagnostics are problems and advice. As an error, they say why the input was refused.
type Diagnostics []Diagnostic

// Error returns the first error with its pointer and its help, and the number of other diagnostics.
func (d Diagnostics) Error() string {
	if len(d) == 0 {
		return "no diagnostics"
	}
	first := d[0]
	for _, diagnostic := range d {
		if diagnostic.Severity == SeverityError {
			first = diagnostic
			break
		}
	}
	text := first.String()
	if first.Pointer != "" {
		text += " (at " + first.Pointer + ")"
	}
	if first.Help != nil {
		text += "; " + *first.Help
	}
	if others := len(d) - 1; others > 0 {
		text += fmt.Sprintf(" (and %d more)", others)
	}
	return text
}

// String returns the diagnostic in one line: `error[ttl-not-a-duration]: ...`.
func (d Diagnostic) String() string {
	return fmt.Sprintf("%s[%s]: %s", d.Severity, d.Code, d.Message)
}

// ErrClosed is the error of a call on a resource or an evaluator that is closed.
var ErrClosed = errors.New("it is closed")

// ErrLost is the error of a call on a resource whose instance ended with a [*TrapError] or a [*LimitError].
var ErrLost = errors.New("the resource was lost when an earlier call failed: create it again")

// LimitError is the error of a call that exceeded a limit.
type LimitError struct {
	// The limit: `memory` or `stack`.
	Limit string

	// Maximum number of bytes. It is 0 if the runtime decides.
	Maximum uint64
}

func (e *LimitError) Error() string {
	if e.Maximum == 0 {
		return fmt.Sprintf("the call exceeds the limit of %s", e.Limit)
	}
	return fmt.Sprintf("the call exceeds the limit of %s: %d bytes", e.Limit, e.Maximum)
}

// TrapError is the error of a call in which the module trapped. This is a bug.
type TrapError struct {
	// What the runtime reported.
	Cause error
}

func (e *TrapError) Error() string {
	return fmt.Sprintf("the module trapped, which is a bug: %v", e.Cause)
}

// Unwrap returns the cause.
func (e *TrapError) Unwrap() error {
	return e.Cause
}

// ArgumentError is the error of a call with an argument that is not valid. Nothing was called.
type ArgumentError struct {
	// The cause, such as `unknown-value`. wit/json.md lists them.
	Code string

	// What is wrong: one line, lower case, no final period.
	Message string

	// What to write instead.
	Help string

	// RFC 6901 JSON pointer into the arguments: `/format`.
	Pointer string
}

func (e *ArgumentError) Error() string {
	return fmt.Sprintf("%s: %s; %s", e.Pointer, e.Message, e.Help)
}

func (e *ArgumentError) read(r *reader) {
	for key := r.open(); key != ""; key = r.next() {
		switch key {
		case "code":
			readText(&e.Code, r)
		case "message":
			readText(&e.Message, r)
		case "help":
			readText(&e.Help, r)
		case "pointer":
			readText(&e.Pointer, r)
		default:
			r.skip()
		}
	}
}

// callError converts what the module answers if a function was not called.
func callError(answer string) error {
	refused, err := valueOf(answer, nil, (*ArgumentError).read)
	switch {
	case err != nil:
		return err
	case refused.Code == "unknown-resource":
		// Another goroutine closed it.
		return ErrClosed
	}
	return &refused
}
