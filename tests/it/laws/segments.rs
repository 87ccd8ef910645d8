//! Segments: kept as they were saved, and with exactly the members they describe.

use application::ports::{Page, Purchase, Storage};
use chrono::NaiveDate;
use domain::amount::Amount;
use domain::contact::Email;
use domain::customer::Profile;
use domain::ids::{CustomerId, PosId, SegmentId, TransactionId};
use domain::segment::{Anniversary, Criterion, Segment};
use domain::transaction::{Buyer, Exclusions, Item, Kind, Sums, Transaction};
use domain::{TimeZone, Timestamp};
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::fixtures::{
    abroad, at, begin, home, kept, label, nobody, pos, registered, save_customer, text, with_abroad,
};

laws![
    segments_round_trip_and_go_with_their_members,
    every_criterion_finds_whom_it_describes,
    all_parts_must_hold_and_any_criterion_of_each,
    who_left_or_was_forgotten_is_a_member_no_more,
];

const WARSAW: TimeZone = chrono_tz::Europe::Warsaw;

fn segment(number: u128, parts: Vec<Vec<Criterion>>) -> Segment {
    Segment {
        id: SegmentId(Uuid::from_u128(number)),
        name: text(&format!("segment{number}")),
        description: None,
        active: true,
        parts,
        created_at: at(5),
        version: 0,
    }
}

fn who(number: u128) -> CustomerId {
    CustomerId(Uuid::from_u128(number))
}

fn shop(number: u128) -> PosId {
    pos(number).id
}

fn sale(number: u128, customer: u128, shop: u128, sku: &str, maker: Option<&str>) -> Purchase {
    let gross = Amount::from_units(10);
    let item = Item {
        sku: sku.to_owned(),
        name: "item \"quoted\"".to_owned(),
        quantity: 1,
        gross,
        category: "aaa".to_owned(),
        maker: maker.map(str::to_owned),
        labels: vec![label("size", sku)],
    };
    let document = Transaction {
        id: TransactionId(Uuid::from_u128(number)),
        number: format!("document{number}"),
        kind: Kind::Sale,
        purchased_at: at(86_400 * i64::try_from(number).unwrap()),
        place: None,
        pos: Some(self::shop(shop)),
        customer: Some(who(customer)),
        buyer: Buyer { name: "Ada".to_owned(), ..Buyer::default() },
        items: vec![item],
        labels: vec![],
        exclusions: Exclusions::default(),
        sums: Sums { gross, without_delivery: gross, excluded_for_level: Amount::ZERO },
        registered_at: at(0),
        version: 0,
    };
    Purchase { document, returned: Amount::ZERO, assigned_seq: Some(1) }
}

/// One buys at shop 1, two at both, three returns only, four nothing, five was deleted.
async fn people(it: &TestDatabase) {
    let customer = |number: u128| {
        let labels = match number {
            1 => vec![label("test", "x")],
            2 => vec![label("test", "y"), label("b", "x")],
            _ => vec![],
        };
        let email = Email::parse(&format!("somebody{number}@x.io")).ok();
        let birth_date = (number == 4).then(|| at(-86_400 * 365 * 20));
        registered(number, Profile { email, labels, birth_date, ..nobody() })
    };
    kept(it, async |uow| {
        uow.pos().save(&pos(1)).await?;
        uow.pos().save(&pos(2)).await
    })
    .await;
    for number in 1..=5 {
        save_customer(it, customer(number)).await;
    }
    let mut back = sale(4, 3, 2, "SKU3", None);
    back.document.kind = Kind::Return { revised: None };
    kept(it, async |uow| {
        uow.purchases().save(&sale(1, 1, 1, "SKU1", Some("company"))).await?;
        uow.purchases().save(&sale(2, 2, 1, "SKU1", None)).await?;
        uow.purchases().save(&sale(3, 2, 2, "SKU2", Some("company"))).await?;
        uow.purchases().save(&back).await?;
        uow.purchases().save(&sale(5, 5, 1, "SKU1", Some("company"))).await
    })
    .await;
    it.change(
        "UPDATE customer SET transactions_count = 1, transactions_amount = 100000, \
         average_transaction_amount = 100000, last_transaction_at = 1483366516123457 \
         WHERE email = 'somebody1@x.io'",
    )
    .await;
    it.change(
        "UPDATE customer SET transactions_count = 2, transactions_amount = 200000, \
         average_transaction_amount = 100000, last_transaction_at = 1483539316123457 \
         WHERE email = 'somebody2@x.io'",
    )
    .await;
    it.change("UPDATE customer SET status = 'deleted' WHERE email = 'somebody5@x.io'").await;
}

