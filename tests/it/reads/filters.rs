//! Which customers a list finds (behaviour 3.17, 7.8, 9.7).

use application::ports::{Between, CustomerFilter, LabelCondition, Storage, TillSearch};
use domain::amount::Amount;
use domain::contact::Email;
use domain::customer::Placement;
use laurel_tests::databases::TestDatabase;

use super::people::{delete, demo, listed, person, save};
use crate::laws::fixtures::{abroad, at, home, label, level, text, with_abroad};

laws![
    the_worked_examples_find_whom_they_should,
    wildcards_and_quotes_stand_for_themselves,
    letters_match_without_regard_to_case_in_every_alphabet,
    label_conditions_are_met_by_any_label_each_and_exactly,
    ranges_include_their_limits,
    stores_do_not_see_each_other_and_nobody_sees_the_deleted,
];

type Filter = CustomerFilter;

/// The key and the value of a label condition; a hyphen where there is none.
type Pair = (&'static str, &'static str);

async fn found(it: &TestDatabase, filter: Filter) -> Vec<u128> {
    let page = listed(it, filter, 100).await;
    let found: Vec<_> = page.customers.iter().map(|it| it.state.id.0.as_u128()).collect();
    assert_eq!(page.total, found.len() as u64, "the total is exact");
    found
}

#[expect(clippy::unnecessary_wraps, reason = "every part of a question is optional")]
fn some(raw: &str) -> Option<String> {
    Some(raw.to_owned())
}

fn between(from: i64, to: i64) -> Between<Amount> {
    let amount = |tenths| Some(Amount::from_ten_thousandths(tenths * 1000));
    Between { from: amount(from), to: amount(to) }
}

async fn the_worked_examples_find_whom_they_should(it: &TestDatabase) {
    demo(it).await;
    let all = || (1..=10).collect::<Vec<u128>>();
    let plain = Filter::default;
    let strict = || Filter { strict: true, ..plain() };
    let table: Vec<(Filter, Vec<u128>)> = vec![
        (plain(), all()),
        (Filter { first_name: some("oh"), ..plain() }, vec![1, 2]),
        (Filter { first_name: some("John"), ..plain() }, vec![1, 2]),
        (Filter { first_name: some("john"), ..strict() }, vec![1]),
        (Filter { first_name: some("oh"), ..strict() }, vec![]),
        (Filter { email: some("OLOY"), ..plain() }, all()),
        (Filter { email: some("USER@OLOY.COM"), ..strict() }, vec![1]),
        (Filter { phone: some("+48234234000"), ..strict() }, vec![1]),
        (Filter { phone: some("48234234000"), ..strict() }, vec![1]),
        (Filter { phone: some("+4845645"), ..plain() }, vec![2, 3]),
        (Filter { phone: some("8234234"), ..plain() }, vec![1]),
        (Filter { phone: some("+8234234"), ..plain() }, vec![]),
        (Filter { email_or_phone: some("+48234234000"), ..strict() }, vec![1]),
        (Filter { email_or_phone: some("User@oloy.com"), ..strict() }, vec![1]),
        (Filter { email_or_phone: some("transfer-2"), ..plain() }, vec![8]),
        (Filter { email_or_phone: some("+4845645"), ..plain() }, vec![2, 3]),
        (Filter { email_or_phone: some("-2"), ..plain() }, vec![3, 8]),
        (Filter { loyalty_card: some("3443"), ..plain() }, vec![1]),
        (Filter { loyalty_card: some("00"), ..plain() }, vec![5]),
        (Filter { loyalty_card: some("0000"), ..strict() }, vec![5]),
        (Filter { first_name: some("jan"), last_name: some("doe"), ..plain() }, vec![5]),
        (Filter { first_name: some("jan"), last_name: some("o"), ..plain() }, vec![4, 5]),
        (Filter { transactions_amount: between(30, 30), ..plain() }, vec![1, 5]),
        (Filter { transactions_amount: between(31, 30), ..plain() }, vec![]),
        (Filter { average_transaction_amount: between(15, 15), ..plain() }, vec![1]),
        (Filter { last_transaction_since: Some(at(0)), ..plain() }, vec![1, 5, 10]),
        (Filter { updated_since: Some(at(0)), ..plain() }, all()),
        (Filter { updated_since: Some(at(1)), ..plain() }, vec![]),
    ];
    for (filter, expected) in table {
        assert_eq!(found(it, filter.clone()).await, expected, "{filter:?}");
    }
    let rich = Between { from: Some(Amount::from_units(1000)), to: None };
    assert_eq!(found(it, Filter { transactions_amount: rich, ..plain() }).await, [10]);
    let idle = Between { from: None, to: Some(0) };
    assert_eq!(found(it, Filter { transactions_count: idle, ..plain() }).await.len(), 7);
    let page = listed(it, plain(), 4).await;
    assert_eq!((page.customers.len(), page.total), (4, 10));
}

