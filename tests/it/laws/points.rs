//! Accounts of points (behaviour 3.12): what is kept of them, and who may overtake whom.

use application::ports::{Storage, StorageError, Told, UnitOfWork};
use domain::amount::Amount;
use domain::ids::{CustomerId, TransactionId, TransferId};
use domain::ledger::{LotState, Shortfall, Times};
use domain::points::{Account, Gift, Issuer, Note};
use domain::store::StoreCode;
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::fixtures::{abroad, at, begin, home, save_customer, somebody, with_abroad};

laws![
    nobody_has_an_empty_account,
    an_account_is_found_as_it_was_saved,
    only_points_that_can_still_move_are_found,
    of_two_who_read_an_account_the_later_is_refused,
    of_two_who_open_an_account_the_later_is_refused,
    movements_are_only_ever_added,
    what_the_history_is_told_follows_the_customers_line,
    a_transfer_tells_whose_it_is,
    what_was_earned_counts_from_a_moment_on,
    a_sale_knows_what_it_granted_and_what_was_asked_back,
    an_account_belongs_to_its_store,
];

fn who(number: u128) -> CustomerId {
    CustomerId(Uuid::from_u128(number))
}

fn id(number: u128) -> TransferId {
    TransferId(Uuid::from_u128(number))
}

fn sale(number: u128) -> TransactionId {
    TransactionId(Uuid::from_u128(0x5a1e_0000 + number))
}

/// What happens to an account.
type Step = fn(&mut Account);

fn units(points: i64) -> Amount {
    Amount::from_units(points)
}

fn plain() -> Note {
    Note::new(Issuer::Admin, None)
}

fn times(seconds: i64) -> Times {
    Times { created_at: at(seconds), locked_until: None, expires_at: None }
}

async fn save(uow: &dyn UnitOfWork, mut account: Account) -> Result<(), StorageError> {
    let told = account.take_entries().into_iter().map(|entry| Told { after: 1, entry }).collect();
    match account.into_changes() {
        Some(changes) => uow.accounts().save(changes, told).await,
        None => Ok(()),
    }
}

async fn find(it: &TestDatabase, customer: u128) -> Account {
    begin(it).await.accounts().find(who(customer)).await.unwrap()
}

/// Changes the account of a customer in a unit of work of its own.
async fn changed(it: &TestDatabase, customer: u128, change: impl FnOnce(&mut Account)) {
    let uow = begin(it).await;
    let mut account = uow.accounts().find(who(customer)).await.unwrap();
    change(&mut account);
    save(&*uow, account).await.unwrap();
    uow.commit().await.unwrap();
}

async fn nobody_has_an_empty_account(it: &TestDatabase) {
    assert_eq!(find(it, 1).await, Account::open(who(1)));
    save_customer(it, somebody(1)).await;
    assert_eq!(find(it, 1).await, Account::open(who(1)));
}

async fn an_account_is_found_as_it_was_saved(it: &TestDatabase) {
    save_customer(it, somebody(1)).await;
    let locked = Times { created_at: at(2), locked_until: Some(at(20)), expires_at: Some(at(30)) };
    let gift = Gift { amount: Amount::parse("0.0001").unwrap(), expires_at: Some(at(9)) };
    let mut expected = Account::open(who(1));
    expected.add(id(2), units(50), locked, plain());
    expected.add(id(1), units(100), times(1), plain());
    expected.receive(id(3), gift, who(2), at(3), plain());
    expected.spend(id(4), units(30), Shortfall::Refused, at(4), plain()).unwrap();
    let saved = expected.clone();
    changed(it, 1, |account| *account = saved).await;
    let found = find(it, 1).await;
    assert_eq!(found.balance(), expected.balance());
    assert_eq!(found.lots(), expected.lots());
    let states: Vec<_> = found.lots().iter().map(|it| (it.id, it.state)).collect();
    let active = LotState::Active;
    assert_eq!(states, [(id(1), active), (id(2), LotState::Pending), (id(3), active)]);
}