async fn refreshed(it: &TestDatabase, segment: &Segment, now: Timestamp) -> Vec<u128> {
    let stored = begin(it).await.segments().find(segment.id).await.unwrap();
    let segment = Segment { version: stored.map_or(0, |it| it.version), ..segment.clone() };
    kept(it, async |uow| {
        uow.segments().save(&segment).await?;
        uow.segments().refresh(&segment, now, WARSAW).await
    })
    .await;
    let page = Page { offset: 0, limit: 10 };
    let read = it.database.read(&home());
    let listed = read.segment_customers(segment.id, page).await.unwrap();
    let mut members: Vec<_> = listed.items.iter().map(|it| it.id.0.as_u128()).collect();
    assert_eq!(listed.total, members.len() as u64);
    let shown = read.segment(segment.id).await.unwrap().unwrap();
    assert_eq!(shown.customers, listed.total);
    members.sort_unstable();
    members
}

async fn segments_round_trip_and_go_with_their_members(it: &TestDatabase) {
    people(it).await;
    let rich = Segment {
        description: Some(text("dla \"najlepszych\"")),
        active: false,
        ..segment(2, vec![vec![Criterion::BoughtSkus(vec!["SKU1".to_owned()])]])
    };
    let plain = segment(1, vec![vec![Criterion::Customers(vec![who(1)])]]);
    for segment in [&rich, &plain] {
        refreshed(it, segment, at(0)).await;
        let found = begin(it).await.segments().find(segment.id).await.unwrap();
        assert_eq!(found, Some(Segment { version: 1, ..segment.clone() }));
    }
    let uow = begin(it).await;
    assert_eq!(uow.segments().active().await.unwrap(), [plain.id]);
    assert_eq!(uow.segments().of(who(1)).await.unwrap(), [plain.id]);
    drop(uow);
    let read = it.database.read(&home());
    let listed = read.segments(Page { offset: 0, limit: 1 }).await.unwrap();
    assert_eq!((listed.items[0].segment.id, listed.total), (plain.id, 2));
    kept(it, async |uow| {
        assert!(uow.segments().delete(plain.id).await?);
        assert!(!uow.segments().delete(plain.id).await?);
        assert!(uow.segments().of(who(1)).await?.is_empty());
        Ok(())
    })
    .await;
}

