//! What time will bring, and to whom (behaviour 3.10.7, 3.13).

use application::ports::{Contacts, Expiring, Loss, NoticeRun, Storage, StorageError};
use domain::Timestamp;
use domain::amount::Amount;
use domain::contact::{Email, Phone};
use domain::customer::{Customer, Placement};
use domain::ids::{CustomerId, TransferId};
use domain::ledger::Times;
use domain::locale::Locale;
use domain::points::{Account, Issuer, Note};
use domain::settings::Notice;
use domain::text::Text;
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use crate::laws::fixtures::{
    abroad, at, begin, everybody, home, kept, level_of, nobody, save_customer, with_abroad,
};

laws![
    accounts_are_due_when_points_unlock_or_expire,
    who_loses_points_in_a_time_is_told_page_by_page,
    whose_level_is_looked_at_anew_is_told_with_what_decides_it,
    notices_of_a_day_are_begun_once_and_followed,
];

fn id(number: u128) -> CustomerId {
    CustomerId(Uuid::from_u128(number))
}

/// Somebody who joined at `created`, with points: how many, locked until, expiring at.
async fn member(
    it: &TestDatabase,
    customer: Customer,
    lots: &[(i64, Option<Timestamp>, Option<Timestamp>)],
) {
    let id = customer.id();
    save_customer(it, customer).await;
    let mut account = Account::open(id);
    for (number, (points, locked_until, expires_at)) in (1..).zip(lots) {
        let transfer = TransferId(Uuid::from_u128(id.0.as_u128() * 100 + number));
        let (locked_until, expires_at) = (*locked_until, *expires_at);
        let times = Times { created_at: at(5), locked_until, expires_at };
        account.add(transfer, Amount::from_units(*points), times, Note::new(Issuer::Admin, None));
    }
    if let Some(changes) = account.into_changes() {
        kept(it, async |uow| uow.accounts().save(changes, vec![]).await).await;
    }
}

fn joined(number: u128, created: i64) -> Customer {
    Customer::register(id(number), nobody(), at(created), None, &Locale::english(), at(1))
}

async fn accounts_are_due_when_points_unlock_or_expire(it: &TestDatabase) {
    with_abroad(it).await;
    let agenda = it.database.agenda(&home());
    assert_eq!(agenda.next_account_due().await.unwrap(), None);
    member(it, joined(1, 0), &[(5, None, None), (5, None, Some(at(50)))]).await;
    member(it, joined(2, 0), &[(5, Some(at(40)), Some(at(90)))]).await;
    member(it, joined(3, 0), &[(5, None, Some(at(60)))]).await;
    assert_eq!(agenda.next_account_due().await.unwrap(), Some(at(40)));
    for (now, expected) in [(40, vec![]), (41, vec![2]), (51, vec![1, 2]), (61, vec![1, 2, 3])] {
        let mut due = agenda.due_accounts(at(now), 9).await.unwrap();
        due.sort();
        assert_eq!(due, expected.into_iter().map(id).collect::<Vec<_>>(), "at {now}");
    }
    assert_eq!(agenda.due_accounts(at(61), 2).await.unwrap().len(), 2);
    let abroad = it.database.agenda(&abroad());
    assert!(abroad.due_accounts(at(61), 9).await.unwrap().is_empty());
    assert_eq!(abroad.next_account_due().await.unwrap(), None);
}

async fn who_loses_points_in_a_time_is_told_page_by_page(it: &TestDatabase) {
    with_abroad(it).await;
    let ada = Customer::register(id(1), everybody(), at(0), None, &Locale::english(), at(1));
    let (early, late) = (Some(at(50)), Some(at(60)));
    member(it, ada, &[(5, None, early), (7, None, late), (9, None, Some(at(70)))]).await;
    member(it, joined(2, 0), &[(3, None, late), (3, Some(at(90)), late), (3, None, None)]).await;
    member(it, joined(3, 0), &[(3, None, Some(at(49)))]).await;
    let agenda = it.database.agenda(&home());
    let found = agenda.expiring_points(at(50), at(70), None, 9).await.unwrap();
    let said: Vec<_> = found.iter().map(|(id, it)| (*id, it.what.clone(), it.at)).collect();
    let points = |points| Loss::Points(Amount::from_units(points));
    assert_eq!(said, [(id(1), points(12), at(50)), (id(2), points(3), at(60))]);
    let Expiring { contacts, first_name, last_name, .. } = &found[0].1;
    assert_eq!((&**first_name, &**last_name), ("Ada", "Łukasiewicz"));
    assert_eq!(contacts.email.as_ref().map(Email::as_str), Some("ada@x.io"));
    assert_eq!(contacts.phone.as_ref().map(Phone::as_str), Some("+48123123123"));
    assert_eq!(contacts.loyalty_card.as_ref().map(Text::as_str), Some("Card-1"));
    assert_eq!(found[1].1.contacts, Contacts::default());
    let after = |after| agenda.expiring_points(at(50), at(70), Some(id(after)), 9);
    assert_eq!(after(1).await.unwrap().len(), 1);
    assert!(after(2).await.unwrap().is_empty());
    assert_eq!(agenda.expiring_points(at(50), at(70), None, 1).await.unwrap().len(), 1);
    let abroad = it.database.agenda(&abroad());
    assert!(abroad.expiring_points(at(50), at(70), None, 9).await.unwrap().is_empty());
}

