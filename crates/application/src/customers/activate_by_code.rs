//! Activation by the customer itself, with what it was sent (behaviour A7, A8).

use domain::account::User;
use domain::code::{Channel, Purpose};
use domain::customer::Status;
use domain::policy::Action;

use crate::codes;
use crate::cx::Cx;
use crate::earning;
use crate::error::Error;
use crate::ports::AuditData;

/// Lets a new member collect and sign in. The secret must be the latest that was sent to it by
/// `channel`, still good and not used before; whatever else it is, it is not found.
pub async fn activate_by_code(cx: &Cx, channel: Channel, secret: &str) -> Result<(), Error> {
    let permit = cx.authorize(Action::CustomerActivateByCode)?;
    let digest = codes::digest(cx, Purpose::Activation, secret);
    let uow = cx.begin(permit).await?;
    let found = uow.codes().find_by_digest(Purpose::Activation, &digest).await?;
    let sent = found.filter(|it| it.is_live(cx.real_now()) && it.is_sent_by(channel));
    let mut code = sent.ok_or(Error::NotFound)?;
    let User::Customer(id) = code.user else { return Err(Error::NotFound) };
    let found = uow.customers().find(id).await?;
    let new = found.filter(|it| it.state().status == Status::New);
    let mut customer = new.ok_or(Error::NotFound)?;

    customer.activate(cx.now())?;
    code.spend();
    earning::keep_subscribed(cx, &*uow, customer).await?;
    uow.codes().save(&code).await?;
    uow.audit().record(cx.audit_customer("ActivateCustomer", id, AuditData::Nothing)).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use domain::code::OneTimeCode;
    use domain::customer::Customer;

    use super::*;
    use crate::cx::NOT_LOGGED;
    use crate::fixtures::{Stage, anonymous, customer, now};

    const DIGEST: &str = "Activation/DEFAULT digest of 123456";

    /// A code that was sent so long ago, to customer 7.
    fn sent(channel: Channel, ago: TimeDelta) -> OneTimeCode {
        let user = User::Customer(customer(7).id());
        let mut code = OneTimeCode::request(user, Purpose::Activation, now() - ago);
        code.issue(DIGEST.to_owned(), channel, now() - ago);
        code
    }

    fn stage(code: OneTimeCode, owner: Option<Customer>) -> Stage {
        let mut stage = Stage::new();
        stage.repos.codes.expect_find_by_digest().returning(move |purpose, digest| {
            assert_eq!(purpose, Purpose::Activation);
            Ok((digest == DIGEST).then(|| code.clone()))
        });
        stage.repos.customers.expect_find().returning(move |_| Ok(owner.clone()));
        stage
    }

    #[tokio::test]
    async fn the_code_that_was_sent_activates_once() {
        let code = sent(Channel::Sms, TimeDelta::minutes(29));
        let (cx, record) = stage(code, Some(customer(7))).call(anonymous());
        activate_by_code(&cx, Channel::Sms, "123456").await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!(kept.customers[0].state().status, Status::Active);
        assert_eq!(kept.codes[0].live, None);
        assert_eq!(kept.audited(), ["ActivateCustomer"]);
        assert_eq!(kept.audit[0].username, NOT_LOGGED);
    }

    #[tokio::test]
    async fn whatever_else_it_is_it_is_not_found_and_nothing_changes() {
        let mut active = customer(7);
        active.activate(now()).unwrap();
        let mut blocked = customer(7);
        blocked.deactivate(now());
        let fresh = || sent(Channel::Sms, TimeDelta::zero());
        let mut spent = fresh();
        spent.spend();
        for (what, code, owner, secret) in [
            ("unknown", fresh(), Some(customer(7)), "654321"),
            ("old", sent(Channel::Sms, TimeDelta::minutes(30)), Some(customer(7)), "123456"),
            ("spent", spent, Some(customer(7)), "123456"),
            ("mailed", sent(Channel::Email, TimeDelta::zero()), Some(customer(7)), "123456"),
            ("nobody's", fresh(), None, "123456"),
            ("an active customer's", fresh(), Some(active), "123456"),
            ("a blocked customer's", fresh(), Some(blocked), "123456"),
        ] {
            let (cx, record) = stage(code, owner).call(anonymous());
            let refused = activate_by_code(&cx, Channel::Sms, secret).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{what}");
            assert!(!record.take().committed, "{what}");
        }
    }
}
