//! Who a name means at a sign-in (behaviour 1.2.2).

use application::ports::{Candidate, StorageError};
use domain::account::{Login, User, UserKind};
use domain::contact::phone_key;
use domain::customer::Status;
use domain::ids::{CustomerId, SellerId};
use domain::store::StoreCode;
use domain::text::folded;
use sea_orm::{DbErr, QueryResult, Value};
use uuid::Uuid;

use super::{SeaDirectory, principals};
use crate::read::ask;
use crate::rows::{admin, customer, login, role, seller};
use crate::sql::Sql;

impl SeaDirectory {
    pub(super) async fn find_candidate(
        &self,
        kind: UserKind,
        store: &StoreCode,
        name: &str,
    ) -> Result<Option<Candidate>, StorageError> {
        if !ask::can_be_stored(name) {
            return Ok(None);
        }
        match kind {
            UserKind::Admin => self.find_admin(name).await,
            UserKind::Seller => self.find_seller(store, name).await,
            UserKind::Customer => self.find_customer(store, name).await,
        }
    }

    async fn find_admin(&self, name: &str) -> Result<Option<Candidate>, StorageError> {
        // A username may look like the e-mail address of somebody else: the username counts.
        let text = format!(
            "SELECT {}, {}, {} FROM admin a JOIN role r ON r.id = a.role_id \
             LEFT JOIN login g ON g.store = '' AND g.kind = 'admin' AND g.user_id = a.id \
             WHERE a.username_key = $1 OR a.email = $1 \
             ORDER BY CASE WHEN a.username_key = $1 THEN 0 ELSE 1 END LIMIT 1",
            admin::COLUMNS,
            role::COLUMNS,
            login::COLUMNS,
        );
        let read = |row: &QueryResult| {
            let found = admin::from_row_at(row, 0)?;
            let rights = role::from_row_at(row, admin::WIDTH)?.rights;
            let user = User::Admin(found.id);
            Ok(Candidate {
                user,
                principal: principals::of_admin(
                    found.id,
                    rights,
                    found.username.as_str().to_owned(),
                ),
                can_sign_in: found.active,
                login: login_at(row, admin::WIDTH + role::WIDTH, user)?,
            })
        };
        ask::one(self.db(), Sql::new(text, [folded(name).into()]), read).await
    }

    async fn find_seller(
        &self,
        store: &StoreCode,
        name: &str,
    ) -> Result<Option<Candidate>, StorageError> {
        let (column, value) = match SellerId::parse(name) {
            Some(id) => ("s.id", id.0.into()),
            None => ("s.email", folded(name).into()),
        };
        let text = format!(
            "SELECT {}, {} FROM seller s \
             LEFT JOIN login g ON g.store = s.store AND g.kind = 'seller' AND g.user_id = s.id \
             WHERE s.store = $1 AND {column} = $2",
            seller::COLUMNS,
            login::COLUMNS,
        );
        let read = |row: &QueryResult| {
            let found = seller::from_row(row)?;
            let user = User::Seller(found.id);
            let email = found.email.as_str().to_owned();
            Ok(Candidate {
                user,
                principal: principals::of_seller(found.id, store.clone(), email),
                can_sign_in: found.can_sign_in(),
                login: login_at(row, seller::WIDTH, user)?,
            })
        };
        ask::one(self.db(), Sql::new(text, [store.as_str().into(), value]), read).await
    }

    async fn find_customer(
        &self,
        store: &StoreCode,
        name: &str,
    ) -> Result<Option<Candidate>, StorageError> {
        let account: (&str, Value) = match CustomerId::parse(name) {
            Some(id) => ("c.id = $2", id.0.into()),
            None => ("c.email = $2", folded(name).into()),
        };
        let ways = [
            account,
            ("c.loyalty_card = $2 AND c.loyalty_card <> ''", name.into()),
            ("c.phone_key = $2", phone_key(name).into()),
        ];
        for (condition, value) in ways {
            let found = self.find_customer_by(store, condition, value).await?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    async fn find_customer_by(
        &self,
        store: &StoreCode,
        condition: &str,
        value: Value,
    ) -> Result<Option<Candidate>, StorageError> {
        let text = format!(
            "SELECT {}, {} FROM customer c \
             LEFT JOIN login g ON g.store = c.store AND g.kind = 'customer' AND g.user_id = c.id \
             WHERE c.store = $1 AND c.status <> 'deleted' AND {condition}",
            customer::COLUMNS,
            login::COLUMNS,
        );
        let read = |row: &QueryResult| {
            let found = customer::state(row)?;
            let user = User::Customer(found.id);
            let email = found.profile.email.as_ref().map(|it| it.as_str().to_owned());
            Ok(Candidate {
                user,
                principal: principals::of_customer(found.id, store.clone(), email),
                can_sign_in: found.status == Status::Active,
                login: login_at(row, customer::WIDTH, user)?,
            })
        };
        ask::one(self.db(), Sql::new(text, [store.as_str().into(), value]), read).await
    }
}

/// The login in the columns that start at `offset`; some users never had one.
fn login_at(row: &QueryResult, offset: usize, user: User) -> Result<Login, DbErr> {
    match row.try_get_by_index::<Option<Uuid>>(offset)? {
        Some(_) => login::from_row_at(row, offset),
        None => Ok(Login::without_password(user)),
    }
}
