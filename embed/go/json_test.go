package backuptarget

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestStringsAreReadAsByEncodingJSON(t *testing.T) {
	for _, text := range []string{
		`""`, `"a"`, `"\"\\\/\b\f\n\r\t"`, `"\u0000\u001f"`, `"ü€😀"`, `"\u00fc\u20AC\ud83d\ude00"`, `"\ud83d"`, `"\ude00a"`,
		`"\ud83d\ud83d\ude00"`, `"\ud83dA"`, `"\ud83dx"`, `"\udc80"`,
	} {
		var expected, got string
		if err := json.Unmarshal([]byte(text), &expected); err != nil {
			t.Fatal(err)
		}
		r := reader{text: text}
		readText(&got, &r)
		if err := r.end(); err != nil || got != expected {
			t.Errorf("%s: expected %q, got %q, %v", text, expected, got, err)
		}
	}
}

func TestStringsAreWrittenAsValidJSON(t *testing.T) {
	for given, expected := range map[string]string{
		"":                      "",
		"a\"\\\n\r\t\x00\x1f/":  "a\"\\\n\r\t\x00\x1f/",
		"ü€😀\u2028":             "ü€😀\u2028",
		"a\xffb":                "a\ufffdb",
		"\xff\xfe":              "\ufffd\ufffd",
		"\xed\xa0\x80":          "\ufffd\ufffd\ufffd",
		"\xe2\x82":              "\ufffd\ufffd",
		"\xf0\x9f\x98\x80\xf0":  "😀\ufffd",
		"a\ufffdb":              "a\ufffdb",
		strings.Repeat("ü", 99): strings.Repeat("ü", 99),
	} {
		var w writer
		w.text(given)
		var got string
		if err := json.Unmarshal(w.buffer, &got); err != nil || got != expected {
			t.Errorf("%q: expected %q, got %q, %v", given, expected, got, err)
		}
	}
}

func TestBytesThatAreNotUTF8AreEscaped(t *testing.T) {
	for given, expected := range map[string]string{
		"a\xffb":              `"a\udcffb"`,
		"\x80":                `"\udc80"`,
		"\xed\xb2\x80":        `"\udced\udcb2\udc80"`,
		"\xe2\x82":            `"\udce2\udc82"`,
		"ü\n":                 `"ü\n"`,
		"\xc3":                `"\udcc3"`,
		"{\"a\": \"\xfc\"}\r": `"{\"a\": \"\udcfc\"}\u000d"`,
	} {
		var w writer
		w.bytes([]byte(given))
		if got := string(w.buffer); got != expected {
			t.Errorf("%q: expected %s, got %s", given, expected, got)
		}
	}
}

func TestOptionalListsAreExactInJSON(t *testing.T) {
	for text, expected := range map[string]Spec{
		`{}`:                                   {},
		`{"include_namespaces":[]}`:            {IncludeNamespaces: []string{}},
		`{"label_selector":{}}`:                {LabelSelector: OrderedMap{}},
		`{"label_selector":{"b":"1","a":"2"}}`: {LabelSelector: OrderedMap{{"b", "1"}, {"a", "2"}}},
		`{"label_selector":{"a":"1","a":"2"}}`: {LabelSelector: OrderedMap{{"a", "1"}, {"a", "2"}}},
		`{"include_cluster_resources":false}`:  {IncludeClusterResources: Ptr(false)},
		`{"exclude_resources":["a"],"ttl":""}`: {ExcludeResources: []string{"a"}, TTL: Ptr("")},
	} {
		var read Spec
		if err := json.Unmarshal([]byte(text), &read); err != nil || !reflect.DeepEqual(read, expected) {
			t.Errorf("%s: got %+v, %v", text, read, err)
		}
		if written, err := json.Marshal(expected); err != nil || string(written) != text {
			t.Errorf("%s: got %s, %v", text, written, err)
		}
		// As the module gets it, and as it answers.
		encoded, _ := encoded(&expected)
		var back, own Spec
		r := reader{text: string(encoded)}
		own.read(&r)
		if err := json.Unmarshal(encoded, &back); err != nil || r.end() != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(back, expected) || !reflect.DeepEqual(own, expected) {
			t.Errorf("%s: got %+v and %+v", text, back, own)
		}
	}
	var null Spec
	text := `{"include_namespaces":null,"label_selector":null,"ttl":null}`
	if err := json.Unmarshal([]byte(text), &null); err != nil || !reflect.DeepEqual(null, Spec{}) {
		t.Errorf("got %+v, %v", null, err)
	}
}

