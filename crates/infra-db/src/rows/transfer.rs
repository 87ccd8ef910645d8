//! The `account`, `transfer` (alias `t`) and `movement` rows.

use domain::ids::{CustomerId, TransactionId, TransferId};
use domain::ledger::{Balance, Bucket, Lot, LotState, Movement};
use domain::points::{Issuer, Note, Transfer, TransferKind};
use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use super::{Fields, Written, columns};

columns! { "transfer" as "t":
    "id", "customer_id", "kind", "state", "value", "remaining", "created_at", "locked_until",
    "expires_at", "issuer", "comment", "transaction_id", "revised_id", "peer_id",
}

/// The lots that still matter; the words of the index.
pub const OPEN: &str = "t.kind IN ('adding', 'p2p_adding') \
                        AND t.state IN ('active', 'pending') AND t.remaining > 0";

/// What [`balance`] reads, of `account a`.
pub const BALANCE: &str =
    "a.available, a.from_peers, a.earned, a.used, a.expired, a.locked, a.version";

/// How many columns those are.
pub const BALANCE_WIDTH: usize = 7;

const BALANCE_NAMES: &[&str; BALANCE_WIDTH] =
    &["available", "from_peers", "earned", "used", "expired", "locked", "version"];

/// What [`lot`] reads.
pub const LOT: &str =
    "t.id, t.kind, t.state, t.value, t.remaining, t.created_at, t.locked_until, t.expires_at";

const LOT_NAMES: &[&str; 8] =
    &["id", "kind", "state", "value", "remaining", "created_at", "locked_until", "expires_at"];

pub fn from_row(row: &QueryResult) -> Result<Transfer, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    let transaction = |id: Option<Uuid>| id.map(TransactionId);
    Ok(Transfer {
        id: TransferId(it.id("id")?),
        customer: CustomerId(it.take("customer_id")?),
        kind: it.known("kind", TransferKind::parse)?,
        state: it.known("state", LotState::parse)?,
        value: it.amount("value")?,
        remaining: it.amount("remaining")?,
        created_at: it.instant("created_at")?,
        locked_until: it.some_instant("locked_until")?,
        expires_at: it.some_instant("expires_at")?,
        note: Note {
            issuer: it.known("issuer", Issuer::parse)?,
            comment: it.take("comment")?,
            transaction: transaction(it.take("transaction_id")?),
            revised: transaction(it.take("revised_id")?),
        },
        peer: it.take::<Option<Uuid>>("peer_id")?.map(CustomerId),
    })
}

/// Every column but `store`.
pub fn written(transfer: &Transfer) -> Written {
    let Transfer {
        id,
        customer,
        kind,
        value,
        remaining,
        state,
        created_at,
        locked_until,
        expires_at,
        note: Note { issuer, comment, transaction, revised },
        peer,
    } = transfer;
    vec![
        ("id", id.0.into()),
        ("customer_id", customer.0.into()),
        ("kind", kind.as_str().into()),
        ("state", state.as_str().into()),
        ("value", value.ten_thousandths().into()),
        ("remaining", remaining.ten_thousandths().into()),
        ("created_at", created_at.timestamp_micros().into()),
        ("locked_until", locked_until.map(|it| it.timestamp_micros()).into()),
        ("expires_at", expires_at.map(|it| it.timestamp_micros()).into()),
        ("issuer", issuer.as_str().into()),
        ("comment", comment.clone().into()),
        ("transaction_id", transaction.map(|it| it.0).into()),
        ("revised_id", revised.map(|it| it.0).into()),
        ("peer_id", peer.map(|it| it.0).into()),
    ]
}

/// The sums of an account and how many movements it had; `None` where there is none. Starts at
/// the column `offset`.
pub fn balance(row: &QueryResult, offset: usize) -> Result<Option<(Balance, i64)>, DbErr> {
    if row.try_get_by_index::<Option<i64>>(offset)?.is_none() {
        return Ok(None);
    }
    let mut it = Fields::new(row, offset, "account", BALANCE_NAMES);
    let balance = Balance {
        available: it.amount("available")?,
        from_peers: it.amount("from_peers")?,
        earned: it.amount("earned")?,
        used: it.amount("used")?,
        expired: it.amount("expired")?,
        locked: it.amount("locked")?,
    };
    Ok(Some((balance, it.take("version")?)))
}

/// Every column but `store` and `customer_id`.
pub fn written_balance(balance: &Balance, version: i64) -> Written {
    let Balance { available, from_peers, earned, used, expired, locked } = balance;
    vec![
        ("available", available.ten_thousandths().into()),
        ("from_peers", from_peers.ten_thousandths().into()),
        ("earned", earned.ten_thousandths().into()),
        ("used", used.ten_thousandths().into()),
        ("expired", expired.ten_thousandths().into()),
        ("locked", locked.ten_thousandths().into()),
        ("version", version.into()),
    ]
}

/// One lot; `None` where a join found none. Starts at the column `offset`.
pub fn lot(row: &QueryResult, offset: usize) -> Result<Option<Lot>, DbErr> {
    if row.try_get_by_index::<Option<Uuid>>(offset)?.is_none() {
        return Ok(None);
    }
    let mut it = Fields::new(row, offset, TABLE, LOT_NAMES);
    Ok(Some(Lot {
        id: TransferId(it.id("id")?),
        source: it.known("kind", |raw| TransferKind::parse(raw)?.source())?,
        state: it.known("state", LotState::parse)?,
        value: it.amount("value")?,
        remaining: it.amount("remaining")?,
        created_at: it.instant("created_at")?,
        locked_until: it.some_instant("locked_until")?,
        expires_at: it.some_instant("expires_at")?,
    }))
}

/// Every column but `store`. `seq`: its number.
pub fn written_movement(customer: CustomerId, seq: i64, movement: &Movement) -> Written {
    let Movement { lot, cause, from, to, amount, at, available } = movement;
    vec![
        ("customer_id", customer.0.into()),
        ("seq", seq.into()),
        ("lot_id", lot.0.into()),
        ("cause_id", cause.0.into()),
        ("from_bucket", bucket(*from).into()),
        ("to_bucket", bucket(*to).into()),
        ("amount", amount.ten_thousandths().into()),
        ("at", at.timestamp_micros().into()),
        ("available", available.ten_thousandths().into()),
    ]
}

fn bucket(bucket: Bucket) -> &'static str {
    match bucket {
        Bucket::Outside => "outside",
        Bucket::Locked => "locked",
        Bucket::Available => "available",
        Bucket::Used => "used",
        Bucket::Expired => "expired",
        Bucket::Canceled => "canceled",
    }
}