async fn only_points_that_can_still_move_are_found(it: &TestDatabase) {
    save_customer(it, somebody(1)).await;
    changed(it, 1, |account| {
        account.add(id(1), units(10), times(1), plain());
        account.add(id(2), units(20), times(2), plain());
        account.add(id(3), units(30), Times { expires_at: Some(at(5)), ..times(3) }, plain());
        account.add(id(4), units(40), times(4), plain());
    })
    .await;
    changed(it, 1, |account| {
        account.settle(at(6));
        account.spend(id(5), units(10), Shortfall::Refused, at(6), plain()).unwrap();
        account.cancel(id(2), at(6)).unwrap();
    })
    .await;
    let found = find(it, 1).await;
    assert_eq!(found.lots().iter().map(|it| it.id).collect::<Vec<_>>(), [id(4)]);
    let sums = found.balance();
    let told = [sums.available, sums.earned, sums.used, sums.expired, sums.locked];
    assert_eq!(told, [40, 80, 10, 30, 0].map(units));
    let states = "SELECT state FROM transfer WHERE kind = 'adding' ORDER BY created_at";
    assert_eq!(it.texts(states).await, ["active", "canceled", "expired", "active"]);
    assert_eq!(it.database.differences(10).await.unwrap(), []);
}

async fn of_two_who_read_an_account_the_later_is_refused(it: &TestDatabase) {
    save_customer(it, somebody(1)).await;
    changed(it, 1, |account| account.add(id(1), units(10), times(1), plain())).await;
    let mut late = find(it, 1).await;
    changed(it, 1, |account| account.add(id(2), units(5), times(2), plain())).await;
    late.spend(id(3), units(10), Shortfall::Refused, at(3), plain()).unwrap();
    let uow = begin(it).await;
    let refused = save(&*uow, late).await;
    assert!(matches!(refused, Err(StorageError::Stale)), "{refused:?}");
    assert!(matches!(uow.commit().await, Err(StorageError::Spent)));
    assert_eq!(find(it, 1).await.balance().available, units(15));
}

async fn of_two_who_open_an_account_the_later_is_refused(it: &TestDatabase) {
    save_customer(it, somebody(1)).await;
    let mut late = find(it, 1).await;
    changed(it, 1, |account| account.add(id(1), units(10), times(1), plain())).await;
    late.add(id(2), units(5), times(2), plain());
    let refused = save(&*begin(it).await, late).await;
    assert!(matches!(refused, Err(StorageError::Stale)), "{refused:?}");
    assert_eq!(find(it, 1).await.balance().available, units(10));
}

async fn movements_are_only_ever_added(it: &TestDatabase) {
    const LINES: &str = "SELECT seq || ' ' || from_bucket || ' ' || to_bucket || ' ' \
        || (amount / 10000) || ' ' || (available / 10000) FROM movement ORDER BY seq";
    save_customer(it, somebody(1)).await;
    let mut expected = vec![];
    let steps: [(Step, &str); 4] = [
        (
            |it| it.add(id(1), units(10), Times { locked_until: Some(at(2)), ..times(1) }, plain()),
            "1 outside locked 10 0",
        ),
        (|it| it.settle(at(3)), "2 locked available 10 10"),
        (
            |it| it.spend(id(2), units(4), Shortfall::Refused, at(3), plain()).unwrap(),
            "3 available used 4 6",
        ),
        (|it| it.reset(at(4)), "4 available expired 6 0"),
    ];
    for (step, line) in steps {
        changed(it, 1, step).await;
        expected.push(line);
        assert_eq!(it.texts(LINES).await, expected);
    }
    // Nothing happened, so nothing is written.
    changed(it, 1, |account| account.settle(at(5))).await;
    assert_eq!(it.texts(LINES).await, expected);
}

async fn what_the_history_is_told_follows_the_customers_line(it: &TestDatabase) {
    save_customer(it, somebody(1)).await;
    changed(it, 1, |account| {
        account.add(id(1), units(10), times(1), plain());
        account.add(id(2), units(20), times(1), plain());
    })
    .await;
    changed(it, 1, |account| {
        account.spend(id(3), units(12), Shortfall::Refused, at(2), plain()).unwrap();
    })
    .await;
    let lines = "SELECT seq || ' ' || type || ' ' || (balance / 10000) FROM history WHERE n > 0 \
                 ORDER BY seq, n";
    let expected = ["1 PointsWereAdded 10", "1 PointsWereAdded 30", "1 PointsWereSpent 18"];
    assert_eq!(it.texts(lines).await, expected);
}

