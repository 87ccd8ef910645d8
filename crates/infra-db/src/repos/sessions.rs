//! Sessions and their refresh tokens.

use application::ports::{RefreshToken, Session, SessionRepo, StorageError};
use async_trait::async_trait;
use domain::Timestamp;
use domain::account::User;
use domain::ids::SessionId;

use crate::rows::login::address;
use crate::rows::session::{self, refresh};
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

#[async_trait]
impl SessionRepo for SeaUow {
    /// Also forgets the user's sessions that nothing can prolong any more: no other moment would
    /// keep them from piling up.
    async fn open(&self, session: &Session, token: &RefreshToken) -> Result<(), StorageError> {
        let Session { id, user, store: _, created_at } = session;
        let text = "DELETE FROM session WHERE store = $1 AND kind = $2 AND user_id = $3 \
                    AND NOT EXISTS (SELECT 1 FROM refresh_token rt \
                    WHERE rt.session_id = session.id AND rt.expires_at > $4)";
        let mut values: Vec<_> =
            address(self.store(), *user).into_iter().map(|(_, value)| value).collect();
        values.push(created_at.timestamp_micros().into());
        self.execute(Sql::new(text, values)).await?;

        let mut row = address(self.store(), *user);
        row.push(("id", id.0.into()));
        row.push(("created_at", created_at.timestamp_micros().into()));
        self.execute(sql::insert("session", [row])).await?;
        self.execute(sql::insert("refresh_token", [refresh::written(token)])).await?;
        Ok(())
    }

    /// Locks the token, so that of two exchanges at once the second sees the first.
    async fn find_by_refresh(
        &self,
        digest: &str,
    ) -> Result<Option<(Session, RefreshToken)>, StorageError> {
        let text = format!(
            "SELECT {}, {} FROM refresh_token rt JOIN session n ON n.id = rt.session_id \
             WHERE rt.digest = $1 AND n.store IN ('', $2){}",
            session::COLUMNS,
            refresh::COLUMNS,
            self.row_lock(),
        );
        self.one(Sql::new(text, [digest.into(), self.store().into()]), |row| {
            Ok((session::from_row(row)?, refresh::from_row_at(row, session::WIDTH)?))
        })
        .await
    }

    async fn rotate(
        &self,
        old: &str,
        at: Timestamp,
        new: &RefreshToken,
    ) -> Result<(), StorageError> {
        let text =
            "UPDATE refresh_token SET replaced_at = $1 WHERE digest = $2 AND replaced_at IS NULL";
        let at = at.timestamp_micros();
        self.execute(Sql::new(text, [at.into(), old.into()])).await?;
        // Tokens before it that would be refused as expired anyway.
        let text = "DELETE FROM refresh_token WHERE session_id = $1 AND expires_at <= $2";
        self.execute(Sql::new(text, [new.session.0.into(), at.into()])).await?;
        self.execute(sql::insert("refresh_token", [refresh::written(new)])).await?;
        Ok(())
    }

    async fn end(&self, id: SessionId) -> Result<(), StorageError> {
        self.execute(sql::delete("session", vec![("id", id.0.into())])).await?;
        self.wrote_cached();
        Ok(())
    }

    async fn end_all(&self, user: User) -> Result<(), StorageError> {
        self.execute(sql::delete("session", address(self.store(), user))).await?;
        self.wrote_cached();
        Ok(())
    }

    async fn end_others(&self, user: User, own: SessionId) -> Result<(), StorageError> {
        let text =
            "DELETE FROM session WHERE store = $1 AND kind = $2 AND user_id = $3 AND id <> $4";
        let user = address(self.store(), user).into_iter().map(|(_, value)| value);
        self.execute(Sql::new(text, user.chain([own.0.into()]))).await?;
        self.wrote_cached();
        Ok(())
    }
}
