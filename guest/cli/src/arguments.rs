//! The command line.

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use k8s_backup_target::diagnostic::Severity;
use k8s_backup_target::model::{ScheduleConfig, VeleroSettings};
use k8s_backup_target::validation::{Format, Kind};

/// Checks the Kubernetes backup specs of Juju charms, and shows what becomes of them
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
It reads the files and folders that it is given, and nothing else: no network, no clock, no
configuration.

Exit status: 0 when all is well, 1 when errors are found or what is asked for is not there,
2 when the command cannot run: wrong usage, or a file that cannot be read.

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
    /// Check specs, targets and databags: what the interface, Velero, Kubernetes or Juju will refuse
    Check(Check),
    /// Look a spec up in databags, as a backup integrator does
    Lookup(Lookup),
    /// Print the databag that a charm publishes for a spec
    Publish(Publish),
    /// Merge targets with a schedule: the databag for the backup operator, or Velero's manifests
    Merge(Merge),
    /// Say what becomes of targets: what each relation ends with, what is made, what is lost
    Plan(Plan),
    /// Say what of a cluster specs would save, and why not the rest
    Select(Select),
    /// Say what of a cluster no target saves, and what several do
    Coverage(Coverage),
    /// List the rules, or explain one
    Rules(Rules),
    /// Say in plain words what specs save, when, and for how long
    Describe(Describe),
    /// Print the JSON Schema of a spec, for editors
    Schema,
}

/// A file, and what is known of the cluster.
#[derive(Args)]
#[command(after_help = "\
FILE is a spec, a target, a list of targets or a databag, in YAML or JSON; `-` is standard input.
A folder means its .yaml, .yml and .json files, and those of the folders in it; hidden ones are
left out. Files with another ending, and standard input, are YAML unless they are JSON.

Formats:
  human   text with source lines and help
  json    all that is known of each diagnostic, with places in lines, bytes and UTF-16
  sarif   SARIF 2.1.0, for code scanning
  github  annotations of a GitHub workflow
  junit   test results, for GitLab, Jenkins and others

Examples:
  k8s-backup-target check spec.yaml
  k8s-backup-target check --deny warnings specs/
  k8s-backup-target check --format sarif specs/ > specs.sarif
  kubectl api-resources -o wide > kinds.txt
  k8s-backup-target check --api-resources kinds.txt specs/
  charm-command | k8s-backup-target check --kind databag -")]
pub(crate) struct Check {
    /// Files and folders to check; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// How to write what is found
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: ReportFormat,
    /// Fail on warnings too, or on warnings and advice
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(crate) deny: Option<Deny>,
    /// What the files hold, instead of guessing it from their keys
    #[arg(long, value_enum)]
    pub(crate) kind: Option<DocumentKind>,
    #[command(flatten)]
    pub(crate) rules: RuleOptions,
    #[command(flatten)]
    pub(crate) cluster: ClusterOptions,
    /// Color the text; `auto` does where CLICOLOR_FORCE is set, and NO_COLOR is not
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(crate) color: When,
}

/// Rules that are not reported.
#[derive(Args)]
pub(crate) struct RuleOptions {
    /// A rule that is not reported; can be given several times
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
}

/// What is known of a cluster.
#[derive(Args, Clone, Default)]
pub(crate) struct ClusterOptions {
    /// The kinds that the cluster serves, as `kubectl api-resources` prints them, plain, wide or JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) api_resources: Option<String>,
    /// The version of Velero, such as 1.18
    #[arg(long, value_name = "VERSION")]
    pub(crate) velero_version: Option<String>,
}

