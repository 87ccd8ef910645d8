//! Accounts: what is stored of them, and what the history says (behaviour 3.12, 9.5).

use uuid::Uuid;

use super::*;
use crate::customer::Variable;
use crate::ledger::Expiry;

fn amount(units: i64) -> Amount {
    Amount::from_units(units)
}

fn id(number: u128) -> TransferId {
    TransferId(Uuid::from_u128(number))
}

fn who(number: u128) -> CustomerId {
    CustomerId(Uuid::from_u128(number))
}

/// The morning of a day, counted from one.
fn morning(of: u32) -> Timestamp {
    Timestamp::from_timestamp(i64::from(of) * 86_400 + 36_000, 0).unwrap()
}

fn terms(locked_days: Option<u32>) -> Terms {
    Terms { expiry: Expiry::AfterDays(30), locked_days, zone: chrono_tz::UTC }
}

fn note(comment: &str) -> Note {
    Note::new(Issuer::Admin, Some(comment.to_owned()))
}

/// A +100 on day 1, B +50 on day 5.
fn account() -> Account {
    let mut account = Account::open(who(1));
    account.add(id(1), amount(100), terms(None).times(morning(1), None), note("A"));
    account.add(id(2), amount(50), terms(None).times(morning(5), None), note("B"));
    account
}

#[test]
fn a_spend_is_stored_as_one_transfer_and_a_movement_for_each_lot() {
    let mut account = account();
    account.take_entries();
    let stored = account.clone().into_changes().unwrap();
    assert_eq!((stored.transfers.len(), stored.movements.len(), stored.lots.len()), (2, 2, 0));
    account.spend(id(3), amount(120), Shortfall::Refused, morning(6), note("C")).unwrap();
    let stored = account.clone().into_changes().unwrap();
    let [a, b, c] = &stored.transfers[..] else { panic!("three transfers") };
    assert_eq!((a.remaining, b.remaining), (Amount::ZERO, amount(30)));
    assert_eq!((c.kind, c.value, c.remaining), (TransferKind::Spending, amount(120), Amount::ZERO));
    let causes: Vec<_> = stored.movements.iter().map(|it| it.cause).collect();
    assert_eq!(causes, [id(1), id(2), id(3), id(3)]);
    let [entry] = &account.take_entries()[..] else { panic!("one entry") };
    assert_eq!((entry.balance, entry.change), (amount(30), amount(-120)));
    assert_eq!(entry.event.name(), "PointsWereSpent");
    let refused = account.spend(id(4), amount(31), Shortfall::Refused, morning(6), note("D"));
    assert_eq!(refused, Err(LedgerRefusal::NotEnough));
    assert!(account.take_entries().is_empty());
}

#[test]
fn older_lots_are_stored_as_they_became() {
    let ledger = Ledger::restore(who(1), account().balance(), account().lots().to_vec());
    let mut account = Account::restore(ledger, 2);
    account.spend(id(3), amount(30), Shortfall::Refused, morning(6), note("C")).unwrap();
    let stored = account.into_changes().unwrap();
    assert_eq!((stored.read_version, stored.transfers.len()), (2, 1));
    assert_eq!(stored.lots.iter().map(|it| it.remaining).collect::<Vec<_>>(), [amount(70)]);
}

#[test]
fn gifts_expire_when_they_would_have_expired() {
    let mut sender = account();
    let gifts = sender.give(id(3), amount(120), who(2), morning(6), note("gift")).unwrap();
    let expiry: Vec<_> = account().lots().iter().map(|it| it.expires_at).collect();
    let expected = [(amount(100), expiry[0]), (amount(20), expiry[1])];
    assert_eq!(gifts.iter().map(|it| (it.amount, it.expires_at)).collect::<Vec<_>>(), expected);
    let mut receiver = Account::open(who(2));
    for (number, gift) in (10..).zip(gifts) {
        receiver.receive(id(number), gift, who(1), morning(6), note("gift"));
    }
    let Balance { available, from_peers, earned, .. } = receiver.balance();
    assert_eq!((available, from_peers, earned), (amount(120), amount(120), Amount::ZERO));
    let told = sender.take_entries().pop().unwrap();
    assert_eq!(told.kind_of_change(), Some(Change::PeerSubtract));
    let told = receiver.take_entries();
    assert!(told.iter().all(|it| it.kind_of_change() == Some(Change::PeerAdd)));
}

#[test]
fn locked_points_change_nothing_until_they_are_there() {
    let mut account = Account::open(who(1));
    account.add(id(1), amount(100), terms(Some(7)).times(morning(1), None), note("A"));
    let added = account.take_entries().pop().unwrap();
    assert_eq!((added.balance, added.kind_of_change()), (Amount::ZERO, None));
    account.settle(morning(9));
    let unlocked = account.take_entries().pop().unwrap();
    assert_eq!(unlocked.event.name(), "PointsTransferHasBeenUnlocked");
    assert_eq!(unlocked.kind_of_change(), Some(Change::Add));
    account.settle(morning(60));
    let expired = account.take_entries().pop().unwrap();
    assert_eq!(expired.event.name(), "PointsTransferHasBeenExpired");
    assert_eq!((expired.balance, expired.change), (Amount::ZERO, amount(-100)));
}

#[test]
fn what_a_return_cannot_take_is_written_down_and_forgotten() {
    let mut account = account();
    account.spend(id(3), amount(200), Shortfall::Forgiven, morning(6), note("R")).unwrap();
    let stored = account.clone().into_changes().unwrap();
    let spend = stored.transfers.last().unwrap();
    assert_eq!((spend.value, spend.remaining), (amount(200), amount(50)));
    assert_eq!(stored.balance.used, amount(150));
    account.reset(morning(7));
    assert_eq!(account.take_entries().pop().unwrap().event.name(), "PointsWereSpent");
}

#[test]
fn variables_name_what_the_history_shows() {
    let names = |event: PointsEvent| {
        event.variables().into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    let points = amount(10);
    let added = PointsEvent::Added { points, transaction: None, comment: None };
    assert_eq!(
        added.variables(),
        [
            ("points", Some(Variable::Number(points))),
            ("transactionId", Some(Variable::Text(String::new()))),
            ("comment", None),
        ]
    );
    let given = PointsEvent::Given { points, receiver: who(2), comment: None };
    assert_eq!(names(given), ["points", "receiverId", "comment"]);
    let received = PointsEvent::Received { points, sender: who(2), comment: None };
    assert_eq!(names(received), ["points", "senderId", "comment"]);
    let canceled = PointsEvent::Canceled { points, transfer: id(1) };
    assert_eq!(names(canceled), ["points", "pointsTransferId"]);
    assert_eq!(names(PointsEvent::Reset { points }), ["points"]);
}
