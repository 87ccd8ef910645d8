//! A bare handler to measure Laurel against: hyper, sqlx and the statements that Laurel sends for
//! a customer's details, for its status, and for a sale. `bare DATABASE-URL ADDRESS` answers what
//! `bench.lua` asks.

mod sale;

use std::convert::Infallible;
use std::str::FromStr;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, Row, SqlitePool};
use tokio::net::TcpListener;
use uuid::Uuid;

const STORE: &str = "DEFAULT";
/// As many as Laurel has: readers of SQLite, and of PostgreSQL all.
const CONNECTIONS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 8;

#[derive(Clone)]
enum Pool {
    Sqlite { readers: SqlitePool, writer: SqlitePool },
    Postgres(PgPool),
}

/// The customer's id, first name and last name.
type Found = Option<(Uuid, String, String)>;

#[tokio::main]
async fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [url, address] = &arguments[..] else { panic!("usage: bare DATABASE-URL ADDRESS") };
    let pool = Pool::open(url).await.expect("a database");
    let listener = TcpListener::bind(address).await.expect("a free address");
    loop {
        let (socket, _) = listener.accept().await.expect("a connection");
        socket.set_nodelay(true).expect("a socket that lives");
        let pool = pool.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| answer(&pool, request));
            // A client that goes away is no news.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(socket), service).await;
        });
    }
}

impl Pool {
    async fn open(url: &str) -> sqlx::Result<Self> {
        if !url.starts_with("sqlite:") {
            let pool =
                PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).connect(url).await?;
            return Ok(Self::Postgres(pool));
        }
        let options = SqliteConnectOptions::from_str(url)?.pragma("cache_size", "-8192");
        let writing = options
            .clone()
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true);
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(writing).await?;
        let readers = SqlitePoolOptions::new().max_connections(CONNECTIONS);
        let readers = readers.connect_with(options.read_only(true)).await?;
        Ok(Self::Sqlite { readers, writer })
    }

    async fn find(&self, id: Uuid) -> sqlx::Result<Found> {
        let statement = infra_db::details_statement(matches!(self, Self::Sqlite { .. }));
        match self {
            Self::Sqlite { readers, .. } => {
                let query = sqlx::query(statement).bind(STORE).bind(id);
                let row = query.fetch_optional(readers).await?;
                row.map(|it| Ok((it.try_get(0)?, it.try_get(2)?, it.try_get(3)?))).transpose()
            }
            Self::Postgres(pool) => {
                let query = sqlx::query(statement).bind(STORE).bind(id);
                let row = query.fetch_optional(pool).await?;
                row.map(|it| Ok((it.try_get(0)?, it.try_get(2)?, it.try_get(3)?))).transpose()
            }
        }
    }

    /// The first of the rows of a status, one for each lot of points.
    async fn standing(&self, id: Uuid) -> sqlx::Result<Found> {
        let statement = infra_db::status_statement();
        match self {
            Self::Sqlite { readers, .. } => {
                let query = sqlx::query(statement).bind(STORE).bind(id).bind(false);
                let rows = query.fetch_all(readers).await?;
                let first = rows.first();
                first.map(|it| Ok((it.try_get(0)?, it.try_get(1)?, it.try_get(2)?))).transpose()
            }
            Self::Postgres(pool) => {
                let query = sqlx::query(statement).bind(STORE).bind(id).bind(false);
                let rows = query.fetch_all(pool).await?;
                let first = rows.first();
                first.map(|it| Ok((it.try_get(0)?, it.try_get(1)?, it.try_get(2)?))).transpose()
            }
        }
    }

    async fn sell(&self, email: &str) -> sqlx::Result<String> {
        match self {
            Self::Sqlite { writer, .. } => sale::on_sqlite(writer, email).await,
            Self::Postgres(pool) => sale::on_postgres(pool, email).await,
        }
    }
}

/// Somebody who does not exist is a failure of the measurement.
async fn answer(
    pool: &Pool,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    let is_status = path.ends_with("/status");
    let body = if parts.method == Method::POST {
        let body = body.collect().await.expect("a whole body").to_bytes();
        let sale: Value = serde_json::from_slice(&body).expect("JSON");
        let email = sale["transaction"]["customerData"]["email"].as_str().expect("an address");
        let number = pool.sell(email).await.expect("a database that answers");
        json!({ "transactionId": number })
    } else {
        let id = path.trim_end_matches("/status").rsplit('/').next();
        let id = id.and_then(|it| it.parse().ok()).expect("an id");
        let found = if is_status { pool.standing(id).await } else { pool.find(id).await };
        let found = found.expect("a database that answers");
        let (id, first_name, last_name) = found.expect("somebody");
        json!({ "customerId": id, "firstName": first_name, "lastName": last_name })
    };
    let mut response = Response::new(Full::from(body.to_string()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
