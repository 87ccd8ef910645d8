//! Every sort of the customer list, by pages and by scrolling (behaviour 3.17.9, 7.5).

use std::cmp::Ordering;
use std::collections::HashSet;

use application::ports::{
    CustomerFilter, CustomerQuery, Direction, Page, SortField, SortPosition, SortValue, Storage,
    Window,
};
use domain::amount::Amount;
use domain::contact::{Email, Phone};
use domain::customer::{CustomerState, Entry, Placement, Status};
use domain::ids::CustomerId;
use domain::text::folded;
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::people::{delete, person, save};
use crate::laws::fixtures::{at, home, level, text};

laws![
    every_sort_gives_the_order_of_the_model,
    scrolling_visits_everybody_once_while_others_come_and_go,
    a_position_of_another_sort_is_refused,
];

const SORTS: [SortField; 16] = [
    SortField::CustomerId,
    SortField::FirstName,
    SortField::LastName,
    SortField::Email,
    SortField::Phone,
    SortField::LoyaltyCardNumber,
    SortField::CreatedAt,
    SortField::UpdatedAt,
    SortField::BirthDate,
    SortField::Active,
    SortField::LevelId,
    SortField::TransactionsCount,
    SortField::TransactionsAmount,
    SortField::TransactionsAmountWithoutDeliveryCosts,
    SortField::AverageTransactionAmount,
    SortField::LastTransactionDate,
];

const DIRECTIONS: [Direction; 2] = [Direction::Asc, Direction::Desc];

/// A small generator of numbers: the same ones each time.
struct Dice(u64);

impl Dice {
    /// One of the numbers below `sides`.
    fn roll(&mut self, sides: i64) -> i64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.roll(i64::try_from(from.len()).unwrap())).unwrap()]
    }
}

/// Somebody with many missing values, and few different ones where they may repeat.
fn stranger(dice: &mut Dice, number: u128) -> CustomerState {
    let id = u128::try_from(dice.roll(200)).unwrap() << 120 | number;
    let mut state = person(id);
    state.status =
        [Status::New, Status::Active, Status::Blocked][usize::try_from(dice.roll(3)).unwrap()];
    state.created_at = at(dice.roll(3));
    state.updated_at = at(dice.roll(3));
    let profile = &mut state.profile;
    profile.first_name = text(dice.pick(&["ada", "Ada", "ADAM", "Żaneta", "zoe", "a b", "a-b"]));
    profile.last_name = text(dice.pick(&["Ä", "ä", "Z", "z", "ł", "Ł1", "日本"]));
    let has = |dice: &mut Dice| dice.roll(3) > 0;
    if has(dice) {
        profile.email =
            Email::parse(&format!("{}{number}@x.io", dice.pick(&["a", "b-", "b."]))).ok();
    }
    profile.phone = match dice.roll(4) {
        0 => Entry::NeverGiven,
        1 => Entry::Erased,
        2 => Entry::Given(Phone::parse(&format!("+4812312{number:04}")).unwrap()),
        _ => Entry::Given(Phone::parse(&format!("12345{number:04}")).unwrap()),
    };
    profile.loyalty_card = match dice.roll(4) {
        0 => Entry::NeverGiven,
        1 => Entry::Erased,
        // Two neighbours have cards that differ only in case.
        2 => Entry::Given(text(&format!(
            "{}{}",
            if number.is_multiple_of(2) { "a" } else { "A" },
            number / 2
        ))),
        _ => Entry::Given(text(&format!("{number}"))),
    };
    profile.birth_date = has(dice).then(|| at(dice.roll(3) - 1_000_000_000));
    state.placement = match dice.roll(3) {
        0 => None,
        1 => Some(Placement::Earned(level(1).id)),
        _ => Some(Placement::Manual(level(2).id)),
    };
    state.totals.count = dice.roll(3);
    state.totals.amount = Amount::from_units(dice.roll(3));
    state.totals.amount_without_delivery = Amount::from_units(dice.roll(3) - 1);
    state.totals.last_transaction = has(dice).then(|| at(dice.roll(3)));
    state
}

async fn crowd(it: &TestDatabase, dice: &mut Dice, count: u128) -> Vec<CustomerState> {
    let uow = it.database.begin(&home()).await.unwrap();
    uow.levels().save(&level(1)).await.unwrap();
    uow.levels().save(&level(2)).await.unwrap();
    uow.commit().await.unwrap();
    let crowd: Vec<_> = (0..count).map(|number| stranger(dice, number)).collect();
    save(it, &home(), &crowd).await;
    crowd
}

/// What the model says a customer is sorted by.
fn value(state: &CustomerState, sort: SortField) -> SortValue {
    let profile = &state.profile;
    let totals = &state.totals;
    let number = |it: Amount| Some(SortValue::Number(it.ten_thousandths()));
    let instant = |it: domain::Timestamp| SortValue::Number(it.timestamp_micros());
    let words = |it: &str| SortValue::Text(folded(it));
    let value = match sort {
        SortField::CustomerId => Some(SortValue::Id(state.id.0)),
        SortField::FirstName => Some(words(profile.first_name.as_str())),
        SortField::LastName => Some(words(profile.last_name.as_str())),
        SortField::Email => profile.email.as_ref().map(|it| words(it.as_str())),
        SortField::Phone => profile.phone.given().map(|it| words(it.key())),
        SortField::LoyaltyCardNumber => profile.loyalty_card.given().map(|it| words(it.as_str())),
        SortField::CreatedAt => Some(instant(state.created_at)),
        SortField::UpdatedAt => Some(instant(state.updated_at)),
        SortField::BirthDate => profile.birth_date.map(instant),
        SortField::Active => Some(SortValue::Number((state.status == Status::Active).into())),
        SortField::LevelId => state.placement.map(|it| SortValue::Id(it.level().0)),
        SortField::TransactionsCount => Some(SortValue::Number(totals.count)),
        SortField::TransactionsAmount => number(totals.amount),
        SortField::TransactionsAmountWithoutDeliveryCosts => number(totals.amount_without_delivery),
        SortField::AverageTransactionAmount => number(totals.average()),
        SortField::LastTransactionDate => totals.last_transaction.map(instant),
    };
    value.unwrap_or(SortValue::Missing)
}

