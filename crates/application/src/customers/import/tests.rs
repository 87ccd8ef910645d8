//! Imports over mocked ports.

use domain::amount::Amount;
use domain::contact::Email;
use domain::customer::{Placement, Status};
use domain::earning::{ACCOUNT_CREATED, LimitPeriod, NEWSLETTER, Rule, RuleKind, UsageLimit};
use domain::form::Given;
use domain::settings::SettingValue;
use domain::webhook::Topic;

use super::*;
use crate::fixtures::{Repos, Stage, admin, level, pos, reporter, rule, seller};
use crate::ports::{
    BadFile, Contacts, Event, EventData, FileFormat, ImportRow, Job, LabelNode, Message, Newcomer,
    StorageError, Task,
};

fn stage() -> Stage {
    let mut stage = Stage::new();
    stage.repos = repos();
    // Where the first one is refused.
    stage.later.push_back(repos());
    stage
}

/// John is a customer already.
fn repos() -> Repos {
    let mut repos = Repos::default();
    repos.levels.expect_all().returning(|| Ok(vec![level(0, 0), level(2, 200)]));
    repos.imports.expect_taken().returning(|claimed| {
        let john = |it: &Contacts| {
            let taken = it.email.clone().filter(is_john);
            Contacts { email: taken, ..Contacts::default() }
        };
        Ok(claimed.iter().map(john).collect())
    });
    let bring_john = |newcomers: &Vec<Newcomer>| {
        newcomers.iter().any(|it| it.customer.state().profile.email.as_ref().is_some_and(is_john))
    };
    repos.imports.expect_add().withf(bring_john).returning(|_| Err(StorageError::Taken("email")));
    repos
}

fn is_john(email: &Email) -> bool {
    email.as_str() == "john@example.com"
}

fn row(email: &str) -> ImportRow {
    let mut row = ImportRow { active: Given::text("true"), ..ImportRow::default() };
    let it = &mut row.customer;
    it.email = Given::text(email);
    it.first_name = Given::text("Ada");
    it.last_name = Given::text("Byron");
    it.agreement1 = Given::text("false");
    it.gender = Given::text("female");
    row
}

fn record(row: ImportRow) -> Record {
    Record::Row(Box::new(row))
}

#[tokio::test]
async fn a_row_becomes_an_active_member_with_a_temporary_password() {
    let mut ada = row("Ada@Example.com");
    ada.customer.level_id = Given::text(&level(2, 200).id.to_string());
    ada.labels = vec![LabelNode { key: Given::text("a:b"), value: Given::Absent }];
    let (cx, kept_here) = stage().call(admin());
    let mut import = Import::new(&cx).unwrap();
    let items = import.add(&[record(ada)]).await.unwrap();
    assert_eq!(items[0].identifier, "Ada@Example.com");
    let kept = kept_here.take();
    let newcomer = &kept.newcomers[0];
    let state = newcomer.customer.state();
    assert_eq!(items[0].outcome, Ok(state.id.0));
    assert_eq!(state.status, Status::Active);
    assert_eq!(state.placement, Some(Placement::Manual(level(2, 200).id)));
    assert_eq!(state.profile.labels[0].key, "a:b");
    assert!(!state.profile.agreements.0[0]);
    let task = crate::ports::Task::Send(Message::TemporaryPassword(state.id));
    assert_eq!(newcomer.jobs.iter().map(|it| &it.task).collect::<Vec<_>>(), [&task]);
    let audited: Vec<_> = newcomer.audit.iter().map(|it| it.event_type).collect();
    assert_eq!(audited, ["RegisterCustomer", "MoveCustomerToLevel"]);
}

