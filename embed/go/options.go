package backuptarget

import "time"

// options are the optional parameters of all functions.
type options struct {
	after         *time.Time
	at            *time.Time
	cluster       *Cluster
	kind          *DocumentKind
	levels        []RuleLevel
	schedule      *ScheduleConfig
	settings      *ServerSettings
	ttl           *string
	veleroVersion *string
}

type option interface{ apply(*options) }

// collect applies options in their order: the last one of a kind is used.
func collect[O option](given []O) (o options) {
	for _, each := range given {
		each.apply(&o)
	}
	return o
}

// ClusterOption is [WithCluster].
type ClusterOption interface {
	DescribeOption
	PlanOption
	TextOption
	forCluster()
}

// CoverOption is an option of [Inventory.Cover]: [WithSettings] or [WithTime].
type CoverOption interface {
	option
	forCover()
}

// DescribeOption is an option of [Describe]: [WithCluster] or [WithSchedule].
type DescribeOption interface {
	option
	forDescribe()
}

// EvaluateOption is [WithSettings].
type EvaluateOption interface {
	CoverOption
	forEvaluate()
}

// PlanOption is an option of [PlanBackups]: [WithAfter] or [WithCluster].
type PlanOption interface {
	option
	forPlan()
}

// RetentionOption is an option of [Retention]: [WithTTL] or [WithVeleroVersion].
type RetentionOption interface {
	option
	forRetention()
}

// TextOption is an option of [CheckText] and [ReadDocument]: [WithCluster], [WithKind] or [WithLevels].
type TextOption interface {
	option
	forText()
}

// VersionOption is [WithVeleroVersion].
type VersionOption interface {
	RetentionOption
	forVersion()
}

// setting implements all options. The functions below return the interface that a setting is for.
type setting func(*options)

func (s setting) apply(o *options) { s(o) }
func (setting) forCluster()        {}
func (setting) forCover()          {}
func (setting) forDescribe()       {}
func (setting) forEvaluate()       {}
func (setting) forPlan()           {}
func (setting) forRetention()      {}
func (setting) forText()           {}
func (setting) forVersion()        {}

// WithCluster gives the kinds that a cluster serves, and its release of Velero. nil is no cluster: only the built-in
// Kubernetes kinds are known.
func WithCluster(cluster *Cluster) ClusterOption {
	return setting(func(o *options) { o.cluster = cluster })
}

// WithKind says what a text contains. Without it, this is detected from the keys.
func WithKind(kind DocumentKind) TextOption {
	return setting(func(o *options) { o.kind = &kind })
}

// WithLevels changes how rules are reported.
func WithLevels(levels ...RuleLevel) TextOption {
	return setting(func(o *options) { o.levels = levels })
}

// WithSchedule gives the schedule of a spec.
func WithSchedule(schedule ScheduleConfig) DescribeOption {
	return setting(func(o *options) { o.schedule = &schedule })
}

// WithTTL gives the ttl of backups. Without it, it is Velero's default of 720 hours.
func WithTTL(ttl string) RetentionOption {
	return setting(func(o *options) { o.ttl = &ttl })
}

// WithVeleroVersion gives a version of Velero, such as `1.18`, `v1.17.2` or `next`. Without it, the default release is
// used.
func WithVeleroVersion(version string) VersionOption {
	return setting(func(o *options) { o.veleroVersion = &version })
}

// WithSettings gives settings of Velero's server. Without them, they are those that the inventory shows, or the defaults.
func WithSettings(settings ServerSettings) EvaluateOption {
	return setting(func(o *options) { o.settings = &settings })
}

// WithTime gives the time of a coverage: a Backup that has expired by then covers nothing. Without it, expiry is not
// checked.
func WithTime(at time.Time) CoverOption {
	return setting(func(o *options) { o.at = &at })
}

// WithAfter gives the time after which next runs are planned. Without it, there are none.
func WithAfter(after time.Time) PlanOption {
	return setting(func(o *options) { o.after = &after })
}