async fn wildcards_and_quotes_stand_for_themselves(it: &TestDatabase) {
    let names = ["a%b%c", "a_b_c", r"a\b\c", "a*b*c", "a\"b\"c", "a'b'c", "abbbc", "a:b OR c"];
    let people: Vec<_> = (1..)
        .zip(names)
        .map(|(number, name)| {
            let mut state = person(number);
            state.profile.first_name = text(name);
            state
        })
        .collect();
    save(it, &home(), &people).await;
    for (number, name) in (1_u128..).zip(names) {
        // The whole name, a part that the trigram index takes, and one too short for it.
        for part in [name, &name[..3], &name[1..4], &name[1..2]] {
            let filter = Filter { first_name: some(part), ..Filter::default() };
            let expected: Vec<_> = (1..)
                .zip(names)
                .filter(|(_, name)| name.contains(part))
                .map(|(number, _)| number)
                .collect();
            assert!(expected.contains(&number));
            assert_eq!(found(it, filter).await, expected, "{part:?}");
        }
    }
    for nothing in ["\0", "a\0b", "abb\0"] {
        for strict in [false, true] {
            let filter = Filter { first_name: some(nothing), strict, ..Filter::default() };
            assert!(found(it, filter).await.is_empty());
        }
    }
}

async fn letters_match_without_regard_to_case_in_every_alphabet(it: &TestDatabase) {
    let names = ["Żółw", "ŁUKASZ", "Ωmega", "Ivan Ⅳ", "日本語"];
    let people: Vec<_> = (1..)
        .zip(names)
        .map(|(number, name)| {
            let mut state = person(number);
            state.profile.last_name = text(name);
            state
        })
        .collect();
    save(it, &home(), &people).await;
    for (part, expected) in [
        ("ŻÓŁ", 1),
        ("żÓ", 1),
        ("łukasz", 2),
        ("ΩM", 3),
        ("ωMEGA", 3),
        ("AN ⅳ", 4),
        ("本", 5),
        ("日本語", 5),
    ] {
        let filter = Filter { last_name: some(part), ..Filter::default() };
        assert_eq!(found(it, filter).await, [expected], "{part}");
    }
    let whole = Filter { last_name: some("żóŁW"), strict: true, ..Filter::default() };
    assert_eq!(found(it, whole).await, [1]);
}

async fn label_conditions_are_met_by_any_label_each_and_exactly(it: &TestDatabase) {
    let labels = [
        vec![label("a", "1"), label("b", "2")],
        vec![label("a", "2"), label("a", "2")],
        vec![label("A", "1")],
        vec![label("a", "")],
        vec![],
    ];
    let people: Vec<_> = (1..)
        .zip(labels)
        .map(|(number, labels)| {
            let mut state = person(number);
            state.profile.labels = labels;
            state
        })
        .collect();
    save(it, &home(), &people).await;
    let condition = |key: &str, value: &str| {
        let given = |it: &str| (it != "-").then(|| it.to_owned());
        LabelCondition { key: given(key), value: given(value) }
    };
    let table: [(&[Pair], &[u128]); 10] = [
        (&[("a", "1")], &[1]),
        (&[("a", "-")], &[1, 2, 4]),
        (&[("-", "2")], &[1, 2]),
        (&[("a", "-"), ("b", "-")], &[1]),
        (&[("a", "-"), ("-", "2")], &[1, 2]),
        (&[("a", "2"), ("b", "2")], &[]),
        (&[("A", "-")], &[3]),
        (&[("a", "")], &[4]),
        (&[("-", "-")], &[1, 2, 3, 4, 5]),
        (&[("a", "\0")], &[]),
    ];
    for (conditions, expected) in table {
        let labels = conditions.iter().map(|(key, value)| condition(key, value)).collect();
        let filter = Filter { labels, ..Filter::default() };
        assert_eq!(found(it, filter).await, expected, "{conditions:?}");
    }
}