#[tokio::test]
async fn a_newcomer_gets_what_registration_gives() {
    for (active, expected) in [("true", &["hello", "news"][..]), ("false", &["hello"])] {
        let mut stage = stage();
        let earning = SettingValue::Texts(vec!["active".to_owned()]);
        stage.store.settings.put("customerStatusesEarning", earning);
        stage.store.settings.put("webhooks", true);
        stage.repos.rules.expect_active().returning(|_| {
            let event = |event: &str, name, limit| {
                let points = Amount::from_units(50);
                let kind = RuleKind::Event { event: event.to_owned(), points };
                Rule { kind, limit, ..rule(name, 0) }
            };
            let once = Some(UsageLimit { times: 1, period: LimitPeriod::Forever });
            Ok(vec![event(ACCOUNT_CREATED, "hello", None), event(NEWSLETTER, "news", once)])
        });
        let mut ada = row("ada@example.com");
        ada.active = Given::text(active);
        ada.customer.agreement2 = Given::text("true");
        let (cx, kept_here) = stage.call(admin());
        Import::new(&cx).unwrap().add(&[record(ada)]).await.unwrap();
        let newcomer = kept_here.take().newcomers.remove(0);
        let id = newcomer.customer.id();
        let (account, told) = newcomer.account.unwrap();
        let comments: Vec<_> =
            account.transfers.iter().filter_map(|it| it.note.comment.as_deref()).collect();
        assert_eq!(comments, expected);
        let points = Amount::from_units(50 * i64::try_from(expected.len()).unwrap());
        assert_eq!((account.customer, account.balance.available), (id, points));
        assert_eq!((account.movements.len(), told.len()), (expected.len(), expected.len()));
        assert_eq!(newcomer.uses.len(), expected.len() - 1);
        let count = |it: &Job| matches!(it.task, Task::Send(Message::NewPoints { .. }));
        assert_eq!(newcomer.jobs.iter().filter(|it| count(it)).count(), expected.len());
        let changed = |it: &&Event| it.topic == Topic::PointsChanged;
        assert_eq!(newcomer.events.iter().filter(changed).count(), expected.len());
        assert_eq!(newcomer.customer.state().newsletter_used, active == "true");
    }
}

#[tokio::test]
async fn who_is_not_active_stays_new_and_is_asked_to_activate_if_the_file_says_so() {
    for (mail, messages) in [("true", 2), ("false", 1)] {
        let mut ada = row("ada@example.com");
        ada.active = Given::text("false");
        ada.send_activation_mail = Given::text(mail);
        let (cx, kept_here) = stage().call(admin());
        Import::new(&cx).unwrap().add(&[record(ada)]).await.unwrap();
        let kept = kept_here.take();
        assert_eq!(kept.newcomers[0].customer.state().status, Status::New);
        assert_eq!(kept.newcomers[0].jobs.len(), messages);
    }
}

#[tokio::test]
async fn a_failing_row_costs_only_itself_and_rows_see_the_ones_before_them() {
    let mut bad_mail = row("nonsense");
    bad_mail.customer.phone = Given::text("x");
    let rows = [
        record(row("ada@example.com")),
        Record::Unreadable(FileFormat::Xml),
        record(row("john@example.com")),
        record(row("ADA@example.com")),
        record(bad_mail),
        record(row("eve@example.com")),
    ];
    let (cx, kept_here) = stage().call(admin());
    let mut import = Import::new(&cx).unwrap();
    let items = import.add(&rows).await.unwrap();
    let said: Vec<_> =
        items.iter().map(|it| it.outcome.as_ref().err().map_or("", String::as_str)).collect();
    let expected = [
        "",
        "Convert exception: XML has invalid structure",
        "Process exception: Customer with such email already exists",
        "Process exception: Customer with such email already exists",
        "Process exception: This value is not a valid email address.",
        "",
    ];
    assert_eq!(said, expected);
    assert_eq!(kept_here.take().newcomers.len(), 2);
    let progress = Progress { processed: 6, failed: 4, finished: false };
    assert_eq!(import.progress(), progress);
}

