//! E-mail, card and phone belong to one customer of a store (behaviour 3.5).

use domain::customer::Changes;
use domain::customer::Profile;
use domain::form::{FormErrors, message};

use crate::error::Error;
use crate::ports::{Contacts, StorageError};

/// Field and message of each value in `taken`, in the order they are reported
/// (behaviour 3.2.2).
pub(super) fn taken_fields(taken: &Contacts) -> Vec<(&'static str, &'static str)> {
    let fields = [
        (taken.email.is_some(), "email"),
        (taken.loyalty_card.is_some(), "loyaltyCardNumber"),
        (taken.phone.is_some(), "phone"),
    ];
    fields
        .into_iter()
        .filter(|(is_taken, _)| *is_taken)
        .filter_map(|(_, field)| message_for(field).map(|said| (field, said)))
        .collect()
}

/// A save that lost a race for a unique value says so like the check before it.
pub(super) fn lost_race(error: StorageError) -> Error {
    if let StorageError::Taken(field) = error
        && let Some(said) = message_for(field)
    {
        let mut errors = FormErrors::default();
        errors.field(field, said);
        return Error::Form(errors);
    }
    error.into()
}

/// What a new profile claims.
pub(super) fn claimed_by_profile(profile: &Profile) -> Contacts {
    Contacts {
        email: profile.email.clone(),
        phone: profile.phone.given().cloned(),
        loyalty_card: profile.loyalty_card.given().cloned(),
    }
}

/// What an update claims.
pub(super) fn claimed_by_changes(changes: &Changes) -> Contacts {
    Contacts {
        email: changes.email.clone().flatten(),
        phone: changes.phone.as_ref().and_then(|it| it.given().cloned()),
        loyalty_card: changes.loyalty_card.as_ref().and_then(|it| it.given().cloned()),
    }
}

fn message_for(field: &str) -> Option<&'static str> {
    match field {
        "email" => Some(message::EMAIL_TAKEN),
        "loyaltyCardNumber" => Some(message::CARD_TAKEN),
        "phone" => Some(message::PHONE_TAKEN),
        _ => None,
    }
}