async fn ranges_include_their_limits(it: &TestDatabase) {
    let people: Vec<_> = (1..=5)
        .map(|number| {
            let mut state = person(number);
            let whole = i64::try_from(number).unwrap();
            state.totals.count = whole;
            state.totals.amount = Amount::from_units(whole * whole);
            state
        })
        .collect();
    save(it, &home(), &people).await;
    for from in [None, Some(0), Some(2), Some(6)] {
        for to in [None, Some(0), Some(4), Some(9)] {
            let inside = |number: i64| {
                from.is_none_or(|from| number >= from) && to.is_none_or(|to| number <= to)
            };
            let of = |value: fn(i64) -> i64| -> Vec<u128> {
                (1..=5_u32).filter(|it| inside(value((*it).into()))).map(u128::from).collect()
            };
            let units = |it: Option<i64>| it.map(Amount::from_units);
            let amounts = Between { from: units(from), to: units(to) };
            let plain = Filter::default;
            let filter = Filter { transactions_count: Between { from, to }, ..plain() };
            assert_eq!(found(it, filter).await, of(|it| it));
            let filter = Filter { transactions_amount: amounts, ..plain() };
            assert_eq!(found(it, filter).await, of(|it| it * it));
            let filter = Filter { average_transaction_amount: amounts, ..plain() };
            assert_eq!(found(it, filter).await, of(|it| it));
        }
    }
}

async fn stores_do_not_see_each_other_and_nobody_sees_the_deleted(it: &TestDatabase) {
    with_abroad(it).await;
    let mut twin = person(1);
    twin.profile.email = Email::parse("twin@x.io").ok();
    twin.profile.labels = vec![label("a", "1")];
    save(it, &home(), &[twin.clone(), person(2)]).await;
    save(it, &abroad(), &[twin]).await;
    delete(it, person(2).id).await;
    let filters = [
        Filter::default(),
        Filter { email: some("twin"), ..Filter::default() },
        Filter { email: some("tw"), ..Filter::default() },
        Filter { email: some("twin@x.io"), strict: true, ..Filter::default() },
        Filter {
            labels: vec![LabelCondition { key: some("a"), value: None }],
            ..Filter::default()
        },
        Filter { first_name: some("a"), ..Filter::default() },
    ];
    for filter in filters {
        assert_eq!(found(it, filter.clone()).await, [1], "{filter:?}");
    }
    let gone = Filter { first_name: some("anonymous"), ..Filter::default() };
    assert!(found(it, gone).await.is_empty());
    let elsewhere = it.database.read(&abroad());
    assert_eq!(elsewhere.count_by_contact("twin@x.io").await.unwrap(), 1);
    let everybody = TillSearch { last_name: some("ł"), ..TillSearch::default() };
    assert_eq!(elsewhere.search_customers(&everybody, 9).await.unwrap().len(), 1);

    let uow = it.database.begin(&home()).await.unwrap();
    uow.levels().save(&level(1)).await.unwrap();
    uow.commit().await.unwrap();
    let mut manual = person(3);
    manual.placement = Some(Placement::Manual(level(1).id));
    let mut earned = person(4);
    earned.placement = Some(Placement::Earned(level(1).id));
    save(it, &home(), &[manual, earned]).await;
    let by_hand = Filter { manual_level_only: true, ..Filter::default() };
    assert_eq!(found(it, by_hand).await, [3]);
}
