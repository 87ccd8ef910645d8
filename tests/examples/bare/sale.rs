//! The statements of one sale, as Laurel sends them when a till reports a sale of a customer on
//! the demo's start level: it finds whose it is, locks him, and writes the document, the points it
//! earned and what follows, in one transaction.

use sqlx::{PgPool, Row, SqlitePool};
use uuid::Uuid;

const STORE: &str = "DEFAULT";
const NOW: i64 = 1_795_884_384_000_000;

const NUMBER: &str = "SELECT id FROM purchase WHERE store = $1 AND number = $2";
const BUYER: &str = "SELECT c.id FROM customer c WHERE c.store = $1 AND c.email = $2 \
    AND c.email <> '' AND c.status <> 'deleted' AND c.status = 'active' LIMIT 2";
const ACCOUNT: &str = "SELECT a.available, a.earned, a.version, t.id, t.kind, t.state, t.value, \
    t.remaining, t.created_at, t.locked_until, t.expires_at FROM account a LEFT JOIN transfer t \
    ON t.store = a.store AND t.customer_id = a.customer_id AND t.kind IN ('adding', 'p2p_adding') \
    AND t.state IN ('active', 'pending') AND t.remaining > 0 \
    WHERE a.store = $1 AND a.customer_id = $2";
const LEVELS: &str = "SELECT l.id, l.active, l.condition_value, l.min_order, l.reward_name, \
    l.reward_value, l.reward_code, l.special_rewards, l.translations, l.version FROM level l \
    WHERE l.store = $1 ORDER BY l.condition_value, l.id";
const RULES: &str = "SELECT e.id, e.name, e.description, e.active, e.starts_at, e.ends_at, \
    e.levels, e.segments, e.pos, e.limit_times, e.limit_period, e.is_last, e.kind, e.what, \
    e.version FROM earning_rule e WHERE e.store = $1 AND e.active ORDER BY e.id";
const OTHER: &str = "SELECT 1 FROM purchase WHERE store = $1 AND customer_id = $2 AND id <> $3 \
    AND NOT is_return LIMIT 1";
const PURCHASE: &str = "INSERT INTO purchase (store, id, number, is_return, purchased_at, \
    customer_id, name, name_key, email, email_key, items, labels, exclusions, gross, \
    without_delivery, excluded_for_level, registered_at, returned, version) VALUES ($1, $2, $3, \
    false, $4, $5, 'A', 'a', $6, $6, $7, '[]', $8, 30000, 30000, 0, $4, 0, 1)";
const NEW_ACCOUNT: &str = "INSERT INTO account (store, customer_id, available, from_peers, \
    earned, used, expired, locked, version) VALUES ($1, $2, $3, 0, $3, 0, 0, 0, 1)";
const OLD_ACCOUNT: &str = "UPDATE account SET available = $3, earned = $3, version = $4 \
    WHERE store = $1 AND customer_id = $2 AND version = $4 - 1";
const TRANSFER: &str = "INSERT INTO transfer (store, id, customer_id, kind, state, value, \
    remaining, created_at, expires_at, issuer, comment, transaction_id) VALUES ($1, $2, $3, \
    'adding', 'active', 69000, 69000, $4, $5, 'system', 'General spending rule - 2.3', $6)";
const MOVEMENT: &str = "INSERT INTO movement (store, customer_id, seq, lot_id, cause_id, \
    from_bucket, to_bucket, amount, at, available) \
    VALUES ($1, $2, $3, $4, $4, 'outside', 'available', 69000, $5, $6)";
const HISTORY: &str = "INSERT INTO history (store, customer_id, seq, n, type, at, variables, \
    balance) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const CUSTOMER: &str = "UPDATE customer SET transactions_count = transactions_count + 1, \
    transactions_amount = transactions_amount + 30000, \
    transactions_amount_without_delivery = transactions_amount_without_delivery + 30000, \
    last_transaction_at = $3, version = version + 1 WHERE store = $1 AND id = $2 \
    RETURNING version";
const JOB: &str = "INSERT INTO job (id, store, kind, data, customer_id, created_at, due_at, \
    attempts, dead_at) VALUES ($1, $2, 'new_points', $3, $4, $5, $5, 1, $5) \
    ON CONFLICT (id) DO NOTHING";

const ITEMS: &str = r#"[{"sku":"S","name":"thing","quantity":1,"gross":30000,"category":"food","maker":null,"labels":[]}]"#;
const EXCLUSIONS: &str =
    r#"{"delivery":[],"skus":[],"categories":["category_excluded_from_level"]}"#;
