// Code generated from wit/ by `cargo xtask bindings`; DO NOT EDIT.

package backuptarget

import (
	"context"
	"iter"
)

// Cluster contains the kinds that a cluster serves, and its release of Velero. It finds a kind by a name as Velero
// does.
type Cluster struct {
	resource
}

func (c *Cluster) handle() *resource {
	if c == nil {
		return nil
	}
	return &c.resource
}

// Diagnostics returns the warnings about the version: it is known to differ from the release that it is treated as.
func (c *Cluster) Diagnostics(ctx context.Context) (Diagnostics, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(c.handle())
	w.raw(`}`)
	answer, err := c.handle().call(ctx, "cluster.cluster.diagnostics", w)
	return valueOf(answer, err, func(to *Diagnostics, r *reader) { readList(to, r, (*Diagnostic).read) })
}

// APIResources returns the built-in kinds and the given ones, by group, in the order in which Velero prefers them.
func (c *Cluster) APIResources(ctx context.Context) ([]APIResource, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(c.handle())
	w.raw(`}`)
	answer, err := c.handle().call(ctx, "cluster.cluster.api-resources", w)
	return valueOf(answer, err, func(to *[]APIResource, r *reader) { readList(to, r, (*APIResource).read) })
}

// Resolve returns the kind that Velero finds for a name in a list of resources. The name is a plural, a singular, a
// kind or a short name. The group, or the start of the group, can follow. Returns nil if Velero finds no kind, or does
// not see the kind.
func (c *Cluster) Resolve(ctx context.Context, name string) (*APIResource, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(c.handle())
	w.raw(`,"name":`)
	w.text(name)
	w.raw(`}`)
	answer, err := c.handle().call(ctx, "cluster.cluster.resolve", w)
	return valueOf(answer, err, func(to **APIResource, r *reader) { readOption(to, r, (*APIResource).read) })
}

// NewInventoryReader returns an [InventoryReader]. The cluster's kinds give the resource name of each object, and
// whether it has a namespace. The CustomResourceDefinitions in the inventory add kinds. Their position does not
// matter.
func (c *Cluster) NewInventoryReader(ctx context.Context) (*InventoryReader, error) {
	w := newWriter()
	w.raw(`{"cluster":`)
	w.handle(c.handle())
	w.raw(`}`)
	made := new(InventoryReader)
	if err := c.handle().make(ctx, "selection.inventory-reader.new", w, &made.resource); err != nil {
		return nil, err
	}
	return made, nil
}

// Document is a text that was read and checked. Each YAML document is a subject.
type Document struct {
	resource
}

func (d *Document) handle() *resource {
	if d == nil {
		return nil
	}
	return &d.resource
}

// Diagnostics returns all diagnostics, in the order of the text. They are the same on every host.
func (d *Document) Diagnostics(ctx context.Context) (Diagnostics, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(d.handle())
	w.raw(`}`)
	answer, err := d.handle().call(ctx, "validation.document.diagnostics", w)
	return valueOf(answer, err, func(to *Diagnostics, r *reader) { readList(to, r, (*Diagnostic).read) })
}

// Specs returns the specs that could be read, in the order of the text. The specs of targets are included.
func (d *Document) Specs(ctx context.Context) ([]Spec, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(d.handle())
	w.raw(`}`)
	answer, err := d.handle().call(ctx, "validation.document.specs", w)
	return valueOf(answer, err, func(to *[]Spec, r *reader) { readList(to, r, (*Spec).read) })
}

// Targets returns the targets that could be read, in the order of the text.
func (d *Document) Targets(ctx context.Context) ([]Target, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(d.handle())
	w.raw(`}`)
	answer, err := d.handle().call(ctx, "validation.document.targets", w)
	return valueOf(answer, err, func(to *[]Target, r *reader) { readList(to, r, (*Target).read) })
}

// Backups returns the Backups and Schedules that could be read, in the order of the text. Those of Helm values that
// are disabled are left out.
func (d *Document) Backups(ctx context.Context) ([]Backup, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(d.handle())
	w.raw(`}`)
	answer, err := d.handle().call(ctx, "validation.document.backups", w)
	return valueOf(answer, err, func(to *[]Backup, r *reader) { readList(to, r, (*Backup).read) })
}

