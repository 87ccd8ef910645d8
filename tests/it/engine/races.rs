//! Many who want the same at the same time.

use std::sync::Arc;

use application::error::Error;
use application::patience::patiently;
use application::ports::Storage;
use application::{customers, points, transactions};
use domain::amount::Amount;
use domain::form::{Given, GivenGroup, Shape};
use domain::points::TransferDraft;
use domain::transaction::{BuyerDraft, DataDraft, ItemDraft, TransactionDraft};
use laurel_tests::databases::every_database;

use super::programme::Programme;

fn hundred(customer: &str) -> TransferDraft {
    TransferDraft {
        shape: Shape::Sound,
        customer: Given::text(customer),
        points: Given::text("100"),
        ..TransferDraft::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_spends_of_everything_one_wins() {
    for it in every_database().await {
        let programme = Programme::open(&it).await;
        let cx = programme.set(&[("allTimeNotLocked", true.into())]).await;
        let ada = programme.a_customer(&cx).await;
        let draft = Arc::new(hundred(&ada.to_string()));
        points::add(&cx, &draft).await.unwrap();
        let spends: Vec<_> = (0..20)
            .map(|_| {
                let (cx, draft) = (cx.clone(), Arc::clone(&draft));
                tokio::spawn(async move { patiently(|| points::spend(&cx, &draft)).await })
            })
            .collect();
        let (mut won, mut refused) = (0, 0);
        for spend in spends {
            match spend.await.unwrap() {
                Ok(_) => won += 1,
                Err(Error::Form(errors)) => {
                    assert_eq!(errors.fields[0].message, "not enough points");
                    refused += 1;
                }
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!((won, refused), (1, 19), "{}", it.engine);
        let status = customers::status(&cx, &ada.into()).await.unwrap();
        assert_eq!(status.standing.account.balance().available, Amount::ZERO);
        assert_eq!(it.database.differences(10).await.unwrap(), []);
        programme.close();
        it.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_comes_twenty_times_counts_once() {
    for it in every_database().await {
        let programme = Programme::open(&it).await;
        let cx = programme.set(&[]).await;
        let ada = programme.a_customer(&cx).await;
        let draft = Arc::new(TransactionDraft {
            shape: Shape::Sound,
            data: GivenGroup::Members(DataDraft {
                document_number: Given::text("2022/1"),
                purchase_date: Given::text("2022-01-01 12:00"),
                ..DataDraft::default()
            }),
            items: Some(vec![ItemDraft {
                sku: Given::text("SKU"),
                name: Given::text("item"),
                quantity: Given::text("1"),
                gross_value: Given::text("17"),
                category: Given::text("things"),
                ..ItemDraft::default()
            }]),
            buyer: GivenGroup::Members(BuyerDraft {
                name: Given::text("Ada"),
                email: Given::text(&format!("{ada}@example.com")),
                ..BuyerDraft::default()
            }),
            ..TransactionDraft::default()
        });
        let posts: Vec<_> = (0..20)
            .map(|_| {
                let (cx, draft) = (cx.clone(), Arc::clone(&draft));
                tokio::spawn(async move { patiently(|| transactions::register(&cx, &draft)).await })
            })
            .collect();
        let mut won = 0;
        for post in posts {
            match post.await.unwrap() {
                Ok(_) => won += 1,
                Err(Error::Form(errors)) => {
                    assert_eq!(errors.fields[0].message, "Document number should be unique");
                }
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(won, 1, "{}", it.engine);
        let totals = programme.customer(ada).await.unwrap().state().totals;
        assert_eq!((totals.count, totals.amount), (1, Amount::from_units(17)));
        assert_eq!(it.database.differences(10).await.unwrap(), []);
        programme.close();
        it.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_registrations_with_one_address_one_wins() {
    for it in every_database().await {
        let programme = Programme::open(&it).await;
        let cx = programme.set(&[]).await;
        let draft = Arc::new(super::programme::newcomer("ada@example.com"));
        let posts: Vec<_> = (0..50)
            .map(|_| {
                let (cx, draft) = (cx.clone(), Arc::clone(&draft));
                tokio::spawn(async move { patiently(|| customers::register(&cx, &draft)).await })
            })
            .collect();
        let mut won = 0;
        for post in posts {
            match post.await.unwrap() {
                Ok(_) => won += 1,
                Err(Error::Form(errors)) => assert_eq!(errors.fields[0].path, "email"),
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(won, 1, "{}", it.engine);
        programme.close();
        it.remove().await;
    }
}
