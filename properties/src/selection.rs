//! Properties of selection, with a [second implementation](model) and [small clusters](generate).

use std::cell::LazyCell;
use std::sync::Arc;

use k8s_backup_target::cluster::Cluster;
use k8s_backup_target::model::Spec;
use k8s_backup_target::release::Release;
use proptest::prelude::*;

use crate::input::made_by;
use crate::inventory::{evaluated, read_in, verdicts};
use generate::Object;

pub mod clauses;
pub mod generate;
pub mod model;

type Given = (Vec<Object>, Spec, Release, u8, u8);

/// The input is the seed of a generator.
pub(crate) fn holds(input: &[u8]) {
    thread_local! {
        static GIVEN: LazyCell<BoxedStrategy<Given>> =
            const { LazyCell::new(|| (generate::objects(), generate::spec(), generate::release(), 0..4_u8, 1..40_u8).boxed()) };
    }
    let Some((objects, spec, release, form, step)) = GIVEN.with(|given| made_by(&**given, input)) else { return };
    let text = generate::text(&objects, form);
    let cluster = Cluster::builtin().clone().with_release(release);
    let inventory = Arc::new(read_in(&cluster, text.as_bytes(), &[usize::from(step)]).expect("objects"));
    let evaluation = evaluated(&inventory, &spec, step.into());
    let expected = model::reasons(&objects, &spec, inventory.cluster());
    let found: Vec<_> = verdicts(&evaluation).iter().map(|verdict| verdict.reason).collect();
    assert_eq!(found, expected, "{release}: {spec:?} over {text}");
}
