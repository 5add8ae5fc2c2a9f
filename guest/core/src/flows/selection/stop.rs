//! Where Velero leaves an object out, in one byte: decisions on many objects are look-ups in tables.

use super::Reason;

/// The steps in which Velero leaves out objects, other than Namespaces, in their order.
#[derive(Clone, Copy, Debug)]
#[repr(u8)]
pub(super) enum Step {
    /// It lists a kind in a namespace.
    List,
    /// The label selector of the list.
    Labels,
    /// Its check of each item: first the label that excludes it.
    ExcludeLabel,
    /// The namespace and the kind of the item.
    Check,
    Deletion,
    /// After an action on the item.
    Annotation,
}

/// A step, and the reason. Of two, the smaller one is of the earlier step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stop(u8);

impl Default for Stop {
    fn default() -> Self {
        Stop::NONE
    }
}

const REASON_BITS: u32 = 5;
const REASON_MASK: u8 = (1 << REASON_BITS) - 1;

/// The reasons by their numbers.
const REASONS: [Reason; 1 << REASON_BITS] = {
    let reasons = [
        Reason::NamespaceNotIncluded,
        Reason::NamespaceExcluded,
        Reason::ResourceNotIncluded,
        Reason::ResourceExcluded,
        Reason::ClusterScopeExcluded,
        Reason::ClusterScopeNotAutomatic,
        Reason::LabelsDoNotMatch,
        Reason::ExcludeLabel,
        Reason::SkipAnnotation,
        Reason::UnknownResource,
        Reason::BeingDeleted,
        Reason::PolicyExcluded,
    ];
    let mut by_number = [Reason::Selected; 1 << REASON_BITS];
    let mut index = 0;
    while index < reasons.len() {
        by_number[reasons[index] as usize] = reasons[index];
        index += 1;
    }
    by_number
};

impl Stop {
    /// The object is not left out.
    pub(super) const NONE: Stop = Stop(u8::MAX);

    pub(super) const fn at(step: Step, reason: Reason) -> Stop {
        Stop((step as u8) << REASON_BITS | reason as u8)
    }

    /// Whether the object is listed.
    pub(super) fn is_listed(self) -> bool {
        self.0 >= (Step::ExcludeLabel as u8) << REASON_BITS
    }

    /// Returns the reason; `Selected` for none.
    pub(super) fn reason(self) -> Reason {
        REASONS[usize::from(self.0 & REASON_MASK)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earlier_step_counts() {
        let stops = [
            Stop::at(Step::List, Reason::UnknownResource),
            Stop::at(Step::Labels, Reason::LabelsDoNotMatch),
            Stop::at(Step::ExcludeLabel, Reason::ExcludeLabel),
            Stop::at(Step::Check, Reason::NamespaceNotIncluded),
            Stop::at(Step::Deletion, Reason::BeingDeleted),
            Stop::at(Step::Annotation, Reason::SkipAnnotation),
            Stop::NONE,
        ];
        assert!(stops.is_sorted(), "{stops:?}");
        let reasons = [
            Reason::UnknownResource,
            Reason::LabelsDoNotMatch,
            Reason::ExcludeLabel,
            Reason::NamespaceNotIncluded,
            Reason::BeingDeleted,
            Reason::SkipAnnotation,
            Reason::Selected,
        ];
        assert_eq!(stops.map(Stop::reason), reasons);
        assert_eq!(stops.map(Stop::is_listed), [false, false, true, true, true, true, true]);
    }
}
