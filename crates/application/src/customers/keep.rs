//! Saving a customer together with what is told to the outside about it.

use domain::customer::{Customer, CustomerEvent, MoveCause};
use domain::ids::{CustomerId, EventId, LevelId};
use domain::webhook::Topic;

use super::unique::lost_race;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, AuditEntry, Event, EventData, Job, Message, UnitOfWork};

/// What a caller sent: field and value.
pub(crate) type Submitted = Vec<(&'static str, String)>;

/// Saves a customer and tells whoever listens what happened to it, each thing once (behaviour
/// 3.6.4, 5.1.1).
pub(crate) async fn keep(cx: &Cx, uow: &dyn UnitOfWork, customer: Customer) -> Result<(), Error> {
    keep_with(cx, uow, customer, vec![]).await
}

/// The same, with what was submitted at a registration.
pub(crate) async fn keep_with(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    mut customer: Customer,
    submitted: Submitted,
) -> Result<(), Error> {
    let id = customer.id();
    let moved = |it: &CustomerEvent| matches!(it, CustomerEvent::MovedToLevel { .. });
    if customer.events().any(moved) && cx.store.settings.tier_policy().restarts_at_moves() {
        customer.count_anew(cx.now());
    }
    let events = events(cx, &customer, submitted);
    let earned: Vec<_> = customer.events().filter_map(earned_level).collect();
    uow.customers().save(customer).await.map_err(lost_race)?;
    for event in events {
        uow.outbox().add(event).await?;
    }
    for (level, upgrade) in earned {
        tell_of_level(cx, uow, id, level, upgrade).await?;
    }
    Ok(())
}

/// The level of an automatic move, and whether that was an upgrade.
fn earned_level(event: &CustomerEvent) -> Option<(LevelId, bool)> {
    match event {
        CustomerEvent::MovedToLevel { level, cause: MoveCause::Automatic { upgrade }, .. } => {
            level.map(|it| (it, *upgrade))
        }
        _ => None,
    }
}

/// An automatic move is audited like one by hand; upgrades are told to the customer (behaviour
/// 3.9.14, 5.5.2).
async fn tell_of_level(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    customer: CustomerId,
    level: LevelId,
    upgrade: bool,
) -> Result<(), Error> {
    let (line, job) = level_lines(cx, customer, level, upgrade);
    uow.audit().record(line).await?;
    match job {
        Some(job) => Ok(uow.jobs().add(&job).await?),
        None => Ok(()),
    }
}

fn level_lines(
    cx: &Cx,
    customer: CustomerId,
    level: LevelId,
    upgrade: bool,
) -> (AuditEntry, Option<Job>) {
    let moved = AuditData::List(vec![level.to_string()]);
    let line = cx.audit_customer("MoveCustomerToLevel", customer, moved);
    let job = upgrade.then(|| cx.message(Message::NewLevel { customer, level }));
    (line, job)
}

/// What is written of the levels that a newcomer earned at once.
pub(super) fn earned_lines(cx: &Cx, customer: &Customer) -> Vec<(AuditEntry, Option<Job>)> {
    let earned = customer.events().filter_map(earned_level);
    earned.map(|(level, upgrade)| level_lines(cx, customer.id(), level, upgrade)).collect()
}

/// What is told about a customer that is about to be saved; nothing where webhooks are off.
pub(super) fn events(cx: &Cx, customer: &Customer, submitted: Submitted) -> Vec<Event> {
    if !cx.store.settings.webhooks() {
        return vec![];
    }
    let event = |(topic, data)| Event {
        id: EventId(cx.next_id()),
        at: cx.real_now(),
        topic,
        customer: Some(customer.id()),
        data,
    };
    told(customer, submitted).into_iter().map(event).collect()
}

fn told(customer: &Customer, submitted: Submitted) -> Vec<(Topic, EventData)> {
    let mut submitted = Some(submitted);
    let mut told: Vec<(Topic, EventData)> = vec![];
    for event in customer.events() {
        let one = match event {
            CustomerEvent::Registered => {
                let data = submitted.take().unwrap_or_default();
                Some((Topic::CustomerRegistered, EventData::Submitted(data)))
            }
            CustomerEvent::Deactivated => Some((Topic::CustomerDeactivated, EventData::Nothing)),
            CustomerEvent::Deleted => Some((Topic::CustomerDeleted, EventData::Nothing)),
            CustomerEvent::MovedToLevel { level, level_name, .. } => {
                let data = EventData::Level { id: *level, name: level_name.clone(), upgrade: None };
                Some((Topic::CustomerLevelChanged, data))
            }
            _ => None,
        };
        let automatic = match event {
            CustomerEvent::MovedToLevel { level, level_name, cause, .. } => match cause {
                MoveCause::Automatic { upgrade } => {
                    let upgrade = Some(*upgrade);
                    let data = EventData::Level { id: *level, name: level_name.clone(), upgrade };
                    Some((Topic::CustomerLevelChangedAutomatically, data))
                }
                MoveCause::Start | MoveCause::ByHand | MoveCause::HandRemoved => None,
            },
            _ => None,
        };
        let is_update = matches!(
            event,
            CustomerEvent::DetailsUpdated
                | CustomerEvent::AddressUpdated
                | CustomerEvent::CompanyUpdated
                | CustomerEvent::CardUpdated
                | CustomerEvent::PosAssigned(_)
                | CustomerEvent::SellerAssigned(_)
                | CustomerEvent::MovedToLevel { .. }
                | CustomerEvent::Anonymized
        );
        let update = is_update.then_some((Topic::CustomerUpdated, EventData::Nothing));
        told.extend(update.into_iter().chain(one).chain(automatic));
    }
    let mut once = vec![];
    for one in told {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, customer, level, pos};

    async fn topics(webhooks: bool) -> Vec<Topic> {
        let mut stage = Stage::new();
        stage.store.settings.put("webhooks", webhooks);
        let (cx, record) = stage.call(admin());
        let mut john = customer(7);
        john.assign_pos(pos().id, cx.now());
        john.assign_level(&level(2, 200), &cx.store.default_locale, cx.now());
        john.deactivate(cx.now());
        let permit = cx.authorize(domain::policy::Action::CustomerRegister).unwrap();
        let uow = cx.begin(permit).await.unwrap();
        keep(&cx, &*uow, john).await.unwrap();
        record.take().events.iter().map(|it| it.topic).collect()
    }

    #[tokio::test]
    async fn each_thing_is_told_once_in_the_order_it_happened() {
        let expected =
            [Topic::CustomerUpdated, Topic::CustomerLevelChanged, Topic::CustomerDeactivated];
        assert_eq!(topics(true).await, expected);
    }

    #[tokio::test]
    async fn an_earned_level_is_told_and_audited_and_an_upgrade_is_mailed() {
        for (upgrade, mails) in [(true, 1), (false, 0)] {
            let mut stage = Stage::new();
            stage.store.settings.put("webhooks", true);
            let (cx, record) = stage.call(admin());
            let mut john = customer(7);
            john.earn_level(&level(2, 200), upgrade, &cx.store.default_locale, cx.now());
            let permit = cx.authorize(domain::policy::Action::CustomerRegister).unwrap();
            let uow = cx.begin(permit).await.unwrap();
            keep(&cx, &*uow, john).await.unwrap();
            let kept = record.take();
            let told =
                kept.events.iter().find(|it| it.topic == Topic::CustomerLevelChangedAutomatically);
            let EventData::Level { upgrade: said, .. } = told.unwrap().data else { panic!() };
            assert_eq!(said, Some(upgrade));
            assert_eq!(kept.audited(), ["MoveCustomerToLevel"]);
            assert_eq!(kept.messages().len(), mails);
        }
    }

    #[tokio::test]
    async fn a_move_counts_anew_where_the_programme_says_so() {
        let mut stage = Stage::new();
        for (key, value) in [
            ("tierAssignType", "points"),
            ("levelDowngradeMode", "after_x_days"),
            ("levelDowngradeBase", "earned_points_since_last_level_change"),
        ] {
            stage.store.settings.put(key, value);
        }
        let (cx, record) = stage.call(admin());
        let mut john = customer(7);
        john.assign_level(&level(2, 200), &cx.store.default_locale, cx.now());
        let permit = cx.authorize(domain::policy::Action::CustomerRegister).unwrap();
        let uow = cx.begin(permit).await.unwrap();
        keep(&cx, &*uow, john).await.unwrap();
        let kept = record.take().customers.remove(0);
        assert_eq!(kept.state().last_level_recalculation, Some(cx.now()));
    }

    #[tokio::test]
    async fn nothing_is_told_where_webhooks_are_off() {
        assert_eq!(topics(false).await, []);
    }
}