// BackupAsSpec returns the spec that saves the same as one of these, by its index. The errors name the fields that a
// spec does not have, or say that there is no such index.
func (d *Document) BackupAsSpec(ctx context.Context, index uint32) (ConvertedSpec, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(d.handle())
	w.raw(`,"index":`)
	w.uint32(index)
	w.raw(`}`)
	answer, err := d.handle().call(ctx, "validation.document.backup-as-spec", w)
	return resultOf(answer, err, (*ConvertedSpec).read, readRefusal)
}

// Policies returns the ConfigMaps with a resource policy. A policy without its ConfigMap has no name.
func (d *Document) Policies(ctx context.Context) ([]PolicyMap, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(d.handle())
	w.raw(`}`)
	answer, err := d.handle().call(ctx, "validation.document.policies", w)
	return valueOf(answer, err, func(to *[]PolicyMap, r *reader) { readList(to, r, (*PolicyMap).read) })
}

// Skipped returns the number of Kubernetes objects of other kinds, which are skipped.
func (d *Document) Skipped(ctx context.Context) (uint32, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(d.handle())
	w.raw(`}`)
	answer, err := d.handle().call(ctx, "validation.document.skipped", w)
	return valueOf(answer, err, readUint32)
}

// Locate returns the span of the value at an RFC 6901 JSON pointer into a subject, or nil if there is no such value.
func (d *Document) Locate(ctx context.Context, subject uint32, pointer string) (*Span, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(d.handle())
	w.raw(`,"subject":`)
	w.uint32(subject)
	w.raw(`,"pointer":`)
	w.text(pointer)
	w.raw(`}`)
	answer, err := d.handle().call(ctx, "validation.document.locate", w)
	return valueOf(answer, err, func(to **Span, r *reader) { readOption(to, r, (*Span).read) })
}

// Edit returns the edits that write a value at an RFC 6901 JSON pointer into a subject.
//
// The value is JSON. If it is nil, the edits remove the value with its key or its list entry. If a key or a list entry
// is missing, the edits add it, and the objects around it. `-`, or the length of a list, is a new entry at its end.
// Comments, order and layout around the value stay.
//
// The document does not change: create another one from the edited text. The error says why there is no edit: the
// value is not JSON, the pointer does not match, the document cannot be read, or the edit would change another value
// too.
func (d *Document) Edit(ctx context.Context, subject uint32, pointer string, value *string) ([]Edit, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(d.handle())
	w.raw(`,"subject":`)
	w.uint32(subject)
	w.raw(`,"pointer":`)
	w.text(pointer)
	w.raw(`,"value":`)
	writeOption(value, w, writeText)
	w.raw(`}`)
	answer, err := d.handle().call(ctx, "validation.document.edit", w)
	return resultOf(answer, err, func(to *[]Edit, r *reader) { readList(to, r, (*Edit).read) }, readRefusal)
}

// PointerAt returns the subject and the JSON pointer of the value at an offset. For an offset in a key, it is the
// value of the key. Between values, it is the list or the object around the offset. If the document cannot be read,
// only the part before the error counts. Returns nil after the end of the text.
func (d *Document) PointerAt(ctx context.Context, utf16Offset uint32) (*Location, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(d.handle())
	w.raw(`,"utf16_offset":`)
	w.uint32(utf16Offset)
	w.raw(`}`)
	answer, err := d.handle().call(ctx, "validation.document.pointer-at", w)
	return valueOf(answer, err, func(to **Location, r *reader) { readOption(to, r, (*Location).read) })
}

// Targets contains the targets of a list of relations.
type Targets struct {
	resource
}

func (t *Targets) handle() *resource {
	if t == nil {
		return nil
	}
	return &t.resource
}

// IsReady returns whether a relation has a target. A lookup can still find nothing.
func (t *Targets) IsReady(ctx context.Context) (bool, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(t.handle())
	w.raw(`}`)
	answer, err := t.handle().call(ctx, "requirer.targets.is-ready", w)
	return valueOf(answer, err, readBool)
}

// GetBackupSpec returns the spec of the first target with these names, in the order of Entries. The names must be
// equal. An empty name is compared too.
func (t *Targets) GetBackupSpec(ctx context.Context, appName string, endpoint string, model string) (*Spec, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(t.handle())
	w.raw(`,"app_name":`)
	w.text(appName)
	w.raw(`,"endpoint":`)
	w.text(endpoint)
	w.raw(`,"model":`)
	w.text(model)
	w.raw(`}`)
	answer, err := t.handle().call(ctx, "requirer.targets.get-backup-spec", w)
	return valueOf(answer, err, func(to **Spec, r *reader) { readOption(to, r, (*Spec).read) })
}

