//! Whether everything that is kept for speed still is what it follows from.
//!
//! Each statement is one snapshot: nothing that is being written meanwhile looks wrong.

mod totals;

use application::ports::{Difference, StorageError};
use sea_orm::{DatabaseConnection, DbErr, QueryResult};

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
    GROUP BY m.store, m.customer_id) s ON s.store = a.store AND s.customer_id = a.customer_id \
    WHERE a.available <> coalesce(s.available, 0) OR a.locked <> coalesce(s.locked, 0) \
    OR a.used <> coalesce(s.used, 0) OR a.expired <> coalesce(s.expired, 0) \
    OR a.from_peers <> coalesce(s.from_peers, 0) OR a.version <> coalesce(s.n, 0) \
    OR a.version <> coalesce(s.last, 0)";

/// What was earned, which follows from the transfers.
const EARNED: &str = "SELECT a.store, a.customer_id FROM account a LEFT JOIN (\
    SELECT t.store, t.customer_id, sum(t.value) AS earned FROM transfer t \
    WHERE t.kind = 'adding' AND t.state <> 'canceled' GROUP BY t.store, t.customer_id) s \
    ON s.store = a.store AND s.customer_id = a.customer_id \
    WHERE a.earned <> coalesce(s.earned, 0)";

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
    FROM movement m GROUP BY m.store, m.lot_id) s ON s.store = t.store AND s.lot_id = t.id \
    WHERE t.kind IN ('adding', 'p2p_adding') AND (coalesce(s.added, 0) <> t.value \
    OR t.value - t.remaining <> s.used OR t.remaining <> CASE t.state \
    WHEN 'active' THEN s.active WHEN 'pending' THEN s.pending \
    WHEN 'expired' THEN s.expired ELSE s.canceled END)";

/// Spends: what they took.
const SPENDS: &str = "SELECT t.store, t.id FROM transfer t LEFT JOIN (\
    SELECT m.store, m.cause_id, sum(m.amount) AS taken FROM movement m \
    WHERE m.to_bucket = 'used' GROUP BY m.store, m.cause_id) s \
    ON s.store = t.store AND s.cause_id = t.id \
    WHERE t.kind IN ('spending', 'p2p_spending') \
    AND t.value - t.remaining <> coalesce(s.taken, 0)";

/// Every balance a movement tells of is the one before and what it changed.
const CHAINS: &str = "SELECT m.store, m.customer_id FROM movement m LEFT JOIN movement b \
    ON b.store = m.store AND b.customer_id = m.customer_id AND b.seq = m.seq - 1 \
    WHERE m.available <> coalesce(b.available, 0) \
    + CASE WHEN m.to_bucket = 'available' THEN m.amount ELSE 0 END \
    - CASE WHEN m.from_bucket = 'available' THEN m.amount ELSE 0 END";

/// What came back of a sale to its customer.
const RETURNED: &str = "SELECT d.store, d.id FROM purchase d LEFT JOIN (\
    SELECT s.store, s.id, sum(r.gross) AS gross FROM purchase r JOIN purchase s \
    ON s.store = r.store AND s.number = r.revised_number AND NOT s.is_return \
    AND s.customer_id = r.customer_id AND s.assigned_seq < r.assigned_seq \
    WHERE r.is_return GROUP BY s.store, s.id) b ON b.store = d.store AND b.id = d.id \
    WHERE NOT d.is_return AND d.returned <> coalesce(b.gross, 0)";

const CHECKS: [(&str, &str); 6] = [
    ("the sums of the account of customer", ACCOUNTS),
    ("what was earned by customer", EARNED),
    ("what is left of transfer", LOTS),
    ("what was taken by transfer", SPENDS),
    ("the balances in the movements of customer", CHAINS),
    ("what came back of transaction", RETURNED),
];

pub async fn differences(
    db: &DatabaseConnection,
    limit: u64,
) -> Result<Vec<Difference>, StorageError> {
    let mut found: Vec<Difference> = vec![];
    let left =
        |found: &[Difference]| limit.saturating_sub(found.len().try_into().unwrap_or(u64::MAX));
    for (what, text) in CHECKS {
        let most = ask::whole(left(&found)).into();
        let sql = Sql::new(format!("{text} LIMIT $1"), [most]);
        let read = |row: &QueryResult| -> Result<Difference, DbErr> {
            Ok(Difference { store: row.try_get_by_index(0)?, what, id: row.try_get_by_index(1)? })
        };
        found.extend(ask::all(db, sql, read).await?);
    }
    let most = left(&found);
    found.extend(totals::differences(db, most).await?);
    Ok(found)
}
