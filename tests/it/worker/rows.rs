//! The database of a real server, asked and changed behind its back.

use laurel_tests::server::{Engine, Server};
use sqlx::{Connection, PgConnection, SqliteConnection};

/// How many jobs wait, other than the one that always comes back.
pub async fn waiting(server: &Server) -> i64 {
    number(
        server,
        "SELECT count(*) FROM job WHERE kind NOT IN ('housekeeping', 'tend', 'segments', 'reconcile')",
    )
    .await
}

pub async fn execute(server: &Server, text: &'static str) {
    let url = &server.database_url;
    match server.engine {
        Engine::Sqlite => {
            let mut db = SqliteConnection::connect(url).await.expect("the file");
            sqlx::query(text).execute(&mut db).await.expect("a change");
        }
        Engine::Postgres => {
            let mut db = PgConnection::connect(url).await.expect("the server");
            sqlx::query(text).execute(&mut db).await.expect("a change");
        }
    }
}

async fn number(server: &Server, text: &'static str) -> i64 {
    let url = &server.database_url;
    match server.engine {
        Engine::Sqlite => {
            let mut db = SqliteConnection::connect(url).await.expect("the file");
            sqlx::query_scalar(text).fetch_one(&mut db).await.expect("a number")
        }
        Engine::Postgres => {
            let mut db = PgConnection::connect(url).await.expect("the server");
            sqlx::query_scalar(text).fetch_one(&mut db).await.expect("a number")
        }
    }
}
