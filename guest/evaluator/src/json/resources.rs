//! The open resources, each with a number. A number is never used again.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use k8s_backup_target::diagnostic::Pointer;
use k8s_backup_target::document::tree::Value;

use super::fault::Fault;
use super::read::Members;

/// A resource of the contract.
pub(super) trait Resource: Any {
    /// The name in WIT.
    const NAME: &'static str;
    /// The type that implements it.
    type Guest;
    /// The type of a parameter that borrows it.
    type Borrow<'r>;

    fn guest(&self) -> &Self::Guest;
    fn lend(&self) -> Self::Borrow<'_>;
}

macro_rules! resources {
    ($($module:ident::$type:ident $guest:ident $borrow:ident $name:literal)*) => { $(
        impl Resource for $module::$type {
            const NAME: &'static str = $name;
            type Guest = <Evaluator as $module::Guest>::$type;
            type Borrow<'r> = $module::$borrow<'r>;

            fn guest(&self) -> &Self::Guest {
                self.get()
            }

            #[expect(unsafe_code, reason = "wit-bindgen makes borrows only of arguments")]
            fn lend(&self) -> $module::$borrow<'_> {
                // SAFETY: the resource lives as long as its handle, which this lifetime borrows.
                unsafe { $module::$borrow::lift(<Self::Guest as $module::$guest>::_resource_rep(self.handle())) }
            }
        }
    )* };
}
pub(super) use resources;

#[derive(Default)]
struct Open {
    resources: BTreeMap<u64, (&'static str, Rc<dyn Any>)>,
    /// The last number that was used. The first one is 1.
    last: u64,
}

thread_local! {
    static OPEN: RefCell<Open> = RefCell::default();
}

impl Open {
    /// Returns why a number is not an open resource of the expected type.
    fn fault(&self, number: u64, at: &Pointer<'_>, expected: &str) -> Fault {
        match self.resources.get(&number) {
            Some((found, _)) => Fault::wrong_resource(at, number, found, expected),
            None => Fault::unknown_resource(at, number, (1..=self.last).contains(&number)),
        }
    }
}

/// Keeps a resource until it is closed, and returns its number.
pub(super) fn keep<R: Resource>(resource: R) -> u64 {
    OPEN.with_borrow_mut(|open| {
        open.last += 1;
        open.resources.insert(open.last, (R::NAME, Rc::new(resource)));
        open.last
    })
}

/// Returns the resource of a number. `at` is where the arguments have the number.
pub(super) fn get<R: Resource>(number: u64, at: &Pointer<'_>) -> Result<Rc<R>, Fault> {
    OPEN.with_borrow(|open| {
        let found = open.resources.get(&number).and_then(|(_, resource)| Rc::clone(resource).downcast().ok());
        found.ok_or_else(|| open.fault(number, at, R::NAME))
    })
}

/// Returns the resource of an open number, and closes the number. Only functions of `selection` do this.
#[cfg(feature = "whole")]
pub(super) fn take<R: Resource>(number: u64) -> R {
    let taken = OPEN.with_borrow_mut(|open| open.resources.remove(&number));
    let resource = taken.and_then(|(_, resource)| resource.downcast().ok()).and_then(Rc::into_inner);
    resource.expect("the number is open, and only a running call has a second reference")
}

/// Drops the resource of a number.
pub(super) fn close(arguments: Value<'_>) -> Result<(), Fault> {
    let number: u64 = Members::of(arguments, &["self"])?.value()?;
    // Dropped after the table is released: this calls the component again.
    let closed = OPEN.with_borrow_mut(|open| open.resources.remove(&number));
    let is_closed = OPEN.with_borrow(|open| (1..=open.last).contains(&number));
    closed.map(drop).ok_or_else(|| Fault::unknown_resource(&Pointer::Root.key("self"), number, is_closed))
}
