//! One-time codes.

use application::ports::{CodeRepo, StorageError};
use async_trait::async_trait;
use domain::account::User;
use domain::code::{OneTimeCode, Purpose};

use crate::rows::code::{COLUMNS, from_row, purpose_text, written};
use crate::rows::login::address;
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

#[async_trait]
impl CodeRepo for SeaUow {
    async fn find(
        &self,
        user: User,
        purpose: Purpose,
    ) -> Result<Option<OneTimeCode>, StorageError> {
        let lock = self.row_lock();
        let text = format!(
            "SELECT {COLUMNS} FROM one_time_code k \
             WHERE k.store = $1 AND k.kind = $2 AND k.user_id = $3 AND k.purpose = $4{lock}"
        );
        let user = address(self.store(), user).into_iter().map(|(_, value)| value);
        let values = user.chain([purpose_text(purpose).into()]);
        self.one(Sql::new(text, values), from_row).await
    }

    async fn find_by_digest(
        &self,
        purpose: Purpose,
        digest: &str,
    ) -> Result<Option<OneTimeCode>, StorageError> {
        let lock = self.row_lock();
        // Administrators belong to every store, and so do their codes.
        let text = format!(
            "SELECT {COLUMNS} FROM one_time_code k \
             WHERE k.store IN ($1, '') AND k.purpose = $2 AND k.digest = $3{lock}"
        );
        let values = [self.store().into(), purpose_text(purpose).into(), digest.into()];
        self.one(Sql::new(text, values), from_row).await
    }

    async fn save(&self, code: &OneTimeCode) -> Result<(), StorageError> {
        let mut row = address(self.store(), code.user);
        row.push(("purpose", purpose_text(code.purpose).into()));
        let changes = written(code);
        let replaced = changes.iter().map(|(name, _)| format!("{name} = excluded.{name}"));
        let replaced = replaced.collect::<Vec<_>>().join(", ");
        row.extend(changes);
        let mut sql = sql::insert("one_time_code", [row]);
        sql.text.push_str(" ON CONFLICT (store, kind, user_id, purpose) DO UPDATE SET ");
        sql.text.push_str(&replaced);
        self.execute(sql).await?;
        Ok(())
    }

    async fn forget(&self, user: User) -> Result<(), StorageError> {
        self.execute(sql::delete("one_time_code", address(self.store(), user))).await?;
        Ok(())
    }
}
