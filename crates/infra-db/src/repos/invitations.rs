//! Invitations.

use application::ports::{Contacts, InvitationRepo, StorageError};
use async_trait::async_trait;
use domain::contact::{Email, Phone};
use domain::ids::{CustomerId, InvitationId};
use domain::invitation::{Invitation, Invitee};
use sea_orm::Value;

use crate::rows::invitation::{COLUMNS, from_row, written};
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

impl SeaUow {
    async fn invitation(
        &self,
        condition: &str,
        value: Value,
    ) -> Result<Option<Invitation>, StorageError> {
        let lock = self.row_lock();
        let text = format!(
            "SELECT {COLUMNS} FROM invitation i WHERE i.store = $1 AND i.{condition} = $2{lock}"
        );
        self.one(Sql::new(text, [self.store().into(), value]), from_row).await
    }
}

#[async_trait]
impl InvitationRepo for SeaUow {
    async fn find(&self, id: InvitationId) -> Result<Option<Invitation>, StorageError> {
        self.invitation("id", id.0.into()).await
    }

    async fn find_by_token(&self, token: &str) -> Result<Option<Invitation>, StorageError> {
        self.invitation("token", token.into()).await
    }

    async fn find_by_recipient(
        &self,
        recipient: CustomerId,
    ) -> Result<Option<Invitation>, StorageError> {
        self.invitation("recipient_id", recipient.0.into()).await
    }

    async fn referrer_of(&self, recipient: CustomerId) -> Result<Option<CustomerId>, StorageError> {
        let text = "SELECT referrer_id FROM invitation WHERE store = $1 AND recipient_id = $2";
        let sql = Sql::new(text, [self.store().into(), recipient.0.into()]);
        self.one(sql, |row| row.try_get_by_index(0).map(CustomerId)).await
    }

    async fn any_to(&self, referrer: CustomerId, invitee: &Invitee) -> Result<bool, StorageError> {
        let (column, value): (_, Value) = match invitee {
            Invitee::Email(email) => ("recipient_email", email.as_str().into()),
            Invitee::Phone(phone) => ("recipient_phone_key", phone.key().into()),
            Invitee::Erased => return Ok(false),
        };
        let text = format!(
            "SELECT 1 FROM invitation WHERE store = $1 AND referrer_id = $2 AND {column} = $3 LIMIT 1"
        );
        let sql = Sql::new(text, [self.store().into(), referrer.0.into(), value]);
        Ok(self.one(sql, |_| Ok(())).await?.is_some())
    }

    async fn save(&self, invitation: &Invitation) -> Result<(), StorageError> {
        let mut row = self.address(invitation.id.0);
        let changes = written(invitation);
        let replaced = changes.iter().map(|(name, _)| format!("{name} = excluded.{name}"));
        let replaced = replaced.collect::<Vec<_>>().join(", ");
        row.extend(changes);
        let mut sql = sql::insert("invitation", [row]);
        sql.text.push_str(" ON CONFLICT (store, id) DO UPDATE SET ");
        sql.text.push_str(&replaced);
        self.execute(sql).await?;
        Ok(())
    }

    async fn forget(&self, recipient: CustomerId, contacts: &Contacts) -> Result<(), StorageError> {
        let text = "UPDATE invitation SET recipient_email = NULL, recipient_phone = NULL, \
                    recipient_phone_key = NULL \
                    WHERE store = $1 AND (recipient_id = $2 OR recipient_email = $3 \
                    OR recipient_phone_key = $4)";
        let values = [
            self.store().into(),
            recipient.0.into(),
            contacts.email.as_ref().map(Email::as_str).into(),
            contacts.phone.as_ref().map(Phone::key).into(),
        ];
        self.execute(Sql::new(text, values)).await?;
        Ok(())
    }
}
