//! Whether everything that is kept for speed still is what it follows from.
//!
//! Each statement is one snapshot: nothing that is being written meanwhile looks wrong.

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

/// What came back of a sale.
const RETURNED: &str = "SELECT d.store, d.id FROM purchase d LEFT JOIN (\
    SELECT r.store, r.revised_number, sum(r.gross) AS gross FROM purchase r \
    WHERE r.is_return AND r.revised_number IS NOT NULL GROUP BY r.store, r.revised_number) s \
    ON s.store = d.store AND s.revised_number = d.number \
    WHERE NOT d.is_return AND d.returned > coalesce(s.gross, 0)";

/// The totals of customers who never brought anything back: those of others depend on the order
/// in which their purchases became theirs.
const TOTALS: &str = "SELECT c.store, c.id FROM customer c LEFT JOIN (\
    SELECT d.store, d.customer_id, count(*) AS n, sum(d.gross) AS gross, \
    sum(d.without_delivery) AS net, sum(d.excluded_for_level) AS excluded, \
    max(d.purchased_at) AS last, max(CASE WHEN d.is_return THEN 1 ELSE 0 END) AS returns \
    FROM purchase d WHERE d.customer_id IS NOT NULL GROUP BY d.store, d.customer_id) s \
    ON s.store = c.store AND s.customer_id = c.id \
    WHERE s.returns = 0 AND (c.transactions_count <> s.n OR c.transactions_amount <> s.gross \
    OR c.transactions_amount_without_delivery <> s.net \
    OR c.amount_excluded_for_level <> s.excluded OR c.last_transaction_at <> s.last)";

/// What was paid for rewards.
const REWARDS: &str = "SELECT r.store, r.id FROM campaign_purchase r \
    LEFT JOIN transfer t ON t.store = r.store AND t.id = r.transfer_id \
    WHERE r.cost <> coalesce(t.value, 0) OR t.kind <> 'spending' OR t.remaining > 0 \
    OR t.customer_id <> r.customer_id";

const CHECKS: [(&str, &str); 8] = [
    ("the sums of the account of customer", ACCOUNTS),
    ("what was earned by customer", EARNED),
    ("what is left of transfer", LOTS),
    ("what was taken by transfer", SPENDS),
    ("the balances in the movements of customer", CHAINS),
    ("what came back of transaction", RETURNED),
    ("the totals of customer", TOTALS),
    ("what was paid for reward", REWARDS),
];

pub async fn differences(
    db: &DatabaseConnection,
    limit: u64,
) -> Result<Vec<Difference>, StorageError> {
    let mut found = vec![];
    for (what, text) in CHECKS {
        let left = limit.saturating_sub(found.len().try_into().unwrap_or(u64::MAX));
        let sql = Sql::new(format!("{text} LIMIT $1"), [ask::whole(left).into()]);
        let read = |row: &QueryResult| -> Result<Difference, DbErr> {
            Ok(Difference { store: row.try_get_by_index(0)?, what, id: row.try_get_by_index(1)? })
        };
        found.extend(ask::all(db, sql, read).await?);
    }
    Ok(found)
}
