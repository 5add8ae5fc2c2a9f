//! The command line.

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use k8s_backup_target::diagnostic::Severity;
use k8s_backup_target::model::{ScheduleConfig, VeleroSettings};
use k8s_backup_target::validation::{Format, Kind};

/// Checks backup specs of Juju charms and manifests of Velero, and shows what Velero would back up
#[derive(Parser)]
#[command(
    name = "k8s-backup-target",
    bin_name = "k8s-backup-target",
    version,
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_flag = true,
    disable_help_subcommand = true,
    after_help = "\
It reads the files and folders in its arguments, and the nearest `.k8s-backup-target.toml` above each
of them (`rules invalid-configuration` describes that file). It uses no network, and a clock only in `lsp`.

Exit status:
  0  no errors
  1  errors were found, or the target does not exist
  2  the command cannot run: wrong usage, or a file that cannot be read

Examples:
  k8s-backup-target check specs/
  k8s-backup-target check --format sarif specs/ > specs.sarif
  k8s-backup-target rules ttl-not-a-duration"
)]
pub(crate) struct Arguments {
    /// Print help
    #[arg(short, long, global = true, action = ArgAction::HelpShort, display_order = 1000)]
    help: Option<bool>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Check specs, targets and databags, and Velero's Backups and Schedules: what will be refused
    Check(Check),
    /// Look up a spec in databags, as a backup integrator does
    Lookup(Lookup),
    /// Print the databag that a charm publishes for a spec
    Publish(Publish),
    /// Merge targets with a schedule: the databag for the backup operator, or Velero's manifests
    Merge(Merge),
    /// Show what happens to targets and Schedules: what Velero gets and keeps, what is lost
    Plan(Plan),
    /// Convert a spec into a Schedule of Velero, or a Backup or a Schedule into a spec
    Convert(Convert),
    /// Show which objects of a cluster a spec or a Backup selects, and why not the others
    Select(Select),
    /// Show which objects of a cluster no target or Schedule covers, and which several cover
    Coverage(Coverage),
    /// List all rules, or explain one rule
    Rules(Rules),
    /// Describe in plain words what specs or Backups select, when backups run, and when they expire
    Describe(Describe),
    /// Print a JSON Schema for editors: of a spec, a target, a Backup or a Schedule
    Schema(Schema),
    /// Serve an editor over standard input and output: the Language Server Protocol
    Lsp,
}

#[derive(Args)]
pub(crate) struct Schema {
    /// What the schema is of: `spec`, `target`, `backup`, `schedule` or `helm-values`
    #[arg(default_value = "spec", hide_possible_values = true)]
    pub(crate) kind: SchemaKind,
    #[command(flatten)]
    pub(crate) velero: VeleroOptions,
}

/// What a file for people can be.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SchemaKind {
    Spec,
    Target,
    Targets,
    Backup,
    Schedule,
    HelmValues,
}

#[derive(Args)]
#[command(after_help = "\
FILE is a spec, a target, a list of targets or a databag, or Velero's Backups and Schedules: manifests,
Lists of objects, and the values of Velero's Helm chart. It is YAML or JSON. `-` is standard input.
Objects of other kinds are skipped.

In a folder, all .yaml, .yml and .json files are checked, also in the folders below it. Hidden files
are skipped. Files with another ending, and standard input, are YAML or JSON.

Formats:
  human   text with source lines and help
  json    all data of each diagnostic, with positions as lines, bytes and UTF-16 units
  sarif   SARIF 2.1.0, for code scanning
  github  annotations of a GitHub workflow
  junit   test results, for GitLab, Jenkins and others

To ignore a rule, use `--ignore CODE`, the file `.k8s-backup-target.toml`, or a comment in YAML:
  ttl: 1.5h  # k8s-backup-target: ignore ttl-other-form -- the reason

