//! The one place where a database error becomes a storage error.

use application::ports::StorageError;
use sea_orm::{DbErr, RuntimeErr, SqlErr};
use sqlx::error::DatabaseError;

/// Unique constraints: the index's name (PostgreSQL), the columns (SQLite), the field's name.
/// Keys come last: `customer.id` is also the end of longer names.
const UNIQUE: [(&str, &str, &str); 14] = [
    ("customer_email", "customer.store, customer.email", "email"),
    ("customer_phone", "customer.store, customer.phone_key", "phone"),
    ("customer_loyalty_card", "customer.store, customer.loyalty_card", "loyaltyCardNumber"),
    ("pos_identifier", "pos.store, pos.identifier", "identifier"),
    ("seller_email", "seller.store, seller.email", "email"),
    ("admin_username", "admin.username_key", "username"),
    ("admin_email", "admin.email", "email"),
    ("store_pkey", "store.code", "code"),
    ("customer_pkey", "customer.store, customer.id", "id"),
    ("level_pkey", "level.store, level.id", "id"),
    ("pos_pkey", "pos.store, pos.id", "id"),
    ("seller_pkey", "seller.store, seller.id", "id"),
    ("admin_pkey", "admin.id", "id"),
    ("role_pkey", "role.id", "id"),
];

/// Serialization failure, deadlock, lock timeout, statement timeout and too many connections on
/// PostgreSQL; busy (also after recovery, and over a snapshot) and locked on SQLite.
const BUSY: [&str; 9] = ["40001", "40P01", "55P03", "57014", "53300", "5", "261", "517", "6"];

/// What `error` means to a use-case. Its cause keeps the database's words for the log.
pub fn storage_error(error: DbErr) -> StorageError {
    if let Some(SqlErr::UniqueConstraintViolation(message)) = error.sql_err() {
        let constraint = database_error(&error).and_then(DatabaseError::constraint);
        let taken = UNIQUE.iter().find(|(index, columns, _)| match constraint {
            Some(name) => name == *index,
            None => message.ends_with(&format!(": {columns}")),
        });
        if let Some((_, _, field)) = taken {
            return StorageError::Taken(field);
        }
    }
    let busy = matches!(error, DbErr::ConnectionAcquire(_))
        || database_error(&error)
            .and_then(DatabaseError::code)
            .is_some_and(|code| BUSY.contains(&&*code));
    if busy { StorageError::Busy(Box::new(error)) } else { StorageError::Broken(Box::new(error)) }
}

fn database_error(error: &DbErr) -> Option<&dyn DatabaseError> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause))
        | DbErr::Conn(RuntimeErr::SqlxError(cause)) => cause.as_database_error(),
        _ => None,
    }
}
