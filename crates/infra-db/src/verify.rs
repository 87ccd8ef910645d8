//! Whether everything that is kept for speed still is what it follows from.
//!
//! It is gone through window by window, some customers or some documents at a time, so that no
//! statement takes long. Each is one snapshot: nothing that is being written meanwhile looks wrong.

pub mod progress;
mod totals;

use application::ports::{Checked, Checkpoint, Difference, StorageError};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, QueryResult, Value};
use uuid::Uuid;

use crate::errors::storage_error;
use crate::read::ask;
use crate::sql::Sql;

/// An account's sums and its number of movements.
const ACCOUNTS: &str = "SELECT a.store, a.customer_id FROM account a LEFT JOIN (\
    SELECT m.store, m.customer_id, count(*) AS n, max(m.seq) AS last, \
    sum(CASE WHEN m.to_bucket = 'available' THEN m.amount ELSE 0 END) \
        - sum(CASE WHEN m.from_bucket = 'available' THEN m.amount ELSE 0 END) AS available, \
    sum(CASE WHEN m.to_bucket = 'locked' THEN m.amount ELSE 0 END) \
        - sum(CASE WHEN m.from_bucket = 'locked' THEN m.amount ELSE 0 END) AS locked, \
    sum(CASE WHEN m.to_bucket = 'used' THEN m.amount ELSE 0 END) AS used, \
    sum(CASE WHEN m.to_bucket = 'expired' THEN m.amount ELSE 0 END) AS expired, \
    sum(CASE WHEN m.to_bucket = 'available' AND t.kind = 'p2p_adding' THEN m.amount ELSE 0 END) \
        - sum(CASE WHEN m.from_bucket = 'available' AND t.kind = 'p2p_adding' THEN m.amount \
          ELSE 0 END) AS from_peers \
    FROM movement m JOIN transfer t ON t.store = m.store AND t.id = m.lot_id \
    WHERE m.store = $1 AND m.customer_id > $2 AND m.customer_id <= $3 GROUP BY m.store, m.customer_id) s ON s.store = a.store AND s.customer_id = a.customer_id \
    WHERE a.store = $1 AND a.customer_id > $2 AND a.customer_id <= $3 \
    AND (a.available <> coalesce(s.available, 0) OR a.locked <> coalesce(s.locked, 0) \
    OR a.used <> coalesce(s.used, 0) OR a.expired <> coalesce(s.expired, 0) \
    OR a.from_peers <> coalesce(s.from_peers, 0) OR a.version <> coalesce(s.n, 0) \
    OR a.version <> coalesce(s.last, 0))";

/// What was earned, which follows from the transfers.
const EARNED: &str = "SELECT a.store, a.customer_id FROM account a LEFT JOIN (\
    SELECT t.store, t.customer_id, sum(t.value) AS earned FROM transfer t \
    WHERE t.store = $1 AND t.customer_id > $2 AND t.customer_id <= $3 \
    AND t.kind = 'adding' AND t.state <> 'canceled' GROUP BY t.store, t.customer_id) s \
    ON s.store = a.store AND s.customer_id = a.customer_id \
    WHERE a.store = $1 AND a.customer_id > $2 AND a.customer_id <= $3 \
    AND a.earned <> coalesce(s.earned, 0)";

