//! Every operation for every kind of caller (behaviour 1.5, decision 16). The table is written
//! from the specification, not from `domain::policy`: the two must agree.

mod cast;
mod engine;
mod requests;
mod table;
mod tokens;
mod trial;

use std::collections::BTreeSet;

use laurel_tests::server::{Engine, every_engine};
use serde_json::Value;

use self::table::{SIGN_OUT, TABLE};
use self::trial::Trial;

/// What a cell expects of a call that is sound in itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    /// 2xx
    Yes,
    /// 401
    Who,
    /// 403
    No,
    /// 400 or 404: let in, and then refused for what the call names: a code that nobody was sent,
    /// or the password of somebody else.
    In,
}

/// The columns of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Caller {
    /// No credential at all.
    Nobody,
    /// An administrator with the master role.
    Master,
    /// An administrator who may look at everything and change nothing.
    Viewer,
    /// An administrator whose role is about something else.
    Stranger,
    /// A seller of the path's store; where a seller is addressed by a GET, that very seller.
    Seller,
    /// A customer of the path's store; where a customer is addressed, that very customer.
    Own,
    /// Another customer of the path's store.
    Other,
    /// A seller and a customer of another store.
    Abroad,
    /// Deactivated, expired and forged tokens.
    Dead,
}

const COLUMNS: [Caller; 9] = {
    use Caller as C;
    [C::Nobody, C::Master, C::Viewer, C::Stranger, C::Seller, C::Own, C::Other, C::Abroad, C::Dead]
};

struct Operation {
    id: String,
    method: String,
    path: String,
}

#[test]
fn every_operation_has_a_row() {
    let offered: BTreeSet<_> = operations().into_iter().map(|it| it.id).collect();
    let judged: BTreeSet<_> = rows().map(|(id, _)| id.to_owned()).collect();
    assert_eq!(offered, judged);
    assert_eq!(rows().count(), judged.len(), "an operation has one row");
}

#[tokio::test]
async fn on_sqlite_every_caller_reaches_what_it_may_and_nothing_else() {
    try_everything(Engine::Sqlite).await;
}

#[tokio::test]
async fn on_postgres_every_caller_reaches_what_it_may_and_nothing_else() {
    if every_engine().contains(&Engine::Postgres) {
        try_everything(Engine::Postgres).await;
    }
}

async fn try_everything(engine: Engine) {
    let deviations = Trial::on(engine).await.deviations().await;
    assert!(deviations.is_empty(), "{deviations:#?}");
}

fn rows() -> impl Iterator<Item = (&'static str, [Cell; 9])> {
    TABLE.iter().copied().chain([SIGN_OUT])
}

fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&api_http::openapi_json()).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, body) in item.as_object().unwrap() {
            let id = body["operationId"].as_str().unwrap().to_owned();
            found.push(Operation { id, method: method.to_uppercase(), path: path.clone() });
        }
    }
    found
}

fn expected(cell: Cell) -> &'static [u16] {
    match cell {
        Cell::Yes => &[200, 204],
        Cell::Who => &[401],
        Cell::No => &[403],
        Cell::In => &[400, 404],
    }
}
