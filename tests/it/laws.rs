//! Promises that storage keeps, on every engine.

/// Makes a test of each law: it runs on a fresh database of every engine.
macro_rules! laws {
    ($($law:ident),+ $(,)?) => {
        mod on_every_engine {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $law() {
                    for it in laurel_tests::databases::every_database().await {
                        println!("{}", it.engine);
                        super::$law(&it).await;
                        it.remove().await;
                    }
                }
            )+
        }
    };
}

mod accounts;
mod campaigns;
mod codes;
mod contacts;
mod customers;
mod expiry;
pub mod fixtures;
mod imports;
mod jobs;
mod migrations;
mod outgoing;
mod points;
mod purchases;
mod records;
mod rules;
mod segments;
mod tenants;
mod things;
mod units;
