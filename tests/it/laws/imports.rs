//! What writing many customers at once promises.

use application::ports::{Contacts, Newcomer, Progress, RuleUse, Storage, StorageError, Told};
use domain::account::{Login, User};
use domain::amount::Amount;
use domain::contact::Email;
use domain::customer::Customer;
use domain::ids::{RuleId, TransferId};
use domain::ledger::Terms;
use domain::points::{Account, Issuer, Note};
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::fixtures::{at, begin, find_customer, home, kept, named, save_customer, somebody};

laws![
    many_newcomers_are_kept_like_one,
    what_newcomers_got_is_kept_as_by_their_accounts,
    newcomers_are_kept_all_or_none,
    for_each_claim_what_is_taken_is_told,
    how_far_an_import_got_is_remembered,
];

fn newcomer(customer: Customer) -> Newcomer {
    let login = Login::without_password(User::Customer(customer.id()));
    Newcomer {
        customer,
        account: None,
        uses: vec![],
        login,
        jobs: vec![],
        audit: vec![],
        events: vec![],
    }
}

async fn many_newcomers_are_kept_like_one(it: &TestDatabase) {
    let many: Vec<_> = (1..=150).map(|it| named(it, &format!("n{it}@x.io"))).collect();
    let newcomers: Vec<_> = many.iter().cloned().map(newcomer).collect();
    kept(it, async |uow| uow.imports().add(newcomers).await).await;
    for customer in &many {
        assert_eq!(find_customer(it, customer.id()).await.as_ref(), Some(customer.state()));
    }
    let one = named(1000, "one@x.io");
    let of_one = i64::try_from(one.events().count()).unwrap();
    save_customer(it, one).await;
    assert_eq!(it.number("SELECT count(*) FROM history").await, 151 * of_one);
    assert_eq!(it.number("SELECT count(*) FROM login").await, 150);
    let counted = "SELECT CAST(sum(customers) AS bigint) FROM customer_count";
    assert_eq!(it.number(counted).await, 151);
}

async fn what_newcomers_got_is_kept_as_by_their_accounts(it: &TestDatabase) {
    let rule = RuleId(Uuid::from_u128(9));
    let mut newcomers = vec![];
    for number in 1..=3 {
        let customer = somebody(number);
        let id = customer.id();
        let mut account = Account::open(id);
        let transfer = TransferId(Uuid::from_u128(number * 10));
        let note = Note::new(Issuer::System, Some("hello".to_owned()));
        account.add(transfer, Amount::from_units(50), Terms::of_peer(at(1), None), note);
        let after = customer.state().version;
        let told = account.take_entries().into_iter().map(|entry| Told { after, entry }).collect();
        let changes = account.into_changes().unwrap();
        let uses = vec![RuleUse { rule, customer: id, transfer, at: at(1) }];
        newcomers.push(Newcomer { account: Some((changes, told)), uses, ..newcomer(customer) });
    }
    kept(it, async |uow| uow.imports().add(newcomers).await).await;
    let uow = begin(it).await;
    for number in 1..=3 {
        let id = somebody(number).id();
        let account = uow.accounts().find(id).await.unwrap();
        assert_eq!(account.balance().available, Amount::from_units(50));
        assert_eq!(account.lots().len(), 1);
        assert_eq!(uow.rules().uses(id, &[(rule, None)]).await.unwrap(), [(rule, 1)]);
    }
    drop(uow);
    let history = it.database.read(&home()).history(somebody(2).id(), None).await.unwrap();
    assert_eq!(history[0].name, "PointsWereAdded");
    assert_eq!(history[0].balance, Some(Amount::from_units(50)));
    assert_eq!(it.database.differences(10).await.unwrap(), []);
}

async fn newcomers_are_kept_all_or_none(it: &TestDatabase) {
    save_customer(it, named(1, "ada@x.io")).await;
    let uow = begin(it).await;
    let newcomers = vec![newcomer(somebody(2)), newcomer(named(3, "ada@x.io"))];
    let refused = uow.imports().add(newcomers).await;
    assert!(matches!(refused, Err(StorageError::Taken("email"))), "{refused:?}");
    uow.commit().await.unwrap_err();
    assert_eq!(it.number("SELECT count(*) FROM customer").await, 1);
}

async fn for_each_claim_what_is_taken_is_told(it: &TestDatabase) {
    save_customer(it, named(1, "ada@x.io")).await;
    let claim = |email: &str| Contacts { email: Email::parse(email).ok(), ..Contacts::default() };
    let claims = [claim("eve@x.io"), claim("ADA@x.io"), Contacts::default()];
    let taken = begin(it).await.imports().taken(&claims).await.unwrap();
    assert_eq!(taken, [Contacts::default(), claim("ada@x.io"), Contacts::default()]);
}

async fn how_far_an_import_got_is_remembered(it: &TestDatabase) {
    assert_eq!(begin(it).await.imports().progress("a").await.unwrap(), None);
    for progress in [
        Progress::default(),
        Progress { processed: 5, failed: 2, finished: false },
        Progress { processed: 7, failed: 2, finished: true },
    ] {
        kept(it, async |uow| uow.imports().save_progress("a", progress).await).await;
        assert_eq!(begin(it).await.imports().progress("a").await.unwrap(), Some(progress));
    }
    assert_eq!(begin(it).await.imports().progress("b").await.unwrap(), None);
}
