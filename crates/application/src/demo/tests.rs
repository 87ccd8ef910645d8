//! The demo data set, held against behaviour 6.

use domain::access::Role;
use domain::account::{Login, User};
use domain::customer::{Customer, Placement, Status, Totals};
use domain::ledger::Expiry;
use domain::store::TierAssignType;
use uuid::Uuid;

use super::*;
use crate::fixtures::{Kept, Stage, now, store};
use crate::ports::CustomerPage;

fn stage(customers: u64, has_admin: bool) -> Stage {
    let mut stage = Stage::new().reading(|read| {
        read.expect_customers().return_once(move |_| {
            Ok(CustomerPage { customers: vec![], total: customers, last: None })
        });
    });
    stage.repos.admins.expect_any().returning(move || Ok(has_admin));
    stage.repos.stores.expect_find().returning(|_| Ok(Some(store())));
    // Purchases find nobody here: what they do is tested on real storage.
    stage.repos.customers.expect_find().returning(|_| Ok(None));
    stage.repos.customers.expect_active_by().returning(|_, _| Ok(vec![]));
    stage.repos.purchases.expect_find_by_number().returning(|_| Ok(None));
    stage
}

async fn loaded() -> Kept {
    let (ports, record) = stage(0, false).ports();
    assert!(Box::pin(load(&ports)).await.unwrap());
    record.take()
}

fn login(kept: &Kept, id: &str) -> Login {
    let id = Uuid::parse_str(id).unwrap();
    kept.logins.iter().find(|it| it.user.uuid() == id).unwrap().clone()
}

fn customer(kept: &Kept, id: &str) -> Customer {
    let id = Uuid::parse_str(id).unwrap();
    kept.customers.iter().find(|it| it.id().0 == id).unwrap().clone()
}

fn history(mut customer: Customer) -> Vec<&'static str> {
    customer.take_events().iter().map(|(_, event)| event.name()).collect()
}

#[tokio::test]
async fn everything_is_kept_in_one_unit_of_work() {
    let kept = loaded().await;
    assert!(kept.committed);
    let counts = [
        kept.stores.len(),
        kept.admins.len(),
        kept.levels.len(),
        kept.pos.len(),
        kept.sellers.len(),
        kept.customers.len(),
        kept.logins.len(),
        kept.rules.len(),
        kept.purchases.len(),
        kept.segments.len(),
    ];
    assert_eq!(counts, [1, 3, 4, 2, 2, 10, 15, 14, 27, 11]);
    assert_eq!(kept.audited(), ["LoadDemoData"]);
    assert!(kept.jobs.is_empty());
    let invitations: Vec<_> = kept.invitations.iter().map(|it| it.id.to_string()).collect();
    assert_eq!(invitations.len(), 6);
    assert_eq!(invitations[5], "22200000-0000-474c-b092-b0dd880c07e6");
}

#[tokio::test]
async fn an_installation_with_people_is_left_alone() {
    for (customers, has_admin) in [(1, false), (0, true)] {
        let (ports, record) = stage(customers, has_admin).ports();
        assert!(!Box::pin(load(&ports)).await.unwrap());
        let kept = record.take();
        assert!(!kept.committed && kept.stores.is_empty());
    }
}

#[tokio::test]
async fn each_password_is_hashed_once() {
    let mut stage = stage(0, false);
    stage.passwords.expect_hash().times(3).returning(|it| Ok(it.expose().to_owned()));
    let (ports, record) = stage.ports();
    Box::pin(load(&ports)).await.unwrap();
    let kept = record.take();
    for (id, password) in [
        ("22200000-0000-474c-b092-b0dd880c07e2", "open"),
        ("00000000-0000-474c-b092-b0dd880c07e4", "open"),
        ("00000000-0000-474c-b092-b0dd880c07e1", "loyalty"),
        ("11000000-0000-474c-b092-b0dd880c07e2", "return"),
    ] {
        assert_eq!(login(&kept, id).password_hash.as_deref(), Some(password), "{id}");
    }
}

#[tokio::test]
async fn administrators_have_the_three_default_roles() {
    let kept = loaded().await;
    let roles: Vec<_> = kept.admins.iter().map(|it| (it.username.as_str(), it.role)).collect();
    assert_eq!(
        roles,
        [
            ("admin", Role::SUPER_ADMIN),
            ("reporter", Role::REPORTER),
            ("supervisor", Role::FULL_ADMIN)
        ]
    );
}

#[tokio::test]
async fn john_doe_has_the_history_of_the_original() {
    let kept = loaded().await;
    let john = customer(&kept, "00000000-0000-474c-b092-b0dd880c07e1");
    assert_eq!(john.state().version, 5);
    assert_eq!(john.state().created_at.to_rfc3339(), "2016-08-08T08:53:14+00:00");
    assert_eq!(john.state().updated_at, now());
    assert_eq!(
        history(john),
        [
            "CustomerWasRegistered",
            "AssignedAccountToCustomer",
            "CustomerWasMovedToLevel",
            "CustomerLoyaltyCardNumberWasUpdated",
            "CustomerWasActivated",
        ]
    );
}

#[tokio::test]
async fn every_customer_is_active_on_the_start_level_without_totals() {
    let kept = loaded().await;
    let start = kept.levels[0].id;
    for customer in &kept.customers {
        let state = customer.state();
        assert_eq!(state.status, Status::Active);
        assert_eq!(state.placement, Some(Placement::Earned(start)));
        assert_eq!(state.totals, Totals::default());
    }
}

#[tokio::test]
async fn the_extras_are_where_they_belong() {
    let kept = loaded().await;
    let labelled = customer(&kept, "11111111-0000-474c-b092-b0dd880c07e1");
    assert_eq!(labelled.state().profile.labels[0].key, "test");
    let alice = customer(&kept, "22222222-0000-474c-b092-b0dd880c07e1");
    assert_eq!(alice.state().pos, Some(pos::POS1));
    let jane = customer(&kept, "00000000-0000-474c-b092-b0dd880c07e2");
    let address = jane.state().profile.address.clone().unwrap();
    assert_eq!(address.city.unwrap().as_str(), "London");
    assert_eq!(jane.state().profile.loyalty_card.given().unwrap().as_str(), "0000");
    let temporary: Vec<_> = kept.logins.iter().filter(|it| it.temporary).collect();
    assert_eq!(temporary.len(), 1);
    assert_eq!(temporary[0].user, User::Customer(jane.id()));
    assert_eq!(kept.levels[2].special_rewards.len(), 2);
    assert_eq!(kept.levels[3].reward.value.percent_text(), "15.00%");
}

#[tokio::test]
async fn the_programme_is_the_demos() {
    let kept = loaded().await;
    let store = &kept.stores[0];
    assert_eq!((store.name.as_str(), store.currency.as_str()), ("Loyalty Program", "eur"));
    assert_eq!(store.time_zone.name(), "Europe/Warsaw");
    assert_eq!(store.settings.tier_assign_type(), TierAssignType::Transactions);
    assert_eq!(store.settings.points_expiry(), Expiry::AfterDays(30));
    let shown: Vec<_> = store.shown_settings(true).into_iter().map(|(key, _)| key).collect();
    let unset = ["levelDowngradeDays", "pointsDaysLocked", "webhooks", "pushySecretKey"];
    assert!(shown.len() == 23 && !unset.iter().any(|it| shown.contains(it)), "{shown:?}");
}