Examples:
  k8s-backup-target check spec.yaml
  k8s-backup-target check --deny warnings specs/
  k8s-backup-target check --format sarif specs/ > specs.sarif
  kubectl api-resources -o wide > kinds.txt
  k8s-backup-target check --api-resources kinds.txt --velero-version 1.17 specs/
  charm-command | k8s-backup-target check --kind databag -")]
pub(crate) struct Check {
    /// Files and folders to check; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: ReportFormat,
    /// `warnings`: also fail on warnings; `advice`: also fail on warnings and advice
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) deny: Option<Deny>,
    /// What the files contain; by default, their fields decide
    #[arg(long, value_enum)]
    pub(crate) kind: Option<DocumentKind>,
    #[command(flatten)]
    pub(crate) rules: RuleOptions,
    #[command(flatten)]
    pub(crate) cluster: ClusterOptions,
    /// Color the text; `auto`: on a terminal, or with CLICOLOR_FORCE, but not with NO_COLOR
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(crate) color: When,
}

/// Rules that are not reported.
#[derive(Args)]
pub(crate) struct RuleOptions {
    /// Do not report this rule; can be repeated
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
}

/// What is known about a cluster.
#[derive(Args, Clone, Default)]
pub(crate) struct ClusterOptions {
    /// The kinds of the cluster: the output of `kubectl api-resources`, plain, wide or JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) api_resources: Option<String>,
    #[command(flatten)]
    pub(crate) velero: VeleroOptions,
}

impl ClusterOptions {
    pub(crate) fn velero_version(&self) -> Option<&str> {
        self.velero.velero_version.as_deref()
    }
}

impl From<VeleroOptions> for ClusterOptions {
    fn from(velero: VeleroOptions) -> Self {
        ClusterOptions { api_resources: None, velero }
    }
}

/// The Velero of a cluster.
#[derive(Args, Clone, Default)]
pub(crate) struct VeleroOptions {
    /// The version of Velero, such as 1.18; `rules unknown-velero-version` lists those that are known
    #[arg(long, value_name = "VERSION")]
    pub(crate) velero_version: Option<String>,
}