#[derive(Args)]
#[command(after_help = "\
DATABAG is a YAML or JSON file with the keys and texts of an application's databag in one relation:
{\"backup_targets\": \"[…]\"}. The first match in the order of the files wins. What cannot be read is
told on standard error. Exit status 1: there is no such target.

Examples:
  k8s-backup-target lookup --app my-app --endpoint backup --model prod databag.json")]
pub(crate) struct Lookup {
    #[command(flatten)]
    pub(crate) names: Names,
    /// Databags, one for each relation, in the order of the relations
    #[arg(required = true, value_name = "DATABAG")]
    pub(crate) databags: Vec<String>,
    /// The language of the spec that is printed
    #[arg(long, value_enum, default_value = "yaml")]
    pub(crate) format: TextFormat,
}

/// Who asks for a backup.
#[derive(Args)]
pub(crate) struct Names {
    /// The application
    #[arg(long, value_name = "NAME")]
    pub(crate) app: String,
    /// The application's endpoint: the name of the relation in its metadata
    #[arg(long, value_name = "NAME")]
    pub(crate) endpoint: String,
    /// The model of the application
    #[arg(long, value_name = "NAME")]
    pub(crate) model: String,
}

#[derive(Args)]
#[command(after_help = "\
FILE is a spec, or a target, whose names then need not be given. The databag is printed as JSON, its
text byte for byte that of the Python library. A spec with errors is refused, with exit status 1.

Examples:
  k8s-backup-target publish --app my-app --endpoint backup --model prod spec.yaml
  k8s-backup-target publish target.json")]
pub(crate) struct Publish {
    /// The application
    #[arg(long, value_name = "NAME")]
    pub(crate) app: Option<String>,
    /// The application's endpoint: the name of the relation in its metadata
    #[arg(long, value_name = "NAME")]
    pub(crate) endpoint: Option<String>,
    /// The model of the application
    #[arg(long, value_name = "NAME")]
    pub(crate) model: Option<String>,
    /// The spec, or a target; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: String,
    /// What to do with a spec that has errors
    #[arg(long, value_enum, default_value = "refuse", value_name = "WHAT")]
    pub(crate) on_errors: OnErrors,
}

/// When backups are made.
#[derive(Args)]
#[command(next_help_heading = "Schedule")]
pub(crate) struct ScheduleOptions {
    /// A cron expression, such as `0 2 * * *`; without one, a backup is made once
    #[arg(long, value_name = "CRON")]
    pub(crate) schedule: Option<String>,
    /// The schedule rests
    #[arg(long)]
    pub(crate) paused: bool,
    /// The first backup waits for the schedule, instead of being made at once
    #[arg(long)]
    pub(crate) skip_immediately: bool,
    /// The backups are deleted with the schedule
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
    /// The BackupStorageLocation; without one, the default of Velero's server
    #[arg(long, value_name = "NAME")]
    pub(crate) storage_location: Option<String>,
    /// A VolumeSnapshotLocation; can be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) volume_snapshot_location: Vec<String>,
    /// Whether volumes are read through the pods that mount them; without it, Velero's server says so
    #[arg(long, value_name = "BOOL")]
    pub(crate) default_volumes_to_fs_backup: Option<bool>,
    /// Let Kubernetes generate the names, as the operator does: for `kubectl create`, not `apply`
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
FILE holds a target, a list of targets, or a databag. Printed are the databags that the integrator
writes, a list in JSON or a document for each in YAML; with --manifests, Velero's objects, ready for
`kubectl apply -f -`. They are named APP-ENDPOINT-MODEL; what is longer than 63 characters is cut,
and ends with a few digits of its own. A Backup of the same name is not made again.

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
    /// The language of what is printed; without it, YAML for manifests and JSON for databags
    #[arg(long, value_enum)]
    pub(crate) format: Option<TextFormat>,
    #[command(flatten)]
    pub(crate) schedule: ScheduleOptions,
    #[command(flatten)]
    pub(crate) settings: SettingsOptions,
}

#[derive(Args)]
#[command(after_help = "\
FILE holds a target, a list of targets, or a databag. The integrator hands one target over in each of
its relations: --relation says which there are, and what is in them. With --format yaml or json the
manifests alone are printed, ready for `kubectl apply -f -`, and what is said goes to standard error.

Examples:
  k8s-backup-target plan --schedule '0 2 * * *' --relation 20 targets/
  k8s-backup-target plan --relation 20=current.json --relation 21 targets/
  k8s-backup-target plan --schedule '0 2 * * *' --at 2026-06-01T00:00:00Z targets/
  k8s-backup-target plan --schedule '0 2 * * *' --format yaml targets/ | kubectl apply -f -")]
pub(crate) struct Plan {
    /// Targets; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// What to print: the plan, or the manifests
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: PlanFormat,
    /// A velero-backup relation of the integrator, and the file with its own databag there, if it
    /// has one; can be given several times
    #[arg(long, value_name = "ID[=DATABAG]")]
    pub(crate) relation: Vec<String>,
    /// Say when the schedule runs after this time: RFC 3339, such as 2026-06-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
    #[command(flatten)]
    pub(crate) rules: RuleOptions,
    #[command(flatten)]
    pub(crate) schedule: ScheduleOptions,
    #[command(flatten)]
    pub(crate) settings: SettingsOptions,
}

/// A cluster, with its objects.
#[derive(Args)]
pub(crate) struct InventoryOptions {
    /// The cluster's objects, as `kubectl get -A -o json` prints them; `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) inventory: String,
    #[command(flatten)]
    pub(crate) cluster: ClusterOptions,
}

#[derive(Args)]
#[command(after_help = "\
FILE holds specs, targets or databags. The inventory may be several lists, one behind the other; it is
read in pieces, so that it may be large. Get it with

  kubectl api-resources -o wide > kinds.txt
  kubectl get $(kubectl api-resources --verbs list -o name | paste -sd,) -A -o json > objects.json

Formats:
  human   what is saved by kind, and why not the rest
  table   a line for each object: its verdict, kind, namespace and name, and what decided it
  json    the same, with all diagnostics

Examples:
  k8s-backup-target select --inventory objects.json --api-resources kinds.txt spec.yaml
  k8s-backup-target select --inventory objects.json --format table --included spec.yaml")]
pub(crate) struct Select {
    #[command(flatten)]
    pub(crate) inventory: InventoryOptions,
    /// Specs and targets; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// What to print
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: SelectionFormat,
    /// In a table or in JSON, leave out what is not saved
    #[arg(long)]
    pub(crate) included: bool,
    #[command(flatten)]
    pub(crate) rules: RuleOptions,
}

#[derive(Args)]
#[command(after_help = "\
FILE holds targets or databags. `select --help` says how to get the inventory.

Formats:
  human   what each target saves, the volume claims that none does, and the rest by kind
  table   a line for each object: how many targets save it, and which
  json    the same

Examples:
  k8s-backup-target coverage --inventory objects.json --api-resources kinds.txt targets/
  k8s-backup-target coverage --inventory objects.json --deny uncovered-claims targets/")]
pub(crate) struct Coverage {
    #[command(flatten)]
    pub(crate) inventory: InventoryOptions,
    /// Targets; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// What to print
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: SelectionFormat,
    /// Fail when some are saved by no target
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) deny: Option<DenyUncovered>,
    #[command(flatten)]
    pub(crate) rules: RuleOptions,
}

