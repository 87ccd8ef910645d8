//! Trying again when another transaction was in the way.

use crate::error::Error;
use crate::ports::StorageError;

/// How often a use-case is tried in all.
const TRIES: u32 = 3;

/// Runs a use-case, and runs it again while the database gave it up for another one. What it did
/// before was rolled back, so it can begin anew.
pub async fn patiently<T, Attempt>(attempt: impl Fn() -> Attempt + Send) -> Result<T, Error>
where
    Attempt: Future<Output = Result<T, Error>> + Send,
{
    for _ in 1..TRIES {
        match attempt().await {
            Err(error) if was_in_the_way(&error) => {}
            answer => return answer,
        }
    }
    attempt().await
}

fn was_in_the_way(error: &Error) -> bool {
    let Error::Unavailable(source) = error else { return false };
    let cause = source.downcast_ref::<StorageError>();
    matches!(cause, Some(StorageError::Contended(_) | StorageError::Stale))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    /// Answers of one try after the other, and how many tries there were.
    async fn tried(answers: [Option<StorageError>; 4]) -> (bool, u32) {
        let answers = std::sync::Mutex::new(answers.into_iter());
        let tries = AtomicU32::new(0);
        let done = patiently(|| {
            tries.fetch_add(1, Ordering::Relaxed);
            let answer = answers.lock().unwrap().next().flatten();
            async move { answer.map_or(Ok(()), |error| Err(Error::from(error))) }
        });
        (done.await.is_ok(), tries.load(Ordering::Relaxed))
    }

    fn contended() -> StorageError {
        StorageError::Contended("deadlock".into())
    }

    #[tokio::test]
    async fn a_use_case_is_tried_three_times_while_somebody_is_in_the_way() {
        assert_eq!(tried([None, None, None, None]).await, (true, 1));
        assert_eq!(
            tried([Some(contended()), Some(StorageError::Stale), None, None]).await,
            (true, 3)
        );
        assert_eq!(
            tried([Some(contended()), Some(contended()), Some(contended()), None]).await,
            (false, 3)
        );
    }

    #[tokio::test]
    async fn other_failures_are_final() {
        let busy = Some(StorageError::Busy("no connection".into()));
        assert_eq!(tried([busy, None, None, None]).await, (false, 1));
    }
}