#[derive(Args)]
#[command(after_help = "\
DATABAG is a YAML or JSON file with the keys and values of an application's databag in one relation:
{\"backup_targets\": \"[…]\"}. The first match in the order of the files counts. What cannot be read
is reported on standard error. The exit status is 1 if the target does not exist.

Examples:
  k8s-backup-target lookup --app my-app --endpoint backup --model prod databag.json")]
pub(crate) struct Lookup {
    #[command(flatten)]
    pub(crate) names: Names,
    /// Databags, one for each relation, in the order of the relations
    #[arg(required = true, value_name = "DATABAG")]
    pub(crate) databags: Vec<String>,
    /// The format of the spec that is printed
    #[arg(long, value_enum, default_value = "yaml")]
    pub(crate) format: TextFormat,
}

/// The names of a target.
#[derive(Args)]
pub(crate) struct Names {
    /// The application
    #[arg(long, value_name = "NAME")]
    pub(crate) app: String,
    /// The endpoint of the application: the name of the relation in its metadata
    #[arg(long, value_name = "NAME")]
    pub(crate) endpoint: String,
    /// The model of the application
    #[arg(long, value_name = "NAME")]
    pub(crate) model: String,
}

#[derive(Args)]
#[command(after_help = "\
FILE is a spec, or a target, which contains the names. The databag is printed as JSON. Its value has
the same bytes as with the Python library. A spec with errors is refused, with exit status 1.

Examples:
  k8s-backup-target publish --app my-app --endpoint backup --model prod spec.yaml
  k8s-backup-target publish target.json")]
pub(crate) struct Publish {
    /// The application
    #[arg(long, value_name = "NAME")]
    pub(crate) app: Option<String>,
    /// The endpoint of the application: the name of the relation in its metadata
    #[arg(long, value_name = "NAME")]
    pub(crate) endpoint: Option<String>,
    /// The model of the application
    #[arg(long, value_name = "NAME")]
    pub(crate) model: Option<String>,
    /// The spec, or a target; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: String,
    /// What to do if the spec has errors
    #[arg(long, value_enum, default_value = "refuse", value_name = "WHAT")]
    pub(crate) on_errors: OnErrors,
    #[command(flatten)]
    pub(crate) velero: VeleroOptions,
}

/// When backups run.
#[derive(Args)]
#[command(next_help_heading = "Schedule")]
pub(crate) struct ScheduleOptions {
    /// A cron expression, such as `0 2 * * *`; without it, one backup is created
    #[arg(long, value_name = "CRON")]
    pub(crate) schedule: Option<String>,
    /// Pause the schedule
    #[arg(long)]
    pub(crate) paused: bool,
    /// Skip a run that is already due, such as one that was missed while the schedule was paused
    #[arg(long)]
    pub(crate) skip_immediately: bool,
    /// Delete the backups when the schedule is deleted
    #[arg(long)]
    pub(crate) use_owner_references_in_backup: bool,
}

impl From<ScheduleOptions> for ScheduleConfig {
    fn from(options: ScheduleOptions) -> Self {
        ScheduleConfig {
            schedule: options.schedule,
            paused: options.paused,
            skip_immediately: options.skip_immediately,
            use_owner_references_in_backup: options.use_owner_references_in_backup,
        }
    }
}

/// Where Velero runs and keeps backups.
#[derive(Args)]
#[command(next_help_heading = "Manifests")]
pub(crate) struct SettingsOptions {
    /// The namespace that Velero runs in
    #[arg(long, default_value = "velero")]
    pub(crate) namespace: String,
    /// The BackupStorageLocation; by default, that of Velero's server
    #[arg(long, value_name = "NAME")]
    pub(crate) storage_location: Option<String>,
    /// A VolumeSnapshotLocation; can be repeated
    #[arg(long, value_name = "NAME")]
    pub(crate) volume_snapshot_location: Vec<String>,
    /// Whether Velero backs up volumes through the pods that mount them; by default, as Velero's server
    #[arg(long, value_name = "BOOL")]
    pub(crate) default_volumes_to_fs_backup: Option<bool>,
}

/// How Velero's objects are made.
#[derive(Args)]
#[command(next_help_heading = "Manifests")]
pub(crate) struct ManifestOptions {
    #[command(flatten)]
    pub(crate) settings: SettingsOptions,
    /// Let Kubernetes generate the names, as the operator does: use `kubectl create`, not `apply`
    #[arg(long)]
    pub(crate) generate_names: bool,
}

impl SettingsOptions {
    pub(crate) fn settings(&self) -> VeleroSettings {
        VeleroSettings {
            namespace: self.namespace.clone(),
            storage_location: self.storage_location.clone().unwrap_or_default(),
            volume_snapshot_locations: self.volume_snapshot_location.clone(),
            default_volumes_to_fs_backup: self.default_volumes_to_fs_backup,
        }
    }
}

#[derive(Args)]
#[command(after_help = "\
FILE contains a target, a list of targets, or a databag. The command prints the databags that the
integrator writes: a JSON list, or YAML documents. With --manifests it prints Velero's objects, for
`kubectl apply -f -`. They are named APP-ENDPOINT-MODEL. A name of more than 63 characters is cut,
and gets a hash at its end. Velero does not run a Backup again if one of that name exists.

Examples:
  k8s-backup-target merge --schedule '0 2 * * *' target.json
  k8s-backup-target merge --schedule '0 2 * * *' --manifests target.json | kubectl apply -f -")]
pub(crate) struct Merge {
    /// Targets; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// Print Velero's objects instead of databags
    #[arg(long)]
    pub(crate) manifests: bool,
    /// The format of the output; by default, YAML for manifests and JSON for databags
    #[arg(long, value_enum)]
    pub(crate) format: Option<TextFormat>,
    #[command(flatten)]
    pub(crate) velero: VeleroOptions,
    #[command(flatten)]
    pub(crate) schedule: ScheduleOptions,
    #[command(flatten)]
    pub(crate) manifest: ManifestOptions,
}

#[derive(Args)]
#[command(after_help = "\
FILE contains a target, a list of targets, or a databag, or Velero's Schedules and Backups. For these,
the plan says how many backups are kept, and which Schedules run at the same minute.

The integrator keeps one target in each of its relations: --relation names a relation, and its current databag. With --format yaml or json, only
the manifests are printed, for `kubectl apply -f -`, and diagnostics go to standard error. The cluster
is that of the options or, without them, that of the configuration of the first file.

Examples:
  k8s-backup-target plan --schedule '0 2 * * *' --relation 20 targets/
  k8s-backup-target plan --relation 20=current.json --relation 21 targets/
  k8s-backup-target plan --schedule '0 2 * * *' --at 2026-06-01T00:00:00Z targets/
  k8s-backup-target plan --at 2026-06-01T00:00:00Z schedules.yaml
  k8s-backup-target plan --schedule '0 2 * * *' --format yaml targets/ | kubectl apply -f -")]
pub(crate) struct Plan {
    /// Targets, Schedules and Backups; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// The output: the plan, or only the manifests
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: PlanFormat,
    /// The number of a velero-backup relation of the integrator, and the file with its own databag
    /// there, if it has one; can be repeated
    #[arg(long, value_name = "ID[=DATABAG]")]
    pub(crate) relation: Vec<String>,
    /// List the next runs after this time: RFC 3339, such as 2026-06-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
    #[command(flatten)]
    pub(crate) rules: RuleOptions,
    #[command(flatten)]
    pub(crate) cluster: ClusterOptions,
    #[command(flatten)]
    pub(crate) schedule: ScheduleOptions,
    #[command(flatten)]
    pub(crate) manifest: ManifestOptions,
}

#[derive(Args)]
#[command(after_help = "\
To a Schedule: FILE contains specs or targets. The Schedule of a target is named APP-ENDPOINT-MODEL, that
of a spec has the name of its file or --name.

To a spec: FILE contains Backups or Schedules. One with a field that a spec does not have is an error,
which names the field. The schedule and the locations are part of other configuration, and are noted.

Examples:
  k8s-backup-target convert --to schedule --schedule '0 2 * * *' spec.yaml | kubectl apply -f -
  k8s-backup-target convert --to spec schedule.yaml > spec.yaml")]
pub(crate) struct Convert {
    /// Specs and targets, or Backups and Schedules; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// What to convert into
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) to: Conversion,
    /// The name of the Schedule of a spec; by default, that of its file
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The format of the output
    #[arg(long, value_enum, default_value = "yaml")]
    pub(crate) format: TextFormat,
    #[command(flatten)]
    pub(crate) velero: VeleroOptions,
    #[command(flatten)]
    pub(crate) schedule: ScheduleOptions,
    #[command(flatten)]
    pub(crate) settings: SettingsOptions,
}