async fn every_criterion_finds_whom_it_describes(it: &TestDatabase) {
    people(it).await;
    // Of another store: nobody here.
    with_abroad(it).await;
    let far = it.database.begin(&abroad()).await.unwrap();
    far.customers().save(registered(7, nobody())).await.unwrap();
    far.commit().await.unwrap();
    let units = |it: i64| Some(Amount::from_units(it));
    let texts = |it: &[&str]| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let day = |it: &str| it.parse::<NaiveDate>().unwrap();
    for (n, (criterion, members)) in (10..).zip([
        (Criterion::BoughtInPos(vec![shop(2), shop(9)]), vec![2]),
        (Criterion::BoughtInPos(vec![shop(1)]), vec![1, 2]),
        (Criterion::TransactionCount { min: Some(1), max: Some(1) }, vec![1]),
        (Criterion::TransactionCount { min: None, max: Some(1) }, vec![1, 3, 4]),
        (Criterion::AverageAmount { from: units(10), to: None }, vec![1, 2]),
        (Criterion::TransactionAmount { from: units(11), to: units(20) }, vec![2]),
        (Criterion::PercentInPos { percent: Amount::from_units(50), pos: shop(1) }, vec![1, 2]),
        (Criterion::PercentInPos { percent: Amount::from_units(51), pos: shop(1) }, vec![1]),
        (Criterion::BoughtSkus(texts(&["SKU2", "SKU3"])), vec![2]),
        (Criterion::BoughtMakers(texts(&["company"])), vec![1, 2]),
        (Criterion::BoughtLabels(vec![label("size", "SKU1"), label("x", "y")]), vec![1, 2]),
        (Criterion::BoughtLabels(vec![label("SKU1", "size")]), vec![]),
        // Born 20 years of 365 days before 1 January 2017: on 6 January 1997.
        (Criterion::Anniversary { of: Anniversary::Birthday, days: 5 }, vec![4]),
        (Criterion::Anniversary { of: Anniversary::Birthday, days: 4 }, vec![]),
        (Criterion::Anniversary { of: Anniversary::Registration, days: 364 }, vec![]),
        (Criterion::LastPurchase { days: 0 }, vec![]),
        (Criterion::PurchasePeriod { from: day("2017-01-03"), to: day("2017-01-03") }, vec![2]),
        (Criterion::PurchasePeriod { from: day("2017-01-05"), to: day("2017-01-05") }, vec![]),
        (Criterion::Customers(vec![who(3), who(5), who(9)]), vec![3]),
        (Criterion::LabelKeys(texts(&["test"])), vec![1, 2]),
        (Criterion::LabelValues(texts(&["x", "\"'"])), vec![1, 2]),
        (Criterion::Labels(vec![label("test", "x"), label("b", "y")]), vec![1]),
    ]) {
        let described = format!("{criterion:?}");
        let found = refreshed(it, &segment(n, vec![vec![criterion]]), at(0)).await;
        assert_eq!(found, members, "{described}");
    }
    // Registered on 1 January 2017; whoever bought last on the second.
    let year = Criterion::Anniversary { of: Anniversary::Registration, days: 0 };
    let year = segment(1, vec![vec![year]]);
    assert_eq!(refreshed(it, &year, at(86_400 * 365)).await, [1, 2, 3, 4]);
    assert_eq!(refreshed(it, &year, at(86_400 * 366)).await, [0_u128; 0]);
    let last = segment(2, vec![vec![Criterion::LastPurchase { days: 3 }]]);
    assert_eq!(refreshed(it, &last, at(86_400 * 4)).await, [1]);
}

async fn all_parts_must_hold_and_any_criterion_of_each(it: &TestDatabase) {
    people(it).await;
    let list = |of: &[u128]| Criterion::Customers(of.iter().copied().map(who).collect());
    for (n, (parts, members)) in (1..).zip([
        (vec![vec![list(&[1]), list(&[1, 2])]], vec![1, 2]),
        (vec![vec![list(&[1, 2])], vec![list(&[2, 3]), list(&[4])]], vec![2]),
        (vec![vec![list(&[1])], vec![list(&[2])]], vec![]),
    ]) {
        assert_eq!(refreshed(it, &segment(n, parts), at(0)).await, members);
    }
}

async fn who_left_or_was_forgotten_is_a_member_no_more(it: &TestDatabase) {
    people(it).await;
    let keys = |key: &str| vec![vec![Criterion::LabelKeys(vec![key.to_owned()])]];
    assert_eq!(refreshed(it, &segment(1, keys("test")), at(0)).await, [1, 2]);
    assert_eq!(refreshed(it, &segment(1, keys("b")), at(0)).await, [2]);
    assert_eq!(refreshed(it, &segment(1, keys("test")), at(0)).await, [1, 2]);
    kept(it, async |uow| uow.segments().forget(who(1)).await).await;
    assert!(begin(it).await.segments().of(who(1)).await.unwrap().is_empty());
    let closed = Segment { active: false, ..segment(1, keys("test")) };
    assert_eq!(refreshed(it, &closed, at(0)).await, [0_u128; 0]);
}