// Entries returns all targets, in the order of the relations and of their entries.
func (t *Targets) Entries(ctx context.Context) ([]LocatedTarget, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(t.handle())
	w.raw(`}`)
	answer, err := t.handle().call(ctx, "requirer.targets.entries", w)
	return valueOf(answer, err, func(to *[]LocatedTarget, r *reader) { readList(to, r, (*LocatedTarget).read) })
}

// Diagnostics returns what the reference ignores without a message: databags that cannot be read, repeated targets,
// converted values and ignored fields. The subject is the index of the relation. The pointer is a path in its databag,
// and continues inside the JSON of `backup_targets`: `/backup_targets/0/spec/ttl`.
func (t *Targets) Diagnostics(ctx context.Context) (Diagnostics, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(t.handle())
	w.raw(`}`)
	answer, err := t.handle().call(ctx, "requirer.targets.diagnostics", w)
	return valueOf(answer, err, func(to *Diagnostics, r *reader) { readList(to, r, (*Diagnostic).read) })
}

// InventoryReader reads a cluster's objects, in chunks of any size.
//
// A chunk can end anywhere. The format is the output of `kubectl get -A -o json` (a List), several of these one after
// the other or in a List, or one object in each line.
//
// It needs about 100 bytes of memory for each object, and the size of the longest object. The maximum size of an
// object is 8 MiB.
type InventoryReader struct {
	resource
}

func (i *InventoryReader) handle() *resource {
	if i == nil {
		return nil
	}
	return &i.resource
}

// Push reads the next chunk. The errors say why reading cannot continue: the text is not JSON, or it has more than a
// million objects.
func (i *InventoryReader) Push(ctx context.Context, chunk []byte) error {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(i.handle())
	w.raw(`,"chunk":`)
	w.bytes(chunk)
	w.raw(`}`)
	answer, err := i.handle().call(ctx, "selection.inventory-reader.push", w)
	return refusalOf(answer, err)
}

// Finish returns the objects that were read. The errors say why there is no inventory. An object that is repeated, or
// that is listed under two groups of its kind, as events are, counts once.
func (i *InventoryReader) Finish(ctx context.Context) (*Inventory, error) {
	w := newWriter()
	w.raw(`{"reader":`)
	w.handle(i.handle())
	w.raw(`}`)
	made := new(Inventory)
	if err := i.handle().exchange(ctx, "selection.inventory-reader.finish", w, &made.resource); err != nil {
		return nil, err
	}
	return made, nil
}

// Inventory contains the objects of a cluster. Each object has an index, from 0, in the order of reading. The
// namespaces that exist are the Namespace objects. If there are none, they are the namespaces of the other objects.
type Inventory struct {
	resource
}

func (i *Inventory) handle() *resource {
	if i == nil {
		return nil
	}
	return &i.resource
}

// Diagnostics returns what could not be read, and objects whose kind or namespace is not clear. The subject is the
// index of the document in the text, from 0. The pointer is a path in the document: `/items/17/metadata/name`.
func (i *Inventory) Diagnostics(ctx context.Context) (Diagnostics, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(i.handle())
	w.raw(`}`)
	answer, err := i.handle().call(ctx, "selection.inventory.diagnostics", w)
	return valueOf(answer, err, func(to *Diagnostics, r *reader) { readList(to, r, (*Diagnostic).read) })
}

// Len returns the number of objects.
func (i *Inventory) Len(ctx context.Context) (uint32, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(i.handle())
	w.raw(`}`)
	answer, err := i.handle().call(ctx, "selection.inventory.len", w)
	return valueOf(answer, err, readUint32)
}

// Objects returns at most limit objects, from the index offset.
func (i *Inventory) Objects(ctx context.Context, offset uint32, limit uint32) ([]ObjectRef, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(i.handle())
	w.raw(`,"offset":`)
	w.uint32(offset)
	w.raw(`,"limit":`)
	w.uint32(limit)
	w.raw(`}`)
	answer, err := i.handle().call(ctx, "selection.inventory.objects", w)
	return valueOf(answer, err, func(to *[]ObjectRef, r *reader) { readList(to, r, (*ObjectRef).read) })
}

// AllObjects iterates over everything that Objects returns, page by page. It ends after an error.
func (i *Inventory) AllObjects(ctx context.Context) iter.Seq2[ObjectRef, error] {
	return pages(ctx, i.Objects)
}

