//! The account of behaviour 9.5, and its laws under any sequence of commands.

use chrono::TimeDelta;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn id(number: u128) -> TransferId {
    TransferId(Uuid::from_u128(number))
}

fn points(raw: i64) -> Amount {
    Amount::from_units(raw)
}

fn day(number: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + TimeDelta::days(number)
}

fn times(created: i64, locked: Option<i64>, expires: Option<i64>) -> Times {
    Times { created_at: day(created), locked_until: locked.map(day), expires_at: expires.map(day) }
}

/// A +100 (day 1, expires day 31), B +50 (day 5, expires day 35): behaviour 9.5.
fn start() -> Ledger {
    let mut ledger = Ledger::open(CustomerId(Uuid::nil()));
    ledger.add(id(2), points(50), Source::Earned, times(5, None, Some(35)));
    ledger.add(id(1), points(100), Source::Earned, times(1, None, Some(31)));
    ledger
}

fn sums(ledger: &Ledger) -> [i64; 4] {
    let Balance { available, earned, used, expired, .. } = ledger.balance();
    [available, earned, used, expired].map(|it| it.ten_thousandths() / 10_000)
}

#[test]
fn the_worked_account_goes_as_its_table_says() {
    let mut ledger = start();
    assert_eq!(sums(&ledger), [150, 150, 0, 0]);
    let spend = |ledger: &mut Ledger, number, value| {
        ledger.spend(id(number), points(value), Shortfall::Refused, day(6))
    };
    let taken = spend(&mut ledger, 3, 30).unwrap();
    assert_eq!(taken, [Allocation { lot: id(1), amount: points(30) }]);
    assert_eq!(sums(&ledger), [120, 150, 30, 0]);
    let taken = spend(&mut ledger, 4, 90).unwrap();
    let amounts: Vec<_> = taken.iter().map(|it| (it.lot, it.amount)).collect();
    assert_eq!(amounts, [(id(1), points(70)), (id(2), points(20))]);
    assert_eq!(sums(&ledger), [30, 150, 120, 0]);
    assert_eq!(spend(&mut ledger, 5, 31), Err(LedgerRefusal::NotEnough));
    let mut canceled = ledger.clone();
    canceled.cancel(id(2), day(6)).unwrap();
    assert_eq!(sums(&canceled), [0, 100, 120, 0]);
    assert_eq!(canceled.cancel(id(2), day(6)), Err(LedgerRefusal::NotCancelable));
    ledger.settle(day(36));
    assert_eq!(sums(&ledger), [0, 150, 120, 30]);
}

#[test]
fn points_of_a_peer_are_no_earnings_and_cannot_be_cancelled() {
    let mut sender = start();
    let taken = sender.spend(id(3), points(120), Shortfall::Refused, day(6)).unwrap();
    let mut receiver = Ledger::open(CustomerId(Uuid::from_u128(1)));
    for (number, allocation) in (10..).zip(taken) {
        let times = Terms::of_peer(day(6), Some(day(30)));
        receiver.add(id(number), allocation.amount, Source::Peer, times);
    }
    assert_eq!(sums(&sender), [30, 150, 120, 0]);
    assert_eq!(sums(&receiver), [120, 0, 0, 0]);
    assert_eq!(receiver.balance().from_peers, points(120));
    receiver.spend(id(20), points(110), Shortfall::Refused, day(7)).unwrap();
    assert_eq!(receiver.balance().from_peers, points(10));
    assert_eq!(receiver.cancel(id(11), day(7)), Err(LedgerRefusal::NotCancelable));
}

#[test]
fn locked_points_wait_and_cannot_be_spent() {
    let mut ledger = Ledger::open(CustomerId(Uuid::nil()));
    ledger.add(id(1), points(100), Source::Earned, times(0, Some(7), Some(37)));
    let balance = ledger.balance();
    assert_eq!((balance.available, balance.locked), (Amount::ZERO, points(100)));
    let refused = ledger.spend(id(2), points(1), Shortfall::Refused, day(1));
    assert_eq!(refused, Err(LedgerRefusal::NotEnough));
    assert_eq!(ledger.settle(day(7)), []);
    assert_eq!(ledger.settle(day(8)).len(), 1);
    assert_eq!(ledger.balance().available, points(100));
    ledger.spend(id(2), points(40), Shortfall::Refused, day(8)).unwrap();
    // Long after both moments, both happened.
    let mut late = Ledger::open(CustomerId(Uuid::nil()));
    late.add(id(1), points(100), Source::Earned, times(0, Some(7), Some(37)));
    let moved: Vec<_> = late.settle(day(99)).iter().map(|it| (it.from, it.to)).collect();
    let expected = [(Bucket::Locked, Bucket::Available), (Bucket::Available, Bucket::Expired)];
    assert_eq!(moved, expected);
    assert_eq!(sums(&late), [0, 100, 0, 100]);
}

#[test]
fn a_returned_purchase_takes_what_is_there_and_forgets_the_rest() {
    let mut ledger = start();
    let taken = ledger.spend(id(3), points(200), Shortfall::Forgiven, day(6)).unwrap();
    assert_eq!(taken.len(), 2);
    assert_eq!(sums(&ledger), [0, 150, 150, 0]);
    assert_eq!(ledger.spend(id(4), points(5), Shortfall::Forgiven, day(6)), Ok(vec![]));
}