const ADDED: &str = r#"{"points":69000,"transactionId":"01a2230d-00c1-74e1-916c-eeb531d4537b","comment":"General spending rule - 2.3"}"#;
const ASSIGNED: &str = r#"{"transactionId":"01a2230d-00c1-74e1-916c-eeb531d4537b","documentNumber":"b2","grossValue":30000,"isReturn":false,"revisedDocument":null}"#;

/// Both engines take the same statements, but drivers have types of their own.
macro_rules! sale {
    ($tx:expr, $email:expr, $lock:literal) => {{
        let (sale, lot, number) = (fresh(), fresh(), fresh().to_string());
        let tx = $tx;
        sqlx::query(NUMBER).bind(STORE).bind(&number).fetch_optional(&mut *tx).await?;
        let buyer = sqlx::query(BUYER).bind(STORE).bind($email).fetch_one(&mut *tx).await?;
        let buyer: Uuid = buyer.try_get(0)?;
        let whole = concat!("SELECT * FROM customer WHERE store = $1 AND id = $2", $lock);
        sqlx::query(whole).bind(STORE).bind(buyer).fetch_one(&mut *tx).await?;
        let lots = sqlx::query(ACCOUNT).bind(STORE).bind(buyer).fetch_all(&mut *tx).await?;
        sqlx::query(LEVELS).bind(STORE).fetch_all(&mut *tx).await?;
        sqlx::query(RULES).bind(STORE).fetch_all(&mut *tx).await?;
        sqlx::query(OTHER).bind(STORE).bind(buyer).bind(sale).fetch_optional(&mut *tx).await?;
        sqlx::query(PURCHASE)
            .bind(STORE)
            .bind(sale)
            .bind(&number)
            .bind(NOW)
            .bind(buyer)
            .bind($email)
            .bind(ITEMS)
            .bind(EXCLUSIONS)
            .execute(&mut *tx)
            .await?;
        let (available, version) = match lots.first() {
            None => (69_000, 1),
            Some(it) => (it.try_get::<i64, _>(0)? + 69_000, it.try_get::<i64, _>(2)? + 1),
        };
        let account = if lots.is_empty() { NEW_ACCOUNT } else { OLD_ACCOUNT };
        let account = sqlx::query(account).bind(STORE).bind(buyer).bind(available);
        let account = if lots.is_empty() { account } else { account.bind(version) };
        account.execute(&mut *tx).await?;
        sqlx::query(TRANSFER)
            .bind(STORE)
            .bind(lot)
            .bind(buyer)
            .bind(NOW)
            .bind(NOW + 2_592_000_000_000)
            .bind(sale)
            .execute(&mut *tx)
            .await?;
        sqlx::query(MOVEMENT)
            .bind(STORE)
            .bind(buyer)
            .bind(version)
            .bind(lot)
            .bind(NOW)
            .bind(available)
            .execute(&mut *tx)
            .await?;
        let customer =
            sqlx::query(CUSTOMER).bind(STORE).bind(buyer).bind(NOW).fetch_one(&mut *tx).await?;
        let seq: i64 = customer.try_get(0)?;
        for (n, kind, told, balance) in [
            (version, "PointsWereAdded", ADDED, Some(available)),
            (0, "AssignedTransactionToCustomer", ASSIGNED, None),
        ] {
            sqlx::query(HISTORY)
                .bind(STORE)
                .bind(buyer)
                .bind(seq)
                .bind(n)
                .bind(kind)
                .bind(NOW)
                .bind(told)
                .bind(balance)
                .execute(&mut *tx)
                .await?;
        }
        sqlx::query(JOB)
            .bind(fresh())
            .bind(STORE)
            .bind(ADDED)
            .bind(buyer)
            .bind(NOW)
            .execute(&mut *tx)
            .await?;
        number
    }};
}

pub async fn on_sqlite(writer: &SqlitePool, email: &str) -> sqlx::Result<String> {
    // A caller who goes away in the middle leaves no transaction behind.
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
    let number = sale!(&mut *tx, email, "");
    tx.commit().await?;
    Ok(number)
}

pub async fn on_postgres(pool: &PgPool, email: &str) -> sqlx::Result<String> {
    let mut tx = pool.begin().await?;
    let number = sale!(&mut *tx, email, " FOR UPDATE");
    tx.commit().await?;
    Ok(number)
}

#[expect(clippy::disallowed_methods, reason = "documents of a measurement need no port")]
fn fresh() -> Uuid {
    Uuid::now_v7()
}
