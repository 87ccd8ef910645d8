//! The six invitations of behaviour 6.10, all by John Doe.

use domain::Timestamp;
use domain::contact::Phone;
use domain::ids::{CustomerId, InvitationId};
use domain::invitation::{Invitation, InvitationStatus, Invitee};
use uuid::{Uuid, uuid};

use super::{WELL_FORMED, email};
use crate::error::Error;
use crate::ports::{Secrets, UnitOfWork};

const REFERRER: CustomerId = CustomerId(uuid!("00000000-0000-474c-b092-b0dd880c07e1"));

const FIRST: u128 = uuid!("22200000-0000-474c-b092-b0dd880c07e1").as_u128();

/// After the customers.
pub(super) async fn add(
    uow: &dyn UnitOfWork,
    secrets: &dyn Secrets,
    now: Timestamp,
) -> Result<(), Error> {
    let by_email = (1..=4).map(|number| Invitee::Email(email(&format!("test{number}@oloy.com"))));
    let by_phone = ["123123105", "123123106"]
        .map(|number| Invitee::Phone(Phone::parse(number).expect(WELL_FORMED)));
    for (number, invitee) in (0..).zip(by_email.chain(by_phone)) {
        let invitation = Invitation {
            id: InvitationId(Uuid::from_u128(FIRST + number)),
            referrer: REFERRER,
            invitee,
            recipient: None,
            status: InvitationStatus::Invited,
            token: secrets.hex(40),
            created_at: now,
        };
        uow.invitations().save(&invitation).await?;
    }
    Ok(())
}
