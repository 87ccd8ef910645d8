//! Saving a customer together with what is told to the outside about it.

use domain::customer::{Customer, CustomerEvent};
use domain::ids::EventId;
use domain::webhook::Topic;

use super::unique::lost_race;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Event, EventData, UnitOfWork};

/// What a caller sent: field and value.
pub(super) type Submitted = Vec<(&'static str, String)>;

/// Saves a customer and tells whoever listens what happened to it, each thing once (behaviour
/// 3.6.4, 5.1.1).
pub(crate) async fn keep(cx: &Cx, uow: &dyn UnitOfWork, customer: Customer) -> Result<(), Error> {
    keep_with(cx, uow, customer, vec![]).await
}

/// The same, with what was submitted at a registration.
pub(super) async fn keep_with(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    customer: Customer,
    submitted: Submitted,
) -> Result<(), Error> {
    let events = events(cx, &customer, submitted);
    uow.customers().save(customer).await.map_err(lost_race)?;
    for event in events {
        uow.outbox().add(event).await?;
    }
    Ok(())
}

/// What is told about a customer that is about to be saved; nothing where webhooks are off.
pub(super) fn events(cx: &Cx, customer: &Customer, submitted: Submitted) -> Vec<Event> {
    if !cx.store.settings.webhooks() {
        return vec![];
    }
    let event = |(topic, data)| Event {
        id: EventId(cx.next_id()),
        at: cx.now(),
        topic,
        customer: customer.id(),
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
        told.extend(update.into_iter().chain(one));
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
    async fn nothing_is_told_where_webhooks_are_off() {
        assert_eq!(topics(false).await, []);
    }
}
