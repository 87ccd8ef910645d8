//! Documents that become somebody's later, and totals that are counted again (behaviour 3.16.4,
//! 3.16.7).

use application::cx::Cx;
use application::ports::Storage;
use application::transactions;
use domain::amount::Amount;
use domain::ids::CustomerId;
use laurel_tests::databases::{TestDatabase, every_database};

use super::papers::{amount, claim, document};
use super::programme::Programme;

const NOBODY: CustomerId = CustomerId(uuid::Uuid::nil());

struct Shop {
    programme: Programme,
    cx: Cx,
    ada: CustomerId,
}

impl Shop {
    async fn open(it: &TestDatabase) -> Self {
        let programme = Programme::open(it).await;
        let cx = programme.set(&[("returns", true.into())]).await;
        let ada = programme.a_customer(&cx).await;
        Self { programme, cx, ada }
    }

    async fn hand_in(&self, of: CustomerId, number: &str, revised: Option<&str>, cents: i64) {
        let draft = document(&self.programme, of, number, revised, cents);
        transactions::register(&self.cx, &draft).await.unwrap();
    }

    async fn claim(&self, number: &str) {
        claim(&self.cx, number, self.ada).await.unwrap();
    }

    async fn totals(&self) -> (i64, Amount) {
        let totals = self.programme.customer(self.ada).await.unwrap().state().totals;
        (totals.count, totals.amount)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_is_taken_off_its_sale_once_whenever_they_are_assigned() {
    for it in every_database().await {
        let shop = Shop::open(&it).await;
        shop.hand_in(NOBODY, "sale", None, 10_000).await;
        shop.hand_in(NOBODY, "all of it", Some("sale"), 10_000).await;
        shop.claim("sale").await;
        assert_eq!(shop.totals().await, (1, amount(10_000)));
        shop.claim("all of it").await;
        assert_eq!(shop.totals().await, (0, Amount::ZERO), "{}", it.engine);

        shop.hand_in(NOBODY, "other", None, 10_000).await;
        shop.hand_in(NOBODY, "part", Some("other"), 6_000).await;
        shop.claim("other").await;
        shop.claim("part").await;
        shop.hand_in(shop.ada, "more", Some("other"), 3_000).await;
        assert_eq!(shop.totals().await, (1, amount(1_000)), "10 of 100 are still bought");
        shop.hand_in(shop.ada, "the rest", Some("other"), 1_000).await;
        assert_eq!(shop.totals().await, (0, Amount::ZERO));

        // What came back before it was bought counts for nothing.
        shop.hand_in(NOBODY, "late", None, 5_000).await;
        shop.hand_in(NOBODY, "early", Some("late"), 5_000).await;
        shop.claim("early").await;
        shop.claim("late").await;
        assert_eq!(shop.totals().await, (1, amount(5_000)));
        assert_eq!(it.database.differences(10).await.unwrap(), []);
        shop.programme.close();
        it.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn totals_that_do_not_follow_from_the_purchases_are_found() {
    for it in every_database().await {
        let shop = Shop::open(&it).await;
        let bob = shop.programme.a_customer(&shop.cx).await;
        shop.hand_in(shop.ada, "sale", None, 10_000).await;
        // Floored at nothing: only the order of the documents tells what follows.
        shop.hand_in(shop.ada, "back", Some("sale"), 12_000).await;
        shop.hand_in(shop.ada, "again", None, 3_000).await;
        assert_eq!(shop.totals().await, (1, amount(3_000)));
        for (change, undo, of) in [
            (
                "UPDATE customer SET transactions_amount = transactions_amount + 1 \
                 WHERE transactions_count > 0",
                "UPDATE customer SET transactions_amount = transactions_amount - 1 \
                 WHERE transactions_count > 0",
                Some(shop.ada),
            ),
            (
                "UPDATE customer SET transactions_count = 9 WHERE transactions_count = 0",
                "UPDATE customer SET transactions_count = 0 WHERE transactions_count = 9",
                Some(bob),
            ),
            (
                "UPDATE customer SET average_transaction_amount = average_transaction_amount + 1 \
                 WHERE transactions_count > 0",
                "UPDATE customer SET average_transaction_amount = average_transaction_amount - 1 \
                 WHERE transactions_count > 0",
                Some(shop.ada),
            ),
            (
                "UPDATE customer SET last_transaction_at = last_transaction_at + 1 \
                 WHERE transactions_count > 0",
                "UPDATE customer SET last_transaction_at = last_transaction_at - 1 \
                 WHERE transactions_count > 0",
                Some(shop.ada),
            ),
            (
                "UPDATE purchase SET returned = returned + 1 WHERE number = 'sale'",
                "UPDATE purchase SET returned = returned - 1 WHERE number = 'sale'",
                None,
            ),
        ] {
            assert_eq!(it.database.differences(10).await.unwrap(), []);
            it.change(change).await;
            let found = it.database.differences(10).await.unwrap();
            let told: Vec<_> = found.iter().map(|it| it.what).collect();
            match of {
                Some(who) => {
                    assert_eq!(told, ["the totals of customer"], "{change}");
                    assert_eq!(found[0].id, who.0);
                }
                None => assert_eq!(told, ["what came back of transaction"]),
            }
            assert_eq!(it.database.differences(0).await.unwrap(), []);
            it.change(undo).await;
        }
        shop.programme.close();
        it.remove().await;
    }
}
