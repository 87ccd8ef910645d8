//! The one place where a database error becomes a storage error.

use application::ports::StorageError;
use sea_orm::{DbErr, RuntimeErr, SqlErr};
use sqlx::error::DatabaseError;

/// Unique constraints: the index's name (PostgreSQL), the columns (SQLite), the field's name.
/// Keys come last: `customer.id` is also the end of longer names.
const UNIQUE: [(&str, &str, &str); 17] = [
    ("customer_email", "customer.store, customer.email", "email"),
    ("customer_phone", "customer.store, customer.phone_key", "phone"),
    ("customer_loyalty_card", "customer.store, customer.loyalty_card", "loyaltyCardNumber"),
    ("pos_identifier", "pos.store, pos.identifier", "identifier"),
    ("seller_email", "seller.store, seller.email", "email"),
    ("admin_username", "admin.username_key", "username"),
    ("admin_email", "admin.email", "email"),
    (
        "one_time_code_digest",
        "one_time_code.store, one_time_code.purpose, one_time_code.digest",
        "code",
    ),
    ("invitation_token", "invitation.store, invitation.token", "token"),
    ("purchase_number", "purchase.store, purchase.number", "number"),
    ("store_pkey", "store.code", "code"),
    ("customer_pkey", "customer.store, customer.id", "id"),
    ("level_pkey", "level.store, level.id", "id"),
    ("pos_pkey", "pos.store, pos.id", "id"),
    ("seller_pkey", "seller.store, seller.id", "id"),
    ("admin_pkey", "admin.id", "id"),
    ("role_pkey", "role.id", "id"),
];

/// What passes without anybody changing a statement. On PostgreSQL: serialization failure,
/// deadlock, lock timeout, statement timeout, and a server that stops, starts or is read-only.
const PASSING_STATES: [&str; 6] = ["55P03", "57014", "57P01", "57P02", "57P03", "25006"];

/// Classes of such states: connections, and resources such as disks.
const PASSING_CLASSES: [&str; 2] = ["08", "53"];

/// On SQLite: busy, locked, read-only, input and output, full, not to be opened.
const PASSING_CODES: [u32; 6] = [5, 6, 8, 10, 13, 14];

/// On PostgreSQL: given up for another transaction, as not serialisable or as deadlocked.
const CONTENDED_STATES: [&str; 2] = ["40001", "40P01"];

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
    let state = database_error(&error).and_then(DatabaseError::code);
    if state.is_some_and(|it| CONTENDED_STATES.contains(&&*it)) {
        StorageError::Contended(Box::new(error))
    } else if is_passing(&error) {
        StorageError::Busy(Box::new(error))
    } else {
        StorageError::Broken(Box::new(error))
    }
}

/// Whether the same call can succeed later.
fn is_passing(error: &DbErr) -> bool {
    use sqlx::Error as Cause;
    match cause(error) {
        Some(Cause::Database(said)) => said.code().is_some_and(|code| is_passing_code(&code)),
        Some(
            Cause::Io(_)
            | Cause::Tls(_)
            | Cause::PoolTimedOut
            | Cause::PoolClosed
            | Cause::WorkerCrashed
            | Cause::BeginFailed,
        ) => true,
        Some(_) => false,
        None => matches!(error, DbErr::ConnectionAcquire(_)),
    }
}

/// Of SQLite's numbers the lowest byte says what happened, the rest says why. States have five
/// characters, numbers fewer.
fn is_passing_code(code: &str) -> bool {
    match code.parse::<u32>() {
        Ok(number) if code.len() < 5 => PASSING_CODES.contains(&(number & 0xff)),
        _ => {
            PASSING_STATES.contains(&code)
                || PASSING_CLASSES.iter().any(|class| code.starts_with(class))
        }
    }
}

fn database_error(error: &DbErr) -> Option<&dyn DatabaseError> {
    cause(error)?.as_database_error()
}

fn cause(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause))
        | DbErr::Conn(RuntimeErr::SqlxError(cause)) => Some(cause),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn what_passes_is_told_from_what_is_broken() {
        for (code, passes) in [
            ("57P01", true),
            ("53100", true),
            ("08006", true),
            ("42601", false),
            ("23505", false),
            ("5", true),
            ("517", true),
            ("13", true),
            ("778", true),
            ("1", false),
            ("2067", false),
        ] {
            assert_eq!(is_passing_code(code), passes, "{code}");
        }
    }

    #[test]
    fn a_lost_connection_is_no_fault_of_ours() {
        let lost = || sqlx::Error::Io(io::ErrorKind::UnexpectedEof.into());
        for error in [DbErr::Query, DbErr::Exec, DbErr::Conn] {
            let error = error(RuntimeErr::SqlxError(lost().into()));
            assert!(matches!(storage_error(error), StorageError::Busy(_)));
        }
        let ours = DbErr::Query(RuntimeErr::SqlxError(sqlx::Error::RowNotFound.into()));
        assert!(matches!(storage_error(ours), StorageError::Broken(_)));
    }
}
