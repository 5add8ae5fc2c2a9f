//! The resources that are open, each under a number. A number is never given twice.

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
    /// What it is called.
    const NAME: &'static str;
    /// What implements it.
    type Guest;
    /// What a function gets that it is lent to.
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

            #[expect(unsafe_code, reason = "wit-bindgen lends only what comes from outside")]
            fn lend(&self) -> $module::$borrow<'_> {
                // SAFETY: it lives as long as the handle, which is borrowed for the lifetime.
                unsafe { $module::$borrow::lift(<Self::Guest as $module::$guest>::_resource_rep(self.handle())) }
            }
        }
    )* };
}
pub(super) use resources;

#[derive(Default)]
struct Open {
    resources: BTreeMap<u32, (&'static str, Rc<dyn Any>)>,
    /// How many were ever made; numbers start from 1.
    made: u32,
}

thread_local! {
    static OPEN: RefCell<Open> = RefCell::default();
}

impl Open {
    fn fault(&self, number: u32, at: &Pointer<'_>, kind: &str) -> Fault {
        match self.resources.get(&number) {
            Some((found, _)) => Fault::other_resource(at, number, found, kind),
            None => Fault::no_resource(at, number, kind, (1..=self.made).contains(&number)),
        }
    }
}

/// Keeps a resource until it is closed, and gives it a number.
pub(super) fn keep<R: Resource>(resource: R) -> u32 {
    OPEN.with_borrow_mut(|open| {
        open.made = open.made.checked_add(1).expect("memory ends before the numbers do");
        open.resources.insert(open.made, (R::NAME, Rc::new(resource)));
        open.made
    })
}

/// The resource of a number, whose place in the arguments is told.
pub(super) fn get<R: Resource>(number: u32, at: &Pointer<'_>) -> Result<Rc<R>, Fault> {
    OPEN.with_borrow(|open| {
        let found = open.resources.get(&number).and_then(|(_, resource)| Rc::clone(resource).downcast().ok());
        found.ok_or_else(|| open.fault(number, at, R::NAME))
    })
}

/// Takes the resource of a number, which is closed with that.
pub(super) fn take<R: Resource>(number: u32, at: &Pointer<'_>) -> Result<R, Fault> {
    let taken = get(number, at)?;
    OPEN.with_borrow_mut(|open| open.resources.remove(&number));
    Ok(Rc::into_inner(taken).expect("nothing else uses it between two calls"))
}

/// Closes the resource of a number.
pub(super) fn close(arguments: Value<'_>) -> Result<(), Fault> {
    let number = Members::of(arguments, &["self"])?.value()?;
    // It is dropped when the table is free again: that may call into this component.
    let closed = OPEN.with_borrow_mut(|open| open.resources.remove(&number));
    let at = Pointer::Root;
    closed.map(drop).ok_or_else(|| OPEN.with_borrow(|open| open.fault(number, &at.key("self"), "resource")))
}