/// What `convert` makes.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Conversion {
    /// A spec of the interface
    Spec,
    /// A Schedule of Velero
    Schedule,
}

/// A cluster and its objects.
#[derive(Args)]
pub(crate) struct InventoryOptions {
    /// The objects of the cluster: the output of `kubectl get -A -o json`; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) inventory: String,
    #[command(flatten)]
    pub(crate) cluster: ClusterOptions,
}

/// Velero's server, which decides how the contents of volumes are saved.
#[derive(Args, Default)]
#[command(next_help_heading = "Velero's server")]
pub(crate) struct ServerOptions {
    /// The settings of Velero's server: YAML or JSON; `rules velero-settings` shows them
    #[arg(long, requires = "inventory", value_name = "FILE")]
    pub(crate) settings: Option<String>,
    /// Whether the feature EnableCSI is on
    #[arg(long, requires = "inventory", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) enable_csi: Option<bool>,
    /// Whether volumes are saved by file-system backup by default
    #[arg(long, requires = "inventory", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) default_volumes_to_fs_backup: Option<bool>,
    /// Whether the data of CSI snapshots is moved by default
    #[arg(long, requires = "inventory", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) default_snapshot_move_data: Option<bool>,
    /// A VolumeSnapshotLocation and its provider, such as default=aws; can be repeated
    #[arg(long, requires = "inventory", value_name = "NAME=PROVIDER")]
    pub(crate) snapshot_location: Vec<String>,
    /// A resource policy, or the ConfigMap with it, besides those of the inventory; can be repeated
    #[arg(long, requires = "inventory", value_name = "FILE")]
    pub(crate) policy: Vec<String>,
    /// The resource policy that the server applies to all backups
    #[arg(long, requires = "inventory", value_name = "FILE")]
    pub(crate) global_policy: Option<String>,
}

