//! Who a session belongs to.

use application::ports::{Principal, StorageError};
use domain::access::Rights;
use domain::account::UserKind;
use domain::ids::{AdminId, CustomerId, SellerId, SessionId};
use domain::policy::Actor;
use domain::store::StoreCode;
use sea_orm::{DbErr, QueryResult};

use super::SeaDirectory;
use crate::read::ask;
use crate::rows::{json, login};
use crate::sql::Sql;

/// One row for an open session. Of the last columns only those of the session's own kind of user
/// have values, and only while that user may sign in.
const BY_SESSION: &str = "\
    SELECT n.kind, n.user_id, n.store, a.username, r.master, r.permissions, s.email, c.id, c.email \
    FROM session n \
    LEFT JOIN admin a ON n.kind = 'admin' AND a.id = n.user_id AND a.active \
    LEFT JOIN role r ON r.id = a.role_id \
    LEFT JOIN seller s ON n.kind = 'seller' AND s.store = n.store AND s.id = n.user_id \
        AND s.active AND NOT s.deleted \
    LEFT JOIN customer c ON n.kind = 'customer' AND c.store = n.store AND c.id = n.user_id \
        AND c.status = 'active' AND c.status <> 'deleted' \
    WHERE n.id = $1";

impl SeaDirectory {
    pub(super) async fn load_principal(
        &self,
        session: SessionId,
    ) -> Result<Option<Principal>, StorageError> {
        let sql = Sql::new(BY_SESSION, [session.0.into()]);
        ask::one(self.db(), sql, principal).await.map(Option::flatten)
    }
}

fn principal(row: &QueryResult) -> Result<Option<Principal>, DbErr> {
    let kind: String = row.try_get_by_index(0)?;
    let kind = login::read_kind(&kind)
        .ok_or_else(|| DbErr::Custom("session: kind is not a known value".to_owned()))?;
    let id = row.try_get_by_index(1)?;
    let store = || row.try_get_by_index(2).map(StoreCode::from_storage);
    match kind {
        UserKind::Admin => {
            let Some(username) = row.try_get_by_index(3)? else { return Ok(None) };
            let permissions: String = row.try_get_by_index(5)?;
            let rights = json::read_rights(row.try_get_by_index(4)?, &permissions)
                .map_err(|_| DbErr::Custom("role: unreadable permissions".to_owned()))?;
            Ok(Some(of_admin(AdminId(id), rights, username)))
        }
        UserKind::Seller => {
            let Some(email) = row.try_get_by_index(6)? else { return Ok(None) };
            Ok(Some(of_seller(SellerId(id), store()?, email)))
        }
        UserKind::Customer => {
            if row.try_get_by_index::<Option<uuid::Uuid>>(7)?.is_none() {
                return Ok(None);
            }
            Ok(Some(of_customer(CustomerId(id), store()?, row.try_get_by_index(8)?)))
        }
    }
}

pub fn of_admin(id: AdminId, rights: Rights, username: String) -> Principal {
    Principal { actor: Actor::Admin(id, rights), store: None, username }
}

pub fn of_seller(id: SellerId, store: StoreCode, email: String) -> Principal {
    Principal { actor: Actor::Seller(id), store: Some(store), username: email }
}

pub fn of_customer(id: CustomerId, store: StoreCode, email: Option<String>) -> Principal {
    let username = email.unwrap_or_else(|| id.to_string());
    Principal { actor: Actor::Customer(id), store: Some(store), username }
}
