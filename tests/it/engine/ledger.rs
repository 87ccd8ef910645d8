//! The worked example of the ledger, on real storage (behaviour 9.5).

use application::cx::Cx;
use application::points::{self, GiftDraft};
use application::ports::{Page, Storage, TransferQuery};
use application::{customers, error::Error};
use chrono::TimeDelta;
use domain::amount::Amount;
use domain::form::{Given, Shape};
use domain::ids::{CustomerId, TransferId};
use domain::ledger::{Balance, LotState};
use domain::points::{Transfer, TransferKind};
use laurel_tests::databases::{TestDatabase, every_database};

use super::papers::transfer;
use super::programme::{Programme, Setting};

/// Days are counted from the first of January, which is day 1.
const DAY: TimeDelta = TimeDelta::days(1);

fn units(points: i64) -> Amount {
    Amount::from_units(points)
}

async fn balance(cx: &Cx, who: CustomerId) -> Balance {
    customers::status(cx, &who.into()).await.unwrap().standing.account.balance()
}

/// Available, earned, used and expired.
async fn figures(cx: &Cx, who: CustomerId) -> [Amount; 4] {
    let Balance { available, earned, used, expired, .. } = balance(cx, who).await;
    [available, earned, used, expired]
}

async fn transfers(cx: &Cx, who: CustomerId, kind: TransferKind) -> Vec<Transfer> {
    let page = Page { offset: 0, limit: 100 };
    let query =
        TransferQuery { customer: Some(who), kind: Some(kind), page, ..TransferQuery::default() };
    let mut found: Vec<_> =
        points::list(cx, &query).await.unwrap().items.into_iter().map(|it| it.transfer).collect();
    found.sort_by_key(|it| (it.created_at, it.id));
    found
}

/// Somebody with A, 100 of day 1, and B, 50 of day 5. B's id.
async fn start(it: &TestDatabase) -> (Programme, Cx, CustomerId, TransferId) {
    let settings: [Setting; 3] = [
        ("pointsDaysExpiryAfter", "after_x_days".into()),
        ("pointsDaysActiveCount", 30.into()),
        ("allTimeNotLocked", true.into()),
    ];
    let programme = Programme::open(it).await;
    let cx = programme.set(&settings).await;
    let ada = programme.a_customer(&cx).await;
    points::add(&cx, &transfer(ada, 10_000, None)).await.unwrap();
    programme.pass(DAY * 4);
    let second = points::add(&cx, &transfer(ada, 5_000, None)).await.unwrap();
    (programme, cx, ada, second)
}

