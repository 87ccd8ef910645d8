//! What may become of a place of a file: somebody new, or what another installation kept.

use domain::account::{Login, User};
use domain::customer::{Customer, CustomerState, Placement, Profile, References};
use domain::form::FormErrors;
use domain::level::Level;
use domain::pos::Pos;
use domain::seller::Seller;
use uuid::Uuid;

use super::newcomer::{Sound, sound};
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Kept, Newcomer, Record, StorageError, UnitOfWork};

pub(super) enum Candidate<'a> {
    New(Box<Sound<'a>>),
    /// A customer with its id, its dates and its past.
    Moved(&'a CustomerState),
    /// A level, a point of sale or a seller.
    Thing(Uuid),
}

impl<'a> Candidate<'a> {
    /// Judges a place by itself.
    pub(super) fn of(cx: &Cx, record: &'a Record) -> Result<Self, String> {
        match record {
            Record::Kept(kept) => Ok(match &**kept {
                Kept::Customer(state) => Self::Moved(state),
                thing => Self::Thing(thing.id()),
            }),
            record => sound(cx, record).map(|it| Self::New(Box::new(it))),
        }
    }

    pub(super) fn profile(&self) -> Option<&Profile> {
        match self {
            Self::New(row) => Some(&row.profile),
            Self::Moved(state) => Some(&state.profile),
            Self::Thing(_) => None,
        }
    }

    pub(super) fn references(&self) -> References {
        match self {
            Self::New(row) => row.references,
            Self::Moved(state) => References {
                level: state.placement.map(Placement::level),
                pos: state.pos,
                seller: state.seller,
            },
            Self::Thing(_) => References::default(),
        }
    }
}

/// A customer as it was elsewhere. It has no password here, and nobody is told anything.
pub(super) fn moved(state: &CustomerState) -> Newcomer {
    let customer = Customer::transferred(state.clone());
    let login = Login::without_password(User::Customer(customer.id()));
    Newcomer {
        customer,
        account: None,
        uses: vec![],
        login,
        jobs: vec![],
        audit: vec![],
        events: vec![],
    }
}

/// Writes what is no customer; it is refused when its id or identifier is used already.
pub(super) async fn add_thing(uow: &dyn UnitOfWork, kept: &Kept) -> Result<(), Error> {
    let added = match kept {
        Kept::Level(level) => uow.levels().save(&Level { version: 0, ..level.clone() }).await,
        Kept::Pos(pos) => uow.pos().save(&Pos { version: 0, ..pos.clone() }).await,
        Kept::Seller(seller) => {
            match uow.pos().find(seller.pos).await? {
                Some(_) => {}
                None => return Err(refusal("posId does not exist".to_owned())),
            }
            uow.logins().save(&Login::without_password(User::Seller(seller.id))).await?;
            uow.sellers().save(&Seller { version: 0, ..seller.clone() }).await
        }
        Kept::Customer(_) => Ok(()),
    };
    added.map_err(already_used)
}

/// An id that is used already costs only the place that bears it.
pub(super) fn already_used(error: StorageError) -> Error {
    match error {
        StorageError::Taken(field @ ("id" | "identifier")) => {
            refusal(format!("{field} is already used"))
        }
        error => super::super::unique::lost_race(error),
    }
}

fn refusal(said: String) -> Error {
    let mut errors = FormErrors::default();
    errors.root(said);
    Error::Form(errors)
}