/// Points that were added: what is left, and where it is.
const LOTS: &str = "SELECT t.store, t.id FROM transfer t LEFT JOIN (\
    SELECT m.store, m.lot_id, \
    sum(CASE WHEN m.from_bucket = 'outside' THEN m.amount ELSE 0 END) AS added, \
    sum(CASE WHEN m.to_bucket = 'used' THEN m.amount ELSE 0 END) AS used, \
    sum(CASE WHEN m.to_bucket = 'available' THEN m.amount ELSE 0 END) \
        - sum(CASE WHEN m.from_bucket = 'available' THEN m.amount ELSE 0 END) AS active, \
    sum(CASE WHEN m.to_bucket = 'locked' THEN m.amount ELSE 0 END) \
        - sum(CASE WHEN m.from_bucket = 'locked' THEN m.amount ELSE 0 END) AS pending, \
    sum(CASE WHEN m.to_bucket = 'expired' THEN m.amount ELSE 0 END) AS expired, \
    sum(CASE WHEN m.to_bucket = 'canceled' THEN m.amount ELSE 0 END) AS canceled \
    FROM movement m WHERE m.store = $1 AND m.customer_id > $2 AND m.customer_id <= $3 \
    GROUP BY m.store, m.lot_id) s ON s.store = t.store AND s.lot_id = t.id \
    WHERE t.store = $1 AND t.customer_id > $2 AND t.customer_id <= $3 \
    AND t.kind IN ('adding', 'p2p_adding') AND (coalesce(s.added, 0) <> t.value \
    OR t.value - t.remaining <> s.used OR t.remaining <> CASE t.state \
    WHEN 'active' THEN s.active WHEN 'pending' THEN s.pending \
    WHEN 'expired' THEN s.expired ELSE s.canceled END)";

/// Spends: what they took.
const SPENDS: &str = "SELECT t.store, t.id FROM transfer t LEFT JOIN (\
    SELECT m.store, m.cause_id, sum(m.amount) AS taken FROM movement m \
    WHERE m.store = $1 AND m.customer_id > $2 AND m.customer_id <= $3 \
    AND m.to_bucket = 'used' GROUP BY m.store, m.cause_id) s \
    ON s.store = t.store AND s.cause_id = t.id \
    WHERE t.store = $1 AND t.customer_id > $2 AND t.customer_id <= $3 \
    AND t.kind IN ('spending', 'p2p_spending') \
    AND t.value - t.remaining <> coalesce(s.taken, 0)";

/// Every balance a movement tells of is the one before and what it changed.
const CHAINS: &str = "SELECT m.store, m.customer_id FROM movement m LEFT JOIN movement b \
    ON b.store = m.store AND b.customer_id = m.customer_id AND b.seq = m.seq - 1 \
    WHERE m.store = $1 AND m.customer_id > $2 AND m.customer_id <= $3 \
    AND m.available <> coalesce(b.available, 0) \
    + CASE WHEN m.to_bucket = 'available' THEN m.amount ELSE 0 END \
    - CASE WHEN m.from_bucket = 'available' THEN m.amount ELSE 0 END";

/// What came back of a sale to its customer.
const RETURNED: &str = "SELECT d.store, d.id FROM purchase d LEFT JOIN (\
    SELECT s.store, s.id, sum(r.gross) AS gross FROM purchase s JOIN purchase r \
    ON r.store = s.store AND r.revised_number = s.number AND r.is_return \
    AND r.customer_id = s.customer_id AND r.assigned_seq > s.assigned_seq \
    WHERE s.store = $1 AND s.id > $2 AND s.id <= $3 AND NOT s.is_return \
    GROUP BY s.store, s.id) b ON b.store = d.store AND b.id = d.id \
    WHERE d.store = $1 AND d.id > $2 AND d.id <= $3 AND NOT d.is_return \
    AND d.returned <> coalesce(b.gross, 0)";

/// What was paid for rewards.
const REWARDS: &str = "SELECT r.store, r.id FROM campaign_purchase r \
    LEFT JOIN transfer t ON t.store = r.store AND t.id = r.transfer_id \
    WHERE r.store = $1 AND r.customer_id > $2 AND r.customer_id <= $3 \
    AND (r.cost <> coalesce(t.value, 0) OR t.kind <> 'spending' OR t.remaining > 0 \
    OR t.customer_id <> r.customer_id)";