#[test]
fn a_reset_expires_everything_locked_or_not() {
    let mut ledger = start();
    ledger.add(id(3), points(7), Source::Earned, times(6, Some(9), None));
    assert_eq!(ledger.reset(day(6)), points(157));
    assert_eq!(sums(&ledger), [0, 157, 0, 157]);
    assert!(ledger.lots().is_empty() && ledger.balance().locked == Amount::ZERO);
}

#[derive(Clone, Debug)]
enum Step {
    Add { value: i64, peer: bool, locked: Option<i64>, lasts: Option<i64> },
    Spend { value: i64, forgiven: bool },
    Cancel { which: usize },
    Reset,
    Wait { days: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1..100_000_i64, any::<bool>(), prop::option::of(0..9_i64), prop::option::of(0..30_i64))
            .prop_map(|(value, peer, locked, lasts)| Step::Add { value, peer, locked, lasts }),
        4 => (1..150_000_i64, any::<bool>())
            .prop_map(|(value, forgiven)| Step::Spend { value, forgiven }),
        1 => (0..30_usize).prop_map(|which| Step::Cancel { which }),
        1 => Just(Step::Reset),
        3 => (1..10_i64).prop_map(|days| Step::Wait { days }),
    ]
}

proptest! {
    /// Whatever happens: no bucket is negative, the lots add up to the sums, every movement is
    /// told, and nothing is made out of nothing.
    #[test]
    fn the_sums_are_always_those_of_the_movements(steps in prop::collection::vec(step(), 1..60)) {
        let mut ledger = Ledger::open(CustomerId(Uuid::nil()));
        let (mut today, mut all, mut canceled_value) = (0, vec![], Amount::ZERO);
        let (mut in_total, mut from_peers) = (Amount::ZERO, Amount::ZERO);
        for (number, step) in (1..).zip(steps) {
            ledger.settle(day(today));
            match step {
                Step::Add { value, peer, locked, lasts } => {
                    let value = Amount::from_ten_thousandths(value);
                    let source = if peer { Source::Peer } else { Source::Earned };
                    let locked = locked.filter(|_| !peer).map(|it| today + it);
                    let expires = lasts.map(|it| locked.unwrap_or(today) + it);
                    ledger.add(id(number), value, source, times(today, locked, expires));
                    in_total = in_total.plus(value);
                    if peer {
                        from_peers = from_peers.plus(value);
                    }
                }
                Step::Spend { value, forgiven } => {
                    let value = Amount::from_ten_thousandths(value);
                    let before = ledger.balance().available;
                    let shortfall = if forgiven { Shortfall::Forgiven } else { Shortfall::Refused };
                    let taken = ledger.spend(id(number), value, shortfall, day(today));
                    prop_assert_eq!(taken.is_err(), !forgiven && before < value);
                    let sum = |sum: Amount, it: &Allocation| sum.plus(it.amount);
                    let taken = taken.unwrap_or_default().iter().fold(Amount::ZERO, sum);
                    prop_assert_eq!(ledger.balance().available, before.minus(taken));
                }
                Step::Cancel { which } => {
                    let lot = ledger.lots().get(which).cloned();
                    if let Some(lot) = lot && ledger.cancel(lot.id, day(today)).is_ok() {
                        canceled_value = canceled_value.plus(lot.value);
                    }
                }
                Step::Reset => drop(ledger.reset(day(today))),
                Step::Wait { days } => today += days,
            }
            let changes = ledger.take_changes();
            for lot in &changes.lots {
                let left = lot.remaining;
                prop_assert!(!left.is_negative() && left <= lot.value, "{lot:?}");
            }
            all.extend(changes.movements);
            let balance = ledger.balance();
            let Balance { available, from_peers: peers, earned, used, expired, locked } = balance;
            for sum in [available, peers, earned, used, expired, locked] {
                prop_assert!(!sum.is_negative(), "{balance:?}");
            }
            let of = |state| {
                let lots = ledger.lots().iter().filter(move |it| it.state == state);
                lots.fold(Amount::ZERO, |sum, it| sum.plus(it.remaining))
            };
            prop_assert_eq!((of(LotState::Active), of(LotState::Pending)), (available, locked));
            let flow = |bucket| {
                all.iter().fold(Amount::ZERO, |sum, it: &Movement| match (it.from, it.to) {
                    (_, to) if to == bucket => sum.plus(it.amount),
                    (from, _) if from == bucket => sum.minus(it.amount),
                    _ => sum,
                })
            };
            let moved = [Bucket::Available, Bucket::Used, Bucket::Expired, Bucket::Locked].map(flow);
            prop_assert_eq!(moved, [available, used, expired, locked]);
            let accounted = available.plus(used).plus(expired).plus(locked);
            prop_assert_eq!(accounted.plus(flow(Bucket::Canceled)), in_total);
            prop_assert_eq!(earned.plus(canceled_value).plus(from_peers), in_total);
            prop_assert_eq!(all.last().map(|it| it.available), all.last().map(|_| available));
        }
    }
}
