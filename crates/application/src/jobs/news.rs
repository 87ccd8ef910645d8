//! Good news by e-mail: points, levels and rewards (behaviour 3.9.14, 3.12.10, 5.2).

use domain::account::User;
use domain::amount::Amount;
use domain::ids::{CampaignId, CouponId, CustomerId, LevelId};
use domain::text::Text;

use super::Outcome;
use super::person::Person;
use super::send::{Values, envelope, send_mail};
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::ports::{Job, Template, UnitOfWork};

/// Points that became available.
pub(super) async fn new_points(
    cx: &Cx,
    permit: Permit,
    job: &Job,
    customer: CustomerId,
    added: Amount,
    available: Amount,
) -> Result<Outcome, Error> {
    let uow = cx.begin(permit).await?;
    let to = address(&*uow, customer).await?;
    drop(uow);
    let values = vec![
        ("added_points_amount", added.to_string()),
        ("active_points_amount", available.to_string()),
        ("customer_panel_url", cx.options().links.customer.clone()),
    ];
    mail(cx, job, customer, to, ("new_points", Template::NewPointsEmail), values).await
}

/// A better level.
pub(super) async fn new_level(
    cx: &Cx,
    permit: Permit,
    job: &Job,
    customer: CustomerId,
    level: LevelId,
) -> Result<Outcome, Error> {
    let uow = cx.begin(permit).await?;
    let to = address(&*uow, customer).await?;
    let level = uow.levels().find(level).await?;
    drop(uow);
    let Some(level) = level else { return Ok(Outcome::Done) };
    let locale = &cx.store.default_locale;
    let values = vec![
        ("level_name", level.name(locale, locale).to_owned()),
        ("level_discount", level.reward.value.percentage().truncated().to_string()),
        ("customer_panel_url", cx.options().links.customer.clone()),
    ];
    mail(cx, job, customer, to, ("new_level", Template::NewLevelEmail), values).await
}

/// A reward, with the code to show.
pub(super) async fn new_reward(
    cx: &Cx,
    permit: Permit,
    job: &Job,
    customer: CustomerId,
    campaign: CampaignId,
    coupon: CouponId,
) -> Result<Outcome, Error> {
    let uow = cx.begin(permit).await?;
    let to = address(&*uow, customer).await?;
    let campaign = uow.campaigns().find(campaign).await?;
    let coupon = uow.campaigns().coupon(coupon).await?;
    drop(uow);
    let (Some(campaign), Some(coupon)) = (campaign, coupon) else { return Ok(Outcome::Done) };
    let instructions = campaign.instructions.as_ref().map_or("", Text::as_str);
    let values = vec![
        ("reward_name", campaign.name.as_str().to_owned()),
        ("reward_code", coupon.code),
        ("reward_instructions", instructions.to_owned()),
        ("customer_panel_url", cx.options().links.customer.clone()),
    ];
    mail(cx, job, customer, to, ("new_reward", Template::NewRewardEmail), values).await
}

async fn address(uow: &dyn UnitOfWork, id: CustomerId) -> Result<Option<String>, Error> {
    let found = uow.customers().find(id).await?;
    Ok(found.and_then(|it| Person::of(&it).email))
}

/// Nothing is sent to whoever has no e-mail address (behaviour 5.2).
async fn mail(
    cx: &Cx,
    job: &Job,
    customer: CustomerId,
    to: Option<String>,
    (name, template): (&'static str, Template),
    values: Values,
) -> Result<Outcome, Error> {
    let Some(to) = to else { return Ok(Outcome::Done) };
    let envelope = envelope(cx, job, Some(User::Customer(customer)), name);
    let sent = send_mail(cx, &envelope, template, &to, values).await;
    Ok(sent.map_or_else(Outcome::from, |()| Outcome::Done))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::fixtures::{Stage, campaign, coupon, customer, level, store};
    use crate::ports::{Message, Words};

    fn stage() -> Stage {
        let mut stage = Stage::new();
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        stage.repos.levels.expect_find().returning(|_| Ok(Some(level(2, 200))));
        stage.repos.campaigns.expect_find().returning(|_| Ok(Some(campaign(1))));
        stage.repos.campaigns.expect_coupon().returning(|_| Ok(Some(coupon(3))));
        stage.texts.expect_render().returning(|name, _, values| {
            let lines: Vec<_> = values.iter().map(|(name, it)| format!("{name}={it}\n")).collect();
            let text = lines.concat();
            Ok(Words { subject: name.name().to_owned(), text, html: None })
        });
        stage
    }

    async fn mailed(message: Message) -> String {
        let (sender, receiver) = std::sync::mpsc::channel();
        let mut stage = stage();
        stage.mail.expect_send().once().returning(move |_, mail| {
            sender.send(format!("{} to {}\n{}", mail.subject, mail.to, mail.text)).unwrap();
            Ok(())
        });
        let (ports, _) = stage.ports();
        let (cx, permit) = Cx::system(ports, Arc::new(store()));
        let job = cx.message(message.clone());
        let done = match message {
            Message::NewPoints { customer, added, available } => {
                new_points(&cx, permit, &job, customer, added, available).await
            }
            Message::NewLevel { customer, level } => {
                new_level(&cx, permit, &job, customer, level).await
            }
            Message::NewReward { customer, campaign, coupon } => {
                new_reward(&cx, permit, &job, customer, campaign, coupon).await
            }
            other => panic!("no news: {other:?}"),
        };
        assert_eq!(done.unwrap(), Outcome::Done);
        receiver.recv().unwrap()
    }

    #[tokio::test]
    async fn new_points_and_new_levels_are_told_in_figures() {
        let (added, available) = (Amount::parse("6.9").unwrap(), Amount::from_units(110));
        let points =
            mailed(Message::NewPoints { customer: customer(7).id(), added, available }).await;
        assert!(points.starts_with("new_points_email to john@example.com\n"), "{points}");
        assert!(points.contains("added_points_amount=6.9\nactive_points_amount=110\n"));
        let level = level(2, 200).id;
        let moved = mailed(Message::NewLevel { customer: customer(7).id(), level }).await;
        assert!(moved.contains("level_discount=10\n"), "{moved}");
        let (campaign, coupon) = (campaign(1).id, coupon(3).id);
        let bought = Message::NewReward { customer: customer(7).id(), campaign, coupon };
        let bought = mailed(bought).await;
        assert!(bought.contains("reward_name=Mug\nreward_code=code3\n"), "{bought}");
    }
}
