//! The check that goes on in the background: what it finds, and that it comes back.

use application::jobs::{Outcome, perform};
use application::ports::{Checkpoint, Reconciliation, Storage, StorageError, Task};
use chrono::TimeDelta;
use laurel_tests::databases::every_database;

use super::programme::Programme;

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_checked_once_an_hour_and_what_differs_is_counted() {
    for it in every_database().await {
        let programme = Programme::open(&it).await;
        let cx = programme.set(&[]).await;
        programme.a_customer(&cx).await;
        let run = async || {
            let outcome = perform(&programme.ports, &cx.job(Task::Reconcile)).await;
            assert_eq!(outcome, Outcome::Done);
            it.database.reconciliation().await.unwrap().expect("a run")
        };
        assert_eq!(it.database.reconciliation().await.unwrap(), None);
        let first = run().await;
        let expected = Reconciliation {
            checkpoint: None,
            found: 0,
            finished_at: Some(programme.now()),
            differences: 0,
            version: 1,
        };
        assert_eq!(first, expected);

        it.change("UPDATE account SET earned = earned + 1").await;
        programme.pass(TimeDelta::minutes(59));
        assert_eq!(run().await, first, "it rests");
        programme.pass(TimeDelta::minutes(1));
        let second = run().await;
        assert_eq!((second.differences, second.finished_at), (1, Some(programme.now())));
        it.change("UPDATE account SET earned = earned - 1").await;
        programme.pass(TimeDelta::hours(1));
        assert_eq!(run().await.differences, 0);
        programme.close();
        it.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_goes_on_where_it_stopped_and_two_do_not_overwrite_each_other() {
    for it in every_database().await {
        let programme = Programme::open(&it).await;
        let cx = programme.set(&[]).await;
        let ada = programme.a_customer(&cx).await;
        it.change("UPDATE account SET earned = earned + 1").await;
        // Ada was looked at already: only documents are left.
        let checkpoint = Checkpoint { documents: false, store: "DEFAULT".to_owned(), id: ada.0 };
        let begun =
            Reconciliation { checkpoint: Some(checkpoint), found: 3, ..Reconciliation::default() };
        it.database.save_reconciliation(&begun).await.unwrap();
        let kept = it.database.reconciliation().await.unwrap().unwrap();
        assert_eq!(kept, Reconciliation { version: 1, ..begun });
        let outcome = perform(&programme.ports, &cx.job(Task::Reconcile)).await;
        assert_eq!(outcome, Outcome::Done);
        let done = it.database.reconciliation().await.unwrap().unwrap();
        assert_eq!((done.differences, done.found, done.checkpoint), (3, 0, None));
        let stale = it.database.save_reconciliation(&kept).await;
        assert!(matches!(stale, Err(StorageError::Stale)), "{stale:?}");
        programme.close();
        it.remove().await;
    }
}