#[derive(Args)]
#[command(after_help = "\
Examples:
  k8s-backup-target rules
  k8s-backup-target rules namespace-wildcard-not-alone
  k8s-backup-target rules --format json")]
pub(crate) struct Rules {
    /// A rule to explain
    pub(crate) code: Option<String>,
    /// How to print rules
    #[arg(long, value_enum, default_value = "human")]
    pub(crate) format: ListFormat,
}

#[derive(Args)]
#[command(after_help = "\
Examples:
  k8s-backup-target describe spec.yaml
  k8s-backup-target describe --schedule '0 2 * * *' --at 2026-06-01T00:00:00Z target.json")]
pub(crate) struct Describe {
    /// Specs and targets; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// Say when the schedule runs after this time: RFC 3339, such as 2026-06-01T00:00:00Z
    #[arg(long, value_name = "TIME", requires = "schedule")]
    pub(crate) at: Option<String>,
    #[command(flatten)]
    pub(crate) schedule: ScheduleOptions,
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
    /// Print nothing but what is wrong
    Refuse,
    /// Print the databag all the same, as the Python library does
    Publish,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum DocumentKind {
    /// What to back up
    Spec,
    /// A spec with the names of who asks
    Target,
    /// A list of targets
    Targets,
    /// An object whose `backup_targets` is JSON in a string
    Databag,
}

impl From<DocumentKind> for Kind {
    fn from(kind: DocumentKind) -> Self {
        match kind {
            DocumentKind::Spec => Kind::Spec,
            DocumentKind::Target => Kind::Target,
            DocumentKind::Targets => Kind::Targets,
            DocumentKind::Databag => Kind::Databag,
        }
    }
}