// Schedules returns the JSON of each Schedule of Velero among the objects, by namespace and name. It is the text of a
// Document.
func (i *Inventory) Schedules(ctx context.Context) ([]string, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(i.handle())
	w.raw(`}`)
	answer, err := i.handle().call(ctx, "selection.inventory.schedules", w)
	return valueOf(answer, err, func(to *[]string, r *reader) { readList(to, r, readText) })
}

// Settings returns what Velero's objects say about its server: its Deployment, node agents and locations.
func (i *Inventory) Settings(ctx context.Context) (ServerSettings, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(i.handle())
	w.raw(`}`)
	answer, err := i.handle().call(ctx, "selection.inventory.settings", w)
	return valueOf(answer, err, (*ServerSettings).read)
}

// MatchingNamespaces returns the names of the existing namespaces that an entry of a list of namespaces means: the
// entry itself or, for a pattern, the namespaces that it matches in Velero. The errors say why Velero refuses the
// entry, or cannot match it.
func (i *Inventory) MatchingNamespaces(ctx context.Context, pattern string) ([]string, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(i.handle())
	w.raw(`,"pattern":`)
	w.text(pattern)
	w.raw(`}`)
	answer, err := i.handle().call(ctx, "selection.inventory.matching-namespaces", w)
	return resultOf(answer, err, func(to *[]string, r *reader) { readList(to, r, readText) }, readRefusal)
}