#[tokio::test(flavor = "multi_thread")]
async fn points_are_spent_cancelled_and_expire_as_the_worked_example_says() {
    for cancels in [true, false] {
        for it in every_database().await {
            let (programme, cx, ada, second) = start(&it).await;
            let lots = async || {
                let lots = transfers(&cx, ada, TransferKind::Adding).await;
                lots.iter().map(|it| it.remaining).collect::<Vec<_>>()
            };
            assert_eq!(figures(&cx, ada).await, [150, 150, 0, 0].map(units));
            points::spend(&cx, &transfer(ada, 3_000, None)).await.unwrap();
            assert_eq!(figures(&cx, ada).await, [120, 150, 30, 0].map(units));
            assert_eq!(lots().await, [70, 50].map(units));
            points::spend(&cx, &transfer(ada, 9_000, None)).await.unwrap();
            assert_eq!(figures(&cx, ada).await, [30, 150, 120, 0].map(units));
            assert_eq!(lots().await, [0, 30].map(units));
            let refused = points::spend(&cx, &transfer(ada, 3_100, None)).await;
            assert!(matches!(refused, Err(Error::Form(_))), "{refused:?}");
            if cancels {
                points::cancel(&cx, second).await.unwrap();
                assert_eq!(figures(&cx, ada).await, [0, 100, 120, 0].map(units));
            } else {
                // Day 35 is B's last.
                programme.pass(DAY * 30);
                assert_eq!(figures(&cx, ada).await, [30, 150, 120, 0].map(units));
                programme.pass(DAY);
                assert_eq!(figures(&cx, ada).await, [0, 150, 120, 30].map(units));
                programme.tend(&cx).await;
                assert_eq!(figures(&cx, ada).await, [0, 150, 120, 30].map(units));
            }
            assert_eq!(it.database.differences(10).await.unwrap(), []);
            programme.close();
            it.remove().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_given_expires_when_it_would_have_expired() {
    for it in every_database().await {
        let (programme, cx, ada, _) = start(&it).await;
        let bob = programme.a_customer(&cx).await;
        points::add(&cx, &transfer(bob, 700, None)).await.unwrap();
        let draft = GiftDraft {
            shape: Shape::Sound,
            sender: Given::text(&ada.to_string()),
            receiver: Given::text(&bob.to_string()),
            points: Given::text("120"),
        };
        points::give(&cx, &draft).await.unwrap();
        assert_eq!(figures(&cx, ada).await, [30, 150, 120, 0].map(units));
        let spent = transfers(&cx, ada, TransferKind::PeerSpending).await;
        let spent: Vec<_> = spent.iter().map(|it| (it.value, it.peer)).collect();
        assert_eq!(spent, [(units(120), Some(bob))]);
        let received = transfers(&cx, bob, TransferKind::PeerAdding).await;
        let received: Vec<_> =
            received.iter().map(|it| (it.value, it.peer, it.expires_at)).collect();
        let day = |text: &str| Some(format!("{text}T23:59:59Z").parse().unwrap());
        let expected =
            [(units(100), Some(ada), day("2022-01-31")), (units(20), Some(ada), day("2022-02-04"))];
        assert_eq!(received, expected, "{}", it.engine);
        let Balance { available, from_peers, earned, .. } = balance(&cx, bob).await;
        assert_eq!([available, from_peers, earned], [127, 120, 7].map(units));
        programme.close();
        it.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn locked_points_are_there_after_their_days() {
    for it in every_database().await {
        let programme = Programme::open(&it).await;
        programme.go_to("2022-03-01T10:00:00Z");
        let settings: [Setting; 4] = [
            ("pointsDaysExpiryAfter", "after_x_days".into()),
            ("pointsDaysActiveCount", 30.into()),
            ("allTimeNotLocked", false.into()),
            ("pointsDaysLocked", 7.into()),
        ];
        let cx = programme.set(&settings).await;
        let ada = programme.a_customer(&cx).await;
        points::add(&cx, &transfer(ada, 10_000, None)).await.unwrap();
        let lot = transfers(&cx, ada, TransferKind::Adding).await.remove(0);
        assert_eq!(lot.state, LotState::Pending);
        let moments = [lot.locked_until, lot.expires_at].map(|it| it.unwrap().to_rfc3339());
        assert_eq!(moments, ["2022-03-08T10:00:00+00:00", "2022-04-07T23:59:59+00:00"]);
        // Until then, not from then on (behaviour 3.13.4).
        for (now, available, locked, expired) in [
            ("2022-03-08T10:00:00Z", 0, 100, 0),
            ("2022-03-08T10:00:01Z", 100, 0, 0),
            ("2022-04-07T23:59:59Z", 100, 0, 0),
            ("2022-04-08T00:00:00Z", 0, 0, 100),
        ] {
            programme.go_to(now);
            // The job changes nothing that a reader could have seen before it.
            for _ in 0..2 {
                let balance = balance(&cx, ada).await;
                let told = [balance.available, balance.locked, balance.expired];
                assert_eq!(told, [available, locked, expired].map(units), "{now}");
                programme.tend(&cx).await;
            }
        }
        assert_eq!(it.database.differences(10).await.unwrap(), []);
        programme.close();
        it.remove().await;
    }
}