async fn whose_level_is_looked_at_anew_is_told_with_what_decides_it(it: &TestDatabase) {
    with_abroad(it).await;
    let level = level_of(1, 20);
    kept(it, async |uow| uow.levels().save(&level).await).await;
    let english = Locale::english();
    let ada = Customer::register(id(1), nobody(), at(0), Some(&level), &english, at(1));
    member(it, ada, &[(5, None, None), (7, Some(at(90)), None)]).await;
    let mut bob = joined(2, 0);
    bob.recalculated(at(10));
    member(it, bob, &[(5, None, None)]).await;
    let agenda = it.database.agenda(&home());
    let found = agenda.retained(at(0), at(11), None, 9).await.unwrap();
    let said: Vec<_> = found.iter().map(|it| (it.id, it.counted_since)).collect();
    assert_eq!(said, [(id(1), at(0)), (id(2), at(10))]);
    let points = found[0].points;
    let expected = (Amount::from_units(5), Amount::from_units(12));
    assert_eq!((points.available, points.earned_since), expected);
    assert_eq!(found[1].points.earned_since, Amount::ZERO, "these were added before");
    assert_eq!(found[0].placement.map(Placement::level), Some(level.id));
    assert_eq!(found[0].levels.len(), 1);
    assert_eq!(agenda.retained(at(0), at(10), None, 9).await.unwrap().len(), 1);
    assert_eq!(agenda.retained(at(0), at(11), Some(id(1)), 9).await.unwrap().len(), 1);
    assert_eq!(agenda.next_counted(at(0)).await.unwrap(), Some(at(10)));
    assert_eq!(agenda.next_counted(at(10)).await.unwrap(), None);
    let abroad = it.database.agenda(&abroad());
    assert!(abroad.retained(at(0), at(11), None, 9).await.unwrap().is_empty());
    assert_eq!(abroad.next_counted(at(-1)).await.unwrap(), None);
}

async fn notices_of_a_day_are_begun_once_and_followed(it: &TestDatabase) {
    with_abroad(it).await;
    let [today, tomorrow] = ["2022-03-01", "2022-03-02"].map(|it| it.parse().unwrap());
    let notice = Notice::ExpiringPoints;
    let run = NoticeRun { notice, day: today, after: None, done: false, version: 0 };
    kept(it, async |uow| uow.outbox().save_notice_run(&run).await).await;
    let found = begin(it).await.outbox().notice_run(notice, today).await.unwrap();
    assert_eq!(found, Some(NoticeRun { version: 1, ..run }));
    let further = NoticeRun { after: Some(id(7)), done: true, version: 1, ..run };
    kept(it, async |uow| uow.outbox().save_notice_run(&further).await).await;
    let found = begin(it).await.outbox().notice_run(notice, today).await.unwrap();
    assert_eq!(found, Some(NoticeRun { version: 2, ..further }));
    let stale = begin(it).await.outbox().save_notice_run(&further).await;
    assert!(matches!(stale, Err(StorageError::Stale)), "{stale:?}");

    let next = NoticeRun { day: tomorrow, ..run };
    kept(it, async |uow| uow.outbox().save_notice_run(&next).await).await;
    let find = async |notice, day| begin(it).await.outbox().notice_run(notice, day).await.unwrap();
    assert_eq!(find(notice, today).await, None, "what is over is forgotten");
    assert!(find(notice, tomorrow).await.is_some());
    assert_eq!(find(Notice::ExpiringLevel, tomorrow).await, None);
    let uow = it.database.begin(&abroad()).await.unwrap();
    assert_eq!(uow.outbox().notice_run(notice, tomorrow).await.unwrap(), None);
}