// NewEvaluation returns an [Evaluation].
//
// It does not evaluate any objects yet: call Step. A label selector without labels is ignored, as in the operator.
// Settings that are nil are those that the inventory shows, or the defaults of Velero's server.
//
// Options: [WithSettings].
func (i *Inventory) NewEvaluation(ctx context.Context, source Source, opts ...EvaluateOption) (*Evaluation, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"inventory":`)
	w.handle(i.handle())
	w.raw(`,"source":`)
	writeSource(&source, w)
	w.raw(`,"settings":`)
	writeOption(o.settings, w, (*ServerSettings).write)
	w.raw(`}`)
	made := new(Evaluation)
	if err := i.handle().make(ctx, "selection.evaluation.new", w, &made.resource); err != nil {
		return nil, err
	}
	return made, nil
}

// NewCoverage returns a [Coverage].
//
// It does not evaluate any objects yet: call Step. The targets can be specs, Schedules and Backups. A Backup that has
// expired at the time of [WithTime] covers nothing. Without a time, expiry is not checked. Settings that are nil are
// those that the inventory shows, or the defaults of Velero's server.
//
// Options: [WithSettings], [WithTime].
func (i *Inventory) NewCoverage(ctx context.Context, targets []Source, opts ...CoverOption) (*Coverage, error) {
	o := collect(opts)
	w := newWriter()
	w.raw(`{"inventory":`)
	w.handle(i.handle())
	w.raw(`,"targets":`)
	writeList(targets, w, writeSource)
	w.raw(`,"at":`)
	writeOption(o.at, w, writeTime)
	w.raw(`,"settings":`)
	writeOption(o.settings, w, (*ServerSettings).write)
	w.raw(`}`)
	made := new(Coverage)
	if err := i.handle().make(ctx, "selection.coverage.new", w, &made.resource); err != nil {
		return nil, err
	}
	return made, nil
}

// Evaluation evaluates a spec or a Backup for an inventory. It works in steps, so that the host does not block. It
// keeps the inventory.
type Evaluation struct {
	resource
}

func (e *Evaluation) handle() *resource {
	if e == nil {
		return nil
	}
	return &e.resource
}

// Step evaluates about maxObjects more objects, and returns true if all objects are done. The other methods return the
// results so far. An object that is not included yet can still be added by another one.
func (e *Evaluation) Step(ctx context.Context, maxObjects uint32) (bool, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(e.handle())
	w.raw(`,"max_objects":`)
	w.uint32(maxObjects)
	w.raw(`}`)
	answer, err := e.handle().call(ctx, "selection.evaluation.step", w)
	return valueOf(answer, err, readBool)
}

// Diagnostics returns why Velero refuses the spec. After the last step, it also returns problems of the backup, such
// as volume claims without their volumes, and missing related objects. The subject is the index of an object in the
// inventory. If there is no subject, the pointer is a path in the spec, or in the manifest of the Backup.
func (e *Evaluation) Diagnostics(ctx context.Context) (Diagnostics, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(e.handle())
	w.raw(`}`)
	answer, err := e.handle().call(ctx, "selection.evaluation.diagnostics", w)
	return valueOf(answer, err, func(to *Diagnostics, r *reader) { readList(to, r, (*Diagnostic).read) })
}

// Outcome returns how the backup ends. Errors with volumes are only known after the last step.
func (e *Evaluation) Outcome(ctx context.Context) (Outcome, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(e.handle())
	w.raw(`}`)
	answer, err := e.handle().call(ctx, "selection.evaluation.outcome", w)
	return valueOf(answer, err, (*Outcome).read)
}

// Included returns the number of included objects.
func (e *Evaluation) Included(ctx context.Context) (uint32, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(e.handle())
	w.raw(`}`)
	answer, err := e.handle().call(ctx, "selection.evaluation.included", w)
	return valueOf(answer, err, readUint32)
}

// Reasons returns the reason of each evaluated object. For many objects, this is much faster than Verdicts.
func (e *Evaluation) Reasons(ctx context.Context) ([]Reason, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(e.handle())
	w.raw(`}`)
	answer, err := e.handle().call(ctx, "selection.evaluation.reasons", w)
	return valueOf(answer, err, readReasons)
}

// Verdicts returns at most limit verdicts, from the object with the index offset.
func (e *Evaluation) Verdicts(ctx context.Context, offset uint32, limit uint32) ([]Verdict, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(e.handle())
	w.raw(`,"offset":`)
	w.uint32(offset)
	w.raw(`,"limit":`)
	w.uint32(limit)
	w.raw(`}`)
	answer, err := e.handle().call(ctx, "selection.evaluation.verdicts", w)
	return valueOf(answer, err, func(to *[]Verdict, r *reader) { readList(to, r, (*Verdict).read) })
}

// AllVerdicts iterates over everything that Verdicts returns, page by page. It ends after an error.
func (e *Evaluation) AllVerdicts(ctx context.Context) iter.Seq2[Verdict, error] {
	return pages(ctx, e.Verdicts)
}

// Contents returns what is saved of the contents of volumes. It is empty before the last step.
func (e *Evaluation) Contents(ctx context.Context) (SavedContents, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(e.handle())
	w.raw(`}`)
	answer, err := e.handle().call(ctx, "selection.evaluation.contents", w)
	return valueOf(answer, err, (*SavedContents).read)
}

// VolumeCount returns the number of volumes that Volumes is about. It is 0 before the last step.
func (e *Evaluation) VolumeCount(ctx context.Context) (uint32, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(e.handle())
	w.raw(`}`)
	answer, err := e.handle().call(ctx, "selection.evaluation.volume-count", w)
	return valueOf(answer, err, readUint32)
}

// Volumes returns the verdicts on the contents of at most limit volumes, from the index offset: first claims, then
// PersistentVolumes without a claim in the backup, then other volumes of pods.
func (e *Evaluation) Volumes(ctx context.Context, offset uint32, limit uint32) ([]VolumeVerdict, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(e.handle())
	w.raw(`,"offset":`)
	w.uint32(offset)
	w.raw(`,"limit":`)
	w.uint32(limit)
	w.raw(`}`)
	answer, err := e.handle().call(ctx, "selection.evaluation.volumes", w)
	return valueOf(answer, err, func(to *[]VolumeVerdict, r *reader) { readList(to, r, (*VolumeVerdict).read) })
}

// AllVolumes iterates over everything that Volumes returns, page by page. It ends after an error.
func (e *Evaluation) AllVolumes(ctx context.Context) iter.Seq2[VolumeVerdict, error] {
	return pages(ctx, e.Volumes)
}

// ContentsCount returns the numbers of claims with and without their contents.
func (e *Evaluation) ContentsCount(ctx context.Context) (ContentsCount, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(e.handle())
	w.raw(`}`)
	answer, err := e.handle().call(ctx, "selection.evaluation.contents-count", w)
	return valueOf(answer, err, (*ContentsCount).read)
}

// Settings returns the settings of Velero that are used. For nil, the default of the server is assumed.
func (e *Evaluation) Settings(ctx context.Context) (ServerSettings, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(e.handle())
	w.raw(`}`)
	answer, err := e.handle().call(ctx, "selection.evaluation.settings", w)
	return valueOf(answer, err, (*ServerSettings).read)
}

// Coverage evaluates several targets for an inventory. It works in steps, and keeps the inventory. Each target is
// evaluated separately. Objects that come along are included.
type Coverage struct {
	resource
}

func (c *Coverage) handle() *resource {
	if c == nil {
		return nil
	}
	return &c.resource
}

// Step evaluates about maxObjects more objects, and returns true if all targets are done. An object counts once for
// each target. The other methods return the results of the targets that are done.
func (c *Coverage) Step(ctx context.Context, maxObjects uint32) (bool, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(c.handle())
	w.raw(`,"max_objects":`)
	w.uint32(maxObjects)
	w.raw(`}`)
	answer, err := c.handle().call(ctx, "selection.coverage.step", w)
	return valueOf(answer, err, readBool)
}

// Targets returns the coverage of each target, in the order of the targets.
func (c *Coverage) Targets(ctx context.Context) ([]TargetCoverage, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(c.handle())
	w.raw(`}`)
	answer, err := c.handle().call(ctx, "selection.coverage.targets", w)
	return valueOf(answer, err, func(to *[]TargetCoverage, r *reader) { readList(to, r, (*TargetCoverage).read) })
}

// UncoveredClaims returns the indexes of volume claims that no target includes: at most limit of them, without the
// first offset.
func (c *Coverage) UncoveredClaims(ctx context.Context, offset uint32, limit uint32) ([]uint32, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(c.handle())
	w.raw(`,"offset":`)
	w.uint32(offset)
	w.raw(`,"limit":`)
	w.uint32(limit)
	w.raw(`}`)
	answer, err := c.handle().call(ctx, "selection.coverage.uncovered-claims", w)
	return valueOf(answer, err, func(to *[]uint32, r *reader) { readList(to, r, readUint32) })
}

// AllUncoveredClaims iterates over everything that UncoveredClaims returns, page by page. It ends after an error.
func (c *Coverage) AllUncoveredClaims(ctx context.Context) iter.Seq2[uint32, error] {
	return pages(ctx, c.UncoveredClaims)
}

// ClaimsWithoutContents returns the indexes of volume claims that a target includes, and whose contents none saves: at
// most limit of them, without the first offset.
func (c *Coverage) ClaimsWithoutContents(ctx context.Context, offset uint32, limit uint32) ([]uint32, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(c.handle())
	w.raw(`,"offset":`)
	w.uint32(offset)
	w.raw(`,"limit":`)
	w.uint32(limit)
	w.raw(`}`)
	answer, err := c.handle().call(ctx, "selection.coverage.claims-without-contents", w)
	return valueOf(answer, err, func(to *[]uint32, r *reader) { readList(to, r, readUint32) })
}

// AllClaimsWithoutContents iterates over everything that ClaimsWithoutContents returns, page by page. It ends after an error.
func (c *Coverage) AllClaimsWithoutContents(ctx context.Context) iter.Seq2[uint32, error] {
	return pages(ctx, c.ClaimsWithoutContents)
}

// Uncovered returns the indexes of objects that no target includes: at most limit of them, without the first offset.
// Volume claims are first.
func (c *Coverage) Uncovered(ctx context.Context, offset uint32, limit uint32) ([]uint32, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(c.handle())
	w.raw(`,"offset":`)
	w.uint32(offset)
	w.raw(`,"limit":`)
	w.uint32(limit)
	w.raw(`}`)
	answer, err := c.handle().call(ctx, "selection.coverage.uncovered", w)
	return valueOf(answer, err, func(to *[]uint32, r *reader) { readList(to, r, readUint32) })
}

// AllUncovered iterates over everything that Uncovered returns, page by page. It ends after an error.
func (c *Coverage) AllUncovered(ctx context.Context) iter.Seq2[uint32, error] {
	return pages(ctx, c.Uncovered)
}

// Overlapping returns the objects that several targets include: at most limit of them, without the first offset.
func (c *Coverage) Overlapping(ctx context.Context, offset uint32, limit uint32) ([]Overlap, error) {
	w := newWriter()
	w.raw(`{"self":`)
	w.handle(c.handle())
	w.raw(`,"offset":`)
	w.uint32(offset)
	w.raw(`,"limit":`)
	w.uint32(limit)
	w.raw(`}`)
	answer, err := c.handle().call(ctx, "selection.coverage.overlapping", w)
	return valueOf(answer, err, func(to *[]Overlap, r *reader) { readList(to, r, (*Overlap).read) })
}

// AllOverlapping iterates over everything that Overlapping returns, page by page. It ends after an error.
func (c *Coverage) AllOverlapping(ctx context.Context) iter.Seq2[Overlap, error] {
	return pages(ctx, c.Overlapping)
}
