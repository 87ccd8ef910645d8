//! The rows `session`, alias `n`, and `refresh_token`, alias `rt`.

use application::ports::{RefreshToken, Session};
use domain::ids::SessionId;
use domain::store::StoreCode;
use sea_orm::{DbErr, QueryResult};

use super::login::read_kind;
use super::{Fields, Written, columns};

columns! { "session" as "n": "id", "kind", "user_id", "store", "created_at" }

pub fn from_row(row: &QueryResult) -> Result<Session, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    let id = SessionId(it.id("id")?);
    let kind = it.known("kind", read_kind)?;
    Ok(Session {
        id,
        user: kind.of(it.take("user_id")?),
        store: it.known("store", |code| Some(bound_to(code)))?,
        created_at: it.instant("created_at")?,
    })
}

/// '' stands for the whole installation.
fn bound_to(code: &str) -> Option<StoreCode> {
    (!code.is_empty()).then(|| StoreCode::from_storage(code.to_owned()))
}

/// The columns of a refresh token.
pub mod refresh {
    use super::{DbErr, Fields, QueryResult, RefreshToken, SessionId, Written, columns};

    columns! { "refresh_token" as "rt": "digest", "session_id", "expires_at", "replaced_at" }

    /// Reads a refresh token from the columns that start at `offset`.
    pub fn from_row_at(row: &QueryResult, offset: usize) -> Result<RefreshToken, DbErr> {
        let mut it = Fields::new(row, offset, TABLE, NAMES);
        Ok(RefreshToken {
            digest: it.take("digest")?,
            session: SessionId(it.id("session_id")?),
            expires_at: it.instant("expires_at")?,
            replaced_at: it.some_instant("replaced_at")?,
        })
    }

    pub fn written(token: &RefreshToken) -> Written {
        let RefreshToken { digest, session, expires_at, replaced_at } = token;
        vec![
            ("digest", digest.as_str().into()),
            ("session_id", session.0.into()),
            ("expires_at", expires_at.timestamp_micros().into()),
            ("replaced_at", replaced_at.map(|it| it.timestamp_micros()).into()),
        ]
    }
}
