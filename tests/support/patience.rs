//! Waiting for what is done by somebody else.

use std::time::{Duration, Instant};

/// Slow enough for a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// Asks again and again until the answer is yes.
pub async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    until_within(PATIENCE, what, is_so).await;
}

pub async fn until_within(patience: Duration, what: &str, is_so: impl AsyncFn() -> bool) {
    let started = Instant::now();
    while !is_so().await {
        assert!(started.elapsed() < patience, "still not: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
