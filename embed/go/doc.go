// Package backuptarget checks backup specs of Juju charms, and Velero's Backups and Schedules, offline. It also publishes,
// reads and merges the specs of the interface k8s_backup_target, and shows which objects of a cluster a backup contains.
//
// The rules are a WebAssembly module in the package. It runs in the process, and has no access to files, network or clock.
// The first call compiles it, which takes a second or two. The compiled code is kept in the user's cache folder.
//
// The functions of the package use an [Evaluator] that all of them share. [New] makes one with other limits.
//
// # Values
//
// An optional list is nil if it is not set. An empty list is written as such. What it means is a matter of its field: an
// empty list of included namespaces means every namespace, and [CheckSpec] warns. An optional value is a pointer, which
// [Ptr] makes. Text that is not UTF-8 is passed on with U+FFFD for each byte that is not valid.
//
// # Resources
//
// [Cluster], [Document], [Targets], [InventoryReader], [Inventory], [Evaluation] and [Coverage] are resources: they have
// memory in an instance of the module. Close frees it. A resource that is not reachable any more is closed later. Any
// goroutine may use a resource. Calls on resources of the same instance wait for each other: those on an inventory, its
// cluster and its evaluations.
//
// # Errors
//
//   - [Diagnostics]: the input was refused.
//   - [ErrNotLeader] and [ErrNoRelation]: nothing is published.
//   - [ErrClosed] and [ErrLost]: a resource cannot be used any more.
//   - [*LimitError] and [*TrapError]: the call ended early. Its resources are lost, and other calls still work.
//   - [*ArgumentError]: an argument is not valid, such as a [Severity] with another text.
//   - The error of the context, which is checked before each call.
package backuptarget
