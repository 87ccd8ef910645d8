//! The schema is brought up to date, by whoever comes first.

use laurel_tests::databases::every_empty_database;

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_at_once_migrate_once() {
    for it in every_empty_database().await {
        println!("{}", it.engine);
        let other = it.second().await;
        let (one, two) = tokio::join!(it.database.migrate(), other.migrate());
        one.and(two).unwrap();
        it.database.migrate().await.unwrap();
        other.close().await.unwrap();
        assert_eq!(it.number("SELECT count(*) FROM store").await, 1);
        assert_eq!(it.number("SELECT count(*) FROM role").await, 3);
        it.remove().await;
    }
}
