//! Logins: the secret side of accounts.

use application::ports::{LoginRepo, StorageError};
use async_trait::async_trait;
use domain::account::{Login, User};

use crate::rows::login::{COLUMNS, address, from_row, written};
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

#[async_trait]
impl LoginRepo for SeaUow {
    async fn find(&self, user: User) -> Result<Option<Login>, StorageError> {
        let lock = self.row_lock();
        let text = format!(
            "SELECT {COLUMNS} FROM login g WHERE g.store = $1 AND g.kind = $2 AND g.user_id = $3{lock}"
        );
        let values = address(self.store(), user).into_iter().map(|(_, value)| value);
        self.one(Sql::new(text, values), from_row).await
    }

    async fn save(&self, login: &Login) -> Result<(), StorageError> {
        let mut row = address(self.store(), login.user);
        row.extend(written(login));
        let mut sql = sql::insert("login", [row]);
        sql.text.push_str(
            " ON CONFLICT (store, kind, user_id) DO UPDATE SET \
             password_hash = excluded.password_hash, temporary = excluded.temporary, \
             last_login_at = excluded.last_login_at, failures = excluded.failures, \
             locked_until = excluded.locked_until",
        );
        self.execute(sql).await?;
        Ok(())
    }

    async fn delete(&self, user: User) -> Result<(), StorageError> {
        self.execute(sql::delete("login", address(self.store(), user))).await?;
        Ok(())
    }
}