#[derive(Args)]
#[command(after_help = "\
FILE contains specs, targets or databags, or Velero's Backups and Schedules. The inventory can be several lists, one after the other. It
is read in pieces, so it can be large. To create it:

  kubectl api-resources -o wide > kinds.txt
  kubectl get $(kubectl api-resources --verbs list -o name | paste -sd,) -A -o json > objects.json

Formats:
  human   the number of selected objects of each kind, and why others are not selected
  table   a line for each object: its verdict, kind, namespace and name, and what decides it
  json    the same, with all diagnostics

Each format has the outcome of the backup: `completed`, `partially-failed`, `failed` or `refused`. For
a table, it is on standard error. The exit status is 1 if the backup fails or is refused.

Examples:
  k8s-backup-target select --inventory objects.json --api-resources kinds.txt spec.yaml
  k8s-backup-target select --inventory objects.json --format table --included spec.yaml")]
pub(crate) struct Select {
    #[command(flatten)]
    pub(crate) inventory: InventoryOptions,
    /// Specs, targets, Backups and Schedules; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: SelectionFormat,
    /// What the files contain; by default, their fields decide
    #[arg(long, value_enum)]
    pub(crate) kind: Option<DocumentKind>,
    /// In a table or in JSON, print only selected objects
    #[arg(long)]
    pub(crate) included: bool,
    #[command(flatten)]
    pub(crate) rules: RuleOptions,
    #[command(flatten)]
    pub(crate) server: ServerOptions,
}

#[derive(Args)]
#[command(after_help = "\
FILE contains targets or databags, or Velero's Schedules and Backups. Without a file, the Schedules of
the inventory count. `select --help` shows how to create the inventory.

The next backup of a Schedule counts, if it is not paused. A Backup counts if it is completed, also
partially, or not made yet. With --at, it counts until it expires.

Formats:
  human       what each target selects, the volume claims that none selects, and the rest by kind
  table       a line for each object: how many targets select it, and which
  json        the same
  jsonl       a line of JSON for the cluster, each namespace, each target and each claim that is not
              saved with its contents
  prometheus  metrics of each namespace and target, as a text file for Prometheus

Examples:
  k8s-backup-target coverage --inventory objects.json
  k8s-backup-target coverage --inventory objects.json --api-resources kinds.txt targets/
  k8s-backup-target coverage --inventory objects.json --deny uncovered-claims targets/
  k8s-backup-target coverage --inventory objects.json --format prometheus --cluster-name prod-1")]
pub(crate) struct Coverage {
    #[command(flatten)]
    pub(crate) inventory: InventoryOptions,
    /// Targets, Schedules and Backups; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: CoverageFormat,
    /// The name of the cluster in jsonl and prometheus
    #[arg(long, value_name = "NAME")]
    pub(crate) cluster_name: Option<String>,
    /// Leave out Backups that have expired at this time: RFC 3339, such as 2026-06-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
    /// Fail if no target selects some of these
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) deny: Option<DenyUncovered>,
    #[command(flatten)]
    pub(crate) rules: RuleOptions,
    #[command(flatten)]
    pub(crate) server: ServerOptions,
}

