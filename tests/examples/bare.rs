//! A bare handler to measure Laurel against: hyper, sqlx and the one statement of a customer's
//! details. `bare DATABASE-URL ADDRESS` answers `/…/ID` with the customer's id and names.

use std::convert::Infallible;
use std::str::FromStr;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::json;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{PgPool, Row, SqlitePool};
use tokio::net::TcpListener;
use uuid::Uuid;

const STORE: &str = "DEFAULT";
const CONNECTIONS: u32 = 4;

#[derive(Clone)]
enum Pool {
    Sqlite(SqlitePool),
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
            let pool = PgPoolOptions::new().max_connections(CONNECTIONS).connect(url).await?;
            return Ok(Self::Postgres(pool));
        }
        let options = SqliteConnectOptions::from_str(url)?.read_only(true);
        let options = options.pragma("cache_size", "-8192");
        let pool = SqlitePoolOptions::new().max_connections(CONNECTIONS).connect_with(options);
        Ok(Self::Sqlite(pool.await?))
    }

    async fn find(&self, id: Uuid) -> sqlx::Result<Found> {
        let statement = infra_db::details_statement(matches!(self, Self::Sqlite(_)));
        match self {
            Self::Sqlite(pool) => {
                let query = sqlx::query(statement).bind(STORE).bind(id);
                let row = query.fetch_optional(pool).await?;
                row.map(|it| Ok((it.try_get(0)?, it.try_get(2)?, it.try_get(3)?))).transpose()
            }
            Self::Postgres(pool) => {
                let query = sqlx::query(statement).bind(STORE).bind(id);
                let row = query.fetch_optional(pool).await?;
                row.map(|it| Ok((it.try_get(0)?, it.try_get(2)?, it.try_get(3)?))).transpose()
            }
        }
    }
}

async fn answer(
    pool: &Pool,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let id = request.uri().path().rsplit('/').next().and_then(|it| it.parse().ok());
    let found = match id {
        Some(id) => pool.find(id).await.expect("a database that answers"),
        None => None,
    };
    let Some((id, first_name, last_name)) = found else {
        let mut nothing = Response::new(Full::default());
        *nothing.status_mut() = StatusCode::NOT_FOUND;
        return Ok(nothing);
    };
    let body = json!({ "customerId": id, "firstName": first_name, "lastName": last_name });
    let mut response = Response::new(Full::from(body.to_string()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
