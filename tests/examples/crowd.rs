//! Adds many customers to a demo database, quickly, for measuring.
//! `crowd DATABASE-URL NUMBER` adds those with the ids `…7000-8000-000000000001` and so on.

use std::str::FromStr;
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

/// How many rows one statement adds.
const BATCH: u64 = 50_000;

/// What the engines spell differently.
struct Dialect {
    /// The id of customer `n`.
    id: &'static str,
    /// Eight hexadecimal digits that look random; `#` stands for a number of one's choice.
    word: &'static str,
}

const SQLITE: Dialect = Dialect {
    id: "unhex(printf('00000000000070008000%012x', n))",
    word: "printf('%08x', (n * 2654435761 + #) % 4294967296)",
};

const POSTGRES: Dialect = Dialect {
    id: "('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid",
    word: "lpad(to_hex((n * 2654435761 + #) % 4294967296), 8, '0')",
};

#[tokio::main]
async fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [url, number] = &arguments[..] else { panic!("usage: crowd DATABASE-URL NUMBER") };
    let number = number.parse().expect("a number");
    if url.starts_with("sqlite:") {
        let options = SqliteConnectOptions::from_str(url).expect("an address");
        let options = options
            .busy_timeout(Duration::from_secs(5))
            .pragma("synchronous", "off")
            .pragma("cache_size", "-1000000");
        let mut db = SqliteConnection::connect_with(&options).await.expect("the database");
        for (first, last) in batches(number) {
            db.execute(AssertSqlSafe(SQLITE.insert(first, last))).await.expect("customers");
        }
        db.execute(AssertSqlSafe(counted(number))).await.expect("their number");
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").await.expect("a checkpoint");
    } else {
        let mut db = PgConnection::connect(url).await.expect("the database");
        for (first, last) in batches(number) {
            db.execute(AssertSqlSafe(POSTGRES.insert(first, last))).await.expect("customers");
        }
        db.execute(AssertSqlSafe(counted(number))).await.expect("their number");
        db.execute("VACUUM (ANALYZE) customer").await.expect("statistics");
    }
}

/// Adds them to the total that lists show.
fn counted(number: u64) -> String {
    format!(
        "INSERT INTO customer_count (store, part, customers) VALUES ('DEFAULT', 0, {number}) \
         ON CONFLICT (store, part) DO UPDATE \
         SET customers = customer_count.customers + excluded.customers"
    )
}

fn batches(number: u64) -> impl Iterator<Item = (u64, u64)> {
    let count = number.div_ceil(BATCH);
    (0..count).map(move |it| (it * BATCH + 1, number.min((it + 1) * BATCH)))
}

impl Dialect {
    fn insert(&self, first: u64, last: u64) -> String {
        let Self { id, word } = self;
        let word = |seed: &str| word.replace('#', seed);
        let (first_name, last_name, street) = (word("17"), word("4711"), word("815"));
        format!(
            "INSERT INTO customer (store, id, status, active, first_name, first_name_key, \
                 last_name, last_name_key, gender, email, phone, phone_key, birth_date, \
                 has_address, street, address1, postal, postal_key, city, city_key, country, \
                 loyalty_card, loyalty_card_key, labels, agreement1, agreement2, agreement3, \
                 created_at, updated_at, level_id, level_manual, pos_id, transactions_count, \
                 transactions_amount, transactions_amount_without_delivery, \
                 amount_excluded_for_level, average_transaction_amount, last_transaction_at, \
                 version) \
             WITH RECURSIVE numbers (n) AS \
                 (SELECT CAST({first} AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n < {last}) \
             SELECT 'DEFAULT', {id}, 'active', true, {first_name}, {first_name}, \
                 {last_name}, {last_name}, 'female', 'c' || n || '@example.com', '+489' || n, \
                 '489' || n, 653011200000000 + n * 7000003 % 1000000007, \
                 true, {street}, '1', '50-001', '50-001', 'wrocław', 'wrocław', 'PL', \
                 'card' || n, 'card' || n, '[]', true, false, false, \
                 1600000000000000 + n * 1000000, 1600000000000000 + n * 1000000, \
                 (SELECT id FROM level WHERE store = 'DEFAULT' ORDER BY id LIMIT 1), false, \
                 (SELECT id FROM pos WHERE store = 'DEFAULT' ORDER BY id LIMIT 1), n % 50, \
                 n % 50 * 123456, n % 50 * 123400, \
                 0, 123456, 1610000000000000 + n * 1000003 % 1000000007, 1 \
             FROM numbers"
        )
    }
}