#[derive(Args)]
#[command(after_help = "\
Examples:
  k8s-backup-target rules
  k8s-backup-target rules namespace-wildcard-not-alone
  k8s-backup-target rules --format json")]
pub(crate) struct Rules {
    /// The rule to explain
    pub(crate) code: Option<String>,
    /// The format of the output
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: ListFormat,
}

#[derive(Args)]
#[command(after_help = "\
Examples:
  k8s-backup-target describe spec.yaml
  k8s-backup-target describe --inventory objects.json spec.yaml
  k8s-backup-target describe --schedule '0 2 * * *' --at 2026-06-01T00:00:00Z target.json")]
pub(crate) struct Describe {
    /// Specs and targets; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// Also say which contents of volumes of this cluster are saved: the output of `kubectl get -A -o json`
    #[arg(long, value_name = "FILE")]
    pub(crate) inventory: Option<String>,
    /// What the files contain; by default, their fields decide
    #[arg(long, value_enum)]
    pub(crate) kind: Option<DocumentKind>,
    /// List the next runs after this time: RFC 3339, such as 2026-06-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
    #[command(flatten)]
    pub(crate) cluster: ClusterOptions,
    #[command(flatten)]
    pub(crate) schedule: ScheduleOptions,
    #[command(flatten)]
    pub(crate) server: ServerOptions,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ReportFormat {
    Human,
    Json,
    Sarif,
    Github,
    Junit,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ListFormat {
    Human,
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SelectionFormat {
    Human,
    Table,
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum CoverageFormat {
    Human,
    Table,
    Json,
    Jsonl,
    Prometheus,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum DenyUncovered {
    /// Volume claims
    UncoveredClaims,
    /// Objects of any kind
    Uncovered,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum PlanFormat {
    Human,
    Yaml,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextFormat {
    Yaml,
    Json,
}

impl From<TextFormat> for Format {
    fn from(format: TextFormat) -> Self {
        match format {
            TextFormat::Yaml => Format::Yaml,
            TextFormat::Json => Format::Json,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Deny {
    Warnings,
    Advice,
}

impl From<Deny> for Severity {
    fn from(deny: Deny) -> Self {
        match deny {
            Deny::Warnings => Severity::Warning,
            Deny::Advice => Severity::Advice,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum OnErrors {
    /// Print only what is wrong
    Refuse,
    /// Print the databag nevertheless, as the Python library does
    Publish,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum DocumentKind {
    /// What to back up
    Spec,
    /// A spec with the names of its charm
    Target,
    /// A list of targets
    Targets,
    /// An object whose `backup_targets` is JSON in a string
    Databag,
    /// The integrator's databag for the operator: a target whose `spec` is JSON in a string, with the schedule
    VeleroBackupConfig,
    /// The output of `juju show-unit`
    Unit,
    /// A Backup of Velero
    Backup,
    /// A Schedule of Velero
    Schedule,
    /// The values of Velero's Helm chart
    HelmValues,
    /// Kubernetes objects: Backups, Schedules and resource policies are read, others are skipped
    Objects,
    /// A resource policy of Velero, without its ConfigMap
    Policy,
}

impl From<DocumentKind> for Kind {
    fn from(kind: DocumentKind) -> Self {
        match kind {
            DocumentKind::Spec => Kind::Spec,
            DocumentKind::Target => Kind::Target,
            DocumentKind::Targets => Kind::Targets,
            DocumentKind::Databag => Kind::Databag,
            DocumentKind::VeleroBackupConfig => Kind::VeleroBackupConfig,
            DocumentKind::Unit => Kind::Unit,
            DocumentKind::Backup => Kind::Backup,
            DocumentKind::Schedule => Kind::Schedule,
            DocumentKind::HelmValues => Kind::HelmValues,
            DocumentKind::Objects => Kind::Objects,
            DocumentKind::Policy => Kind::Policy,
        }
    }
}