#[tokio::test]
async fn each_format_has_its_word_for_what_is_unreadable() {
    let (cx, _) = stage().call(admin());
    let rows = [FileFormat::Xml, FileFormat::Csv, FileFormat::Jsonl].map(Record::Unreadable);
    let items = Import::rehearse(&cx).unwrap().add(&rows).await.unwrap();
    let said: Vec<_> = items.into_iter().map(|it| it.outcome.unwrap_err()).collect();
    let expected = [
        "Convert exception: XML has invalid structure",
        "Convert exception: CSV has invalid structure",
        "Convert exception: JSON has invalid structure",
    ];
    assert_eq!(said, expected);
}

#[tokio::test]
async fn webhooks_are_told_the_labels_as_of_a_registration() {
    let mut stage = stage();
    stage.store.settings.put("webhooks", true);
    let mut ada = row("ada@example.com");
    let label = |key, value| LabelNode { key: Given::text(key), value: Given::text(value) };
    ada.labels = vec![label("a", "1"), label("b", "")];
    let (cx, kept_here) = stage.call(admin());
    Import::new(&cx).unwrap().add(&[record(ada), record(row("eve@example.com"))]).await.unwrap();
    let told = |it: &Newcomer| match &it.events[0].data {
        EventData::Submitted(data) => data.iter().find(|it| it.0 == "labels").cloned(),
        other => panic!("{other:?}"),
    };
    let told: Vec<_> = kept_here.take().newcomers.iter().map(told).collect();
    assert_eq!(told, [Some(("labels", "a:1;b:".to_owned())), None]);
}

#[tokio::test]
async fn a_file_that_is_cut_off_keeps_what_stood_before_and_says_so() {
    let mut stage = stage();
    stage.later.push_back(Repos::default());
    let (cx, kept_here) = stage.call(admin());
    let why = BadFile("the disk is gone".to_owned());
    let records = [Ok(record(row("ada@example.com"))), Err(why)];
    let items = import(&cx, || Ok(Box::new(records.into_iter()))).await.unwrap();
    assert!(items[0].outcome.is_ok());
    let said = "Convert exception: the rest of the file cannot be read: the disk is gone";
    let end = ImportItem { identifier: String::new(), outcome: Err(said.to_owned()) };
    assert_eq!(items[1..], [end]);
    let kept = kept_here.take();
    assert_eq!(kept.newcomers.len(), 1);
    assert_eq!(kept.audit[0].data, counts(2, 1));
}

#[tokio::test]
async fn a_rehearsal_remembers_the_whole_file_and_writes_nothing() {
    let mut stage = stage();
    stage.repos.pos.expect_find().returning(|_| Ok(None));
    let (cx, kept_here) = stage.call(admin());
    let mut import = Import::rehearse(&cx).unwrap();
    let mut twice = row("ada@example.com");
    twice.customer.pos_id = Given::text(&pos().id.to_string());
    let rows = [record(row("ada@example.com")), record(twice), record(row("ada@example.com"))];
    let items = import.add(&rows).await.unwrap();
    let failed: Vec<_> = items.iter().filter_map(|it| it.outcome.clone().err()).collect();
    let expected = [
        "Process exception: posId does not exist",
        "Process exception: Customer with such email already exists",
    ];
    assert_eq!(failed, expected);
    let progress = import.finish().await.unwrap();
    assert_eq!((progress.processed, progress.failed), (3, 2));
    let kept = kept_here.take();
    assert!(!kept.committed && kept.newcomers.is_empty() && kept.audit.is_empty());
}

#[tokio::test]
async fn the_audit_log_is_told_the_counts() {
    let (cx, kept_here) = Stage::new().call(admin());
    assert_eq!(import(&cx, || Ok(Box::new(std::iter::empty()))).await.unwrap(), []);
    let kept = kept_here.take();
    assert_eq!(kept.audited(), ["ImportCustomers"]);
    assert!(kept.committed);
}

#[tokio::test]
async fn only_who_may_change_customers_imports_them() {
    for somebody in [reporter(), crate::fixtures::as_seller(seller().id)] {
        let (cx, _) = Stage::new().call(somebody);
        let refused = import(&cx, || Ok(Box::new(std::iter::empty()))).await.unwrap_err();
        assert_eq!(refused.to_string(), "Forbidden");
    }
}
