//! The `invitation` row, alias `i`.

use domain::contact::{Email, Phone};
use domain::ids::{CustomerId, InvitationId};
use domain::invitation::{Invitation, InvitationStatus, Invitee};
use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use super::{Fields, Written, columns};

columns! { "invitation" as "i":
    "id", "referrer_id", "recipient_email", "recipient_phone", "recipient_id", "status", "token",
    "created_at",
}

pub fn from_row(row: &QueryResult) -> Result<Invitation, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    Ok(Invitation {
        id: InvitationId(it.id("id")?),
        referrer: CustomerId(it.take("referrer_id")?),
        invitee: match (it.take("recipient_email")?, it.take("recipient_phone")?) {
            (Some(email), _) => Invitee::Email(Email::from_storage(email)),
            (None, Some(phone)) => Invitee::Phone(Phone::from_storage(phone)),
            (None, None) => Invitee::Erased,
        },
        recipient: it.take::<Option<Uuid>>("recipient_id")?.map(CustomerId),
        status: it.known("status", InvitationStatus::parse)?,
        token: it.take("token")?,
        created_at: it.instant("created_at")?,
    })
}

/// Every column but `store` and `id`.
pub fn written(invitation: &Invitation) -> Written {
    let Invitation { id: _, referrer, invitee, recipient, status, token, created_at } = invitation;
    let (email, phone) = match invitee {
        Invitee::Email(email) => (Some(email), None),
        Invitee::Phone(phone) => (None, Some(phone)),
        Invitee::Erased => (None, None),
    };
    vec![
        ("referrer_id", referrer.0.into()),
        ("recipient_email", email.map(Email::as_str).into()),
        ("recipient_phone", phone.map(Phone::as_str).into()),
        ("recipient_phone_key", phone.map(Phone::key).into()),
        ("recipient_id", recipient.map(|it| it.0).into()),
        ("status", status.as_str().into()),
        ("token", token.as_str().into()),
        ("created_at", created_at.timestamp_micros().into()),
    ]
}