func TestRequiredListsAreNeverNull(t *testing.T) {
	written, err := json.Marshal(Backup{Kind: BackupKindBackup})
	if err != nil || strings.Contains(string(written), `"hook_selectors":null`) {
		t.Errorf("got %s, %v", written, err)
	}
	var back Backup
	if err := json.Unmarshal(written, &back); err != nil {
		t.Fatal(err)
	}
	back.HookSelectors = nil
	if !reflect.DeepEqual(back, Backup{Kind: BackupKindBackup}) {
		t.Errorf("got %+v", back)
	}
}

func TestAMapWithOtherJSONIsAnError(t *testing.T) {
	for _, text := range []string{`[]`, `{"a":1}`, `"a"`, `{"a":null}`, `1`} {
		if err := json.Unmarshal([]byte(text), new(OrderedMap)); err == nil {
			t.Errorf("%s was read", text)
		}
	}
}

// answers are texts that the module could answer.
var answers = []string{
	`[{"code":"a","severity":"error","message":"b","help":null,"subject":4294967295,"pointer":"/a~1\u00fc","span":{"start":` +
		`{"utf8_offset":0,"utf16_offset":0,"line":1,"column":1},"end":{"utf8_offset":1,"utf16_offset":1,"line":1,"column":2}},` +
		`"fixes":[{"title":"c","edits":[],"certain":true,"effect":"d"}],"related":[],"unknown":{"a":[1,{"b":[]}],"c":"]"}}]`,
	`{"ok":{"spec":{"include_namespaces":null,"label_selector":{"a":"b"}},"left_out":[]}}`,
	`{"error":[]}`,
	`{"error":{"invalid":[]}}`,
	`{"error":"not-leader"}`,
	`"\u0000\u0001"`,
	`[1,"a"]`,
	`-1`,
	`null`,
}

func readAsEverything(answer string) {
	_, _ = valueOf(answer, nil, func(to *Diagnostics, r *reader) { readList(to, r, (*Diagnostic).read) })
	_, _ = valueOf(answer, nil, (*MergePlan).read)
	_, _ = valueOf(answer, nil, (*Location).read)
	_, _ = valueOf(answer, nil, readReasons)
	_, _ = valueOf(answer, nil, readBool)
	_, _ = valueOf(answer, nil, readInt64[UnixTime])
	_, _ = valueOf(answer, nil, readMap)
	_, _ = valueOf(answer, nil, func(_ *struct{}, r *reader) { r.skip() })
	_, _ = resultOf(answer, nil, (*ConvertedSpec).read, readPublishError)
	_ = refusalOf(answer, nil)
	_ = callError(answer)
}

func TestGarbageFromTheModuleIsAnError(t *testing.T) {
	for _, answer := range answers {
		for end := range answer {
			readAsEverything(answer[:end])
			for _, other := range "\"\\{}[]:,0\x00\xff" {
				readAsEverything(answer[:end] + string(other) + answer[end+1:])
			}
			if _, err := valueOf(answer[:end], nil, (*Diagnostic).read); err == nil {
				t.Errorf("%s was read", answer[:end])
			}
		}
	}
	readAsEverything(strings.Repeat("[", 1_000_000))
}

func FuzzAnswers(f *testing.F) {
	for _, answer := range answers {
		f.Add(answer)
	}
	f.Fuzz(func(_ *testing.T, answer string) { readAsEverything(answer) })
}
