//! `laurel verify`: whether balances and totals are what they follow from.

use crate::config::Config;
use crate::failure::Failure;
use crate::house::open_database;

/// More than this is not told: something is thoroughly wrong.
const MOST: u64 = 1_000;

/// Recomputes everything and says what differs; nothing is changed.
pub async fn verify(config: &Config) -> Result<(), Failure> {
    use application::ports::Storage;

    let database = open_database(config).await?;
    let found = database.differences(MOST).await;
    database.close().await.map_err(Failure::Close)?;
    let found = found.map_err(Failure::Verify)?;
    if found.is_empty() {
        println!("Every balance and every total is what it follows from.");
        return Ok(());
    }
    for it in &found {
        println!("store {}: {} {} differs", it.store, it.what, it.id);
    }
    Err(Failure::Differences(found.len()))
}