async fn a_transfer_tells_whose_it_is(it: &TestDatabase) {
    for number in [1, 2] {
        save_customer(it, somebody(number)).await;
        let add = |account: &mut Account| account.add(id(number), units(9), times(1), plain());
        changed(it, number, add).await;
    }
    changed(it, 2, |account| {
        account.spend(id(3), units(9), Shortfall::Refused, at(2), plain()).unwrap();
    })
    .await;
    let uow = begin(it).await;
    for (transfer, owner) in [(1, Some(1)), (2, Some(2)), (3, Some(2)), (4, None)] {
        let found = uow.accounts().owner(id(transfer)).await.unwrap();
        assert_eq!(found, owner.map(who), "{transfer}");
    }
}

async fn what_was_earned_counts_from_a_moment_on(it: &TestDatabase) {
    for number in [1, 2] {
        save_customer(it, somebody(number)).await;
    }
    changed(it, 1, |account| {
        account.add(id(1), units(1), times(10), plain());
        account.add(id(2), units(2), times(20), plain());
        let locked = Times { locked_until: Some(at(90)), ..times(30) };
        account.add(id(3), units(4), locked, plain());
        account.add(id(4), units(8), times(40), plain());
        account.receive(
            id(5),
            Gift { amount: units(16), expires_at: None },
            who(2),
            at(50),
            plain(),
        );
        account.spend(id(6), units(3), Shortfall::Refused, at(60), plain()).unwrap();
        account.cancel(id(4), at(60)).unwrap();
    })
    .await;
    changed(it, 2, |account| account.add(id(7), units(32), times(20), plain())).await;
    let uow = begin(it).await;
    for (since, earned) in [(0, 7), (10, 6), (19, 6), (20, 4), (30, 0)] {
        let found = uow.accounts().earned_since(who(1), at(since)).await.unwrap();
        assert_eq!(found, units(earned), "since {since}");
    }
    assert_eq!(uow.accounts().earned_since(who(3), at(0)).await.unwrap(), Amount::ZERO);
}

async fn a_sale_knows_what_it_granted_and_what_was_asked_back(it: &TestDatabase) {
    save_customer(it, somebody(1)).await;
    let of_sale = |number| Note { transaction: Some(sale(number)), ..plain() };
    let back = Note { revised: Some(sale(1)), ..of_sale(9) };
    changed(it, 1, |account| {
        account.add(id(1), units(10), times(1), of_sale(1));
        account.add(id(2), units(20), times(2), of_sale(1));
        account.add(id(3), units(40), times(3), of_sale(1));
        account.add(id(4), units(80), times(4), of_sale(2));
        account.cancel(id(3), at(5)).unwrap();
        account.spend(id(5), units(25), Shortfall::Forgiven, at(6), back.clone()).unwrap();
        // Of these only 85 are there: what was asked counts.
        account.spend(id(6), units(90), Shortfall::Forgiven, at(7), back.clone()).unwrap();
        account.spend(id(7), units(5), Shortfall::Forgiven, at(8), back).unwrap();
    })
    .await;
    let uow = begin(it).await;
    for (number, granted, revoked) in [(1, 30, 120), (2, 80, 0), (3, 0, 0), (9, 0, 0)] {
        let found = (
            uow.accounts().granted(sale(number)).await.unwrap(),
            uow.accounts().revoked(sale(number)).await.unwrap(),
        );
        assert_eq!(found, (units(granted), units(revoked)), "{number}");
    }
}

async fn an_account_belongs_to_its_store(it: &TestDatabase) {
    with_abroad(it).await;
    let earned = async |store: &StoreCode, number: u128, points: i64| {
        let uow = it.database.begin(store).await.unwrap();
        uow.customers().save(somebody(1)).await.unwrap();
        let mut account = Account::open(who(1));
        let note = Note { transaction: Some(sale(1)), ..plain() };
        account.add(id(number), units(points), times(1), note);
        save(&*uow, account).await.unwrap();
        uow.commit().await.unwrap();
    };
    earned(&home(), 1, 10).await;
    earned(&abroad(), 2, 3).await;
    for (store, own, other, points) in [(home(), 1, 2, 10), (abroad(), 2, 1, 3)] {
        let uow = it.database.begin(&store).await.unwrap();
        let found = uow.accounts().find(who(1)).await.unwrap();
        assert_eq!(found.lots().iter().map(|it| it.id).collect::<Vec<_>>(), [id(own)]);
        assert_eq!(found.balance().available, units(points));
        assert_eq!(uow.accounts().owner(id(other)).await.unwrap(), None);
        let since = uow.accounts().earned_since(who(1), at(0)).await.unwrap();
        assert_eq!((since, uow.accounts().granted(sale(1)).await.unwrap()), (since, since));
        assert_eq!(since, units(points));
    }
}