fn compare(one: &CustomerState, other: &CustomerState, sort: SortField, to: Direction) -> Ordering {
    let directed = |order: Ordering| if to == Direction::Asc { order } else { order.reverse() };
    let values = match (value(one, sort), value(other, sort)) {
        (SortValue::Missing, SortValue::Missing) => Ordering::Equal,
        (SortValue::Missing, _) => Ordering::Greater,
        (_, SortValue::Missing) => Ordering::Less,
        (SortValue::Text(one), SortValue::Text(other)) => directed(one.cmp(&other)),
        (SortValue::Number(one), SortValue::Number(other)) => directed(one.cmp(&other)),
        (SortValue::Id(one), SortValue::Id(other)) => directed(one.cmp(&other)),
        unlike => panic!("{unlike:?}"),
    };
    values.then_with(|| directed(one.id.cmp(&other.id)))
}

fn query(sort: SortField, direction: Direction, window: Window) -> CustomerQuery {
    CustomerQuery { filter: CustomerFilter::default(), sort, direction, window }
}

async fn every_sort_gives_the_order_of_the_model(it: &TestDatabase) {
    let mut crowd = crowd(it, &mut Dice(1), 60).await;
    let reads = it.database.read(&home());
    for sort in SORTS {
        for direction in DIRECTIONS {
            crowd.sort_by(|one, other| compare(one, other, sort, direction));
            for (offset, limit) in [(0, 100), (0, 7), (25, 10), (55, 10), (60, 10), (0, 0)] {
                let window = Window::Page(Page { offset, limit });
                let page = reads.customers(&query(sort, direction, window)).await.unwrap();
                let from = usize::try_from(offset).unwrap();
                let count = usize::try_from(limit).unwrap();
                let expected: Vec<_> = crowd.iter().skip(from).take(count).collect();
                let ids = |it: &CustomerState| it.id;
                let shown: Vec<_> = page.customers.iter().map(|it| it.state.id).collect();
                let wanted: Vec<_> = expected.iter().map(|it| ids(it)).collect();
                assert_eq!(shown, wanted, "{sort:?} {direction:?} {offset} {limit}");
                let last =
                    expected.last().map(|it| SortPosition { value: value(it, sort), id: it.id });
                assert_eq!(page.last, last);
                assert_eq!(page.total, 60);
            }
        }
    }
}

async fn scrolling_visits_everybody_once_while_others_come_and_go(it: &TestDatabase) {
    let mut dice = Dice(2);
    let crowd = crowd(it, &mut dice, 30).await;
    let reads = it.database.read(&home());
    let mut next = 1000;
    for (at, sort) in SORTS.into_iter().enumerate() {
        for direction in DIRECTIONS {
            let limit = [1, 4, 7, 13][at % 4];
            let mut visited: Vec<CustomerId> = vec![];
            let mut guest: Option<CustomerId> = None;
            let mut window = Window::Page(Page { offset: 0, limit });
            loop {
                let page = reads.customers(&query(sort, direction, window)).await.unwrap();
                visited.extend(page.customers.iter().map(|it| it.state.id));
                assert!(visited.len() <= 100, "{sort:?} {direction:?} comes to an end");
                let Some(position) = page.last else { break };
                // One comes with every page and goes with the next, also the one scrolled to.
                if let Some(guest) = guest {
                    delete(it, guest).await;
                }
                next += 1;
                let newcomer = stranger(&mut dice, next);
                guest = Some(newcomer.id);
                save(it, &home(), &[newcomer]).await;
                window = Window::After { position, limit };
            }
            if let Some(guest) = guest {
                delete(it, guest).await;
            }
            let seen: HashSet<_> = visited.iter().copied().collect();
            assert_eq!(seen.len(), visited.len(), "{sort:?} {direction:?} shows nobody twice");
            for state in &crowd {
                assert!(seen.contains(&state.id), "{sort:?} {direction:?} shows everybody");
            }
        }
    }
}

async fn a_position_of_another_sort_is_refused(it: &TestDatabase) {
    let reads = it.database.read(&home());
    for (sort, value) in [
        (SortField::CreatedAt, SortValue::Text("a".to_owned())),
        (SortField::CreatedAt, SortValue::Missing),
        (SortField::Email, SortValue::Number(1)),
        (SortField::LevelId, SortValue::Number(1)),
    ] {
        let position = SortPosition { value, id: CustomerId(Uuid::nil()) };
        let window = Window::After { position, limit: 1 };
        assert!(reads.customers(&query(sort, Direction::Asc, window)).await.is_err());
    }
}