/// What is checked of each window of customers.
const OF_CUSTOMERS: [(&str, &str); 6] = [
    ("the sums of the account of customer", ACCOUNTS),
    ("what was earned by customer", EARNED),
    ("what is left of transfer", LOTS),
    ("what was taken by transfer", SPENDS),
    ("the balances in the movements of customer", CHAINS),
    ("what was paid for reward", REWARDS),
];

/// What is checked of each window of documents.
const OF_DOCUMENTS: [(&str, &str); 1] = [("what came back of transaction", RETURNED)];

/// How many customers or documents one window has.
const WINDOW: i64 = 1_000;

/// Those of one store after one id, up to another.
struct Window {
    store: String,
    after: Uuid,
    until: Uuid,
}

/// Checks the window that begins at `from`.
pub async fn check(db: &DatabaseConnection, from: &Checkpoint) -> Result<Checked, StorageError> {
    let table = if from.documents { "purchase" } else { "customer" };
    let Some(window) = next(db, table, from).await? else {
        let documents = Checkpoint { documents: true, ..Checkpoint::default() };
        return Ok(Checked { differences: vec![], next: (!from.documents).then_some(documents) });
    };
    let checks: &[_] = if from.documents { &OF_DOCUMENTS } else { &OF_CUSTOMERS };
    let mut differences = vec![];
    for (what, text) in checks {
        let sql = Sql::new(*text, window.values());
        let read = |row: &QueryResult| -> Result<Difference, DbErr> {
            Ok(Difference { store: row.try_get_by_index(0)?, what, id: row.try_get_by_index(1)? })
        };
        differences.extend(ask::all(db, sql, read).await?);
    }
    if !from.documents {
        differences.extend(totals::differences(db, &window).await?);
    }
    for Difference { store, what, id } in &differences {
        tracing::error!(store, %id, "{what} is not what it should follow from");
    }
    let Window { store, after: _, until } = window;
    let next = Checkpoint { documents: from.documents, store, id: until };
    Ok(Checked { differences, next: Some(next) })
}

async fn next(
    db: &DatabaseConnection,
    table: &str,
    from: &Checkpoint,
) -> Result<Option<Window>, StorageError> {
    let found = |row: &QueryResult| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?));
    let text = format!(
        "SELECT store, id FROM {table} WHERE (store, id) > ($1, $2) ORDER BY store, id LIMIT 1"
    );
    let values = [from.store.as_str().into(), from.id.into()];
    let first: Option<(String, Uuid)> = ask::one(db, Sql::new(text, values), found).await?;
    let Some((store, _)) = first else { return Ok(None) };
    let after = if store == from.store { from.id } else { Uuid::nil() };
    let text = format!(
        "SELECT id FROM (SELECT id FROM {table} WHERE store = $1 AND id > $2 \
         ORDER BY id LIMIT $3) few ORDER BY id DESC LIMIT 1"
    );
    let values = [store.as_str().into(), after.into(), WINDOW.into()];
    let last = |row: &QueryResult| row.try_get_by_index(0);
    let until = ask::one(db, Sql::new(text, values), last).await?;
    Ok(until.map(|until| Window { store, after, until }))
}

/// Checks everything; at most so many differences are told.
pub async fn differences(
    db: &DatabaseConnection,
    limit: u64,
) -> Result<Vec<Difference>, StorageError> {
    if db.get_database_backend() == DbBackend::Postgres {
        // Right after many were added, nobody has told the planner yet.
        let tables = "ANALYZE customer, account, transfer, movement, purchase";
        db.execute_unprepared(tables).await.map_err(storage_error)?;
    }
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let (mut found, mut from) = (vec![], Some(Checkpoint::default()));
    while let Some(window) = from.filter(|_| found.len() < most) {
        let Checked { differences, next } = check(db, &window).await?;
        found.extend(differences);
        from = next;
    }
    found.truncate(most);
    Ok(found)
}

impl Window {
    fn values(&self) -> [Value; 3] {
        [self.store.as_str().into(), self.after.into(), self.until.into()]
    }
}
