//! Words of the operator's own, to a customer's devices.

use domain::notice::NoticeDraft;
use domain::policy::Action;

use crate::customers::load;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, CustomerRef, Message};

/// Queues the message. Nothing is sent to a customer without a device.
pub async fn notify(cx: &Cx, who: &CustomerRef, draft: &NoticeDraft) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerNotify, who).await?;
    let (uow, customer) = load(cx, permit, who).await?;
    let (title, text) = draft.check()?;
    let id = customer.id();
    uow.jobs().add(&cx.message(Message::Push { customer: id, title, text })).await?;
    uow.audit().record(cx.audit_customer("NotifyCustomer", id, AuditData::Nothing)).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::form::Given;

    use super::*;
    use crate::fixtures::{Stage, admin, customer};

    fn draft(text: &str) -> NoticeDraft {
        let (title, text) = (Given::text("Hello"), Given::text(text));
        NoticeDraft { title, text, ..NoticeDraft::default() }
    }

    #[tokio::test]
    async fn a_notice_is_queued() {
        let mut stage = Stage::new();
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        let (cx, record) = stage.call(admin());
        let id = customer(7).id();
        notify(&cx, &id.into(), &draft("you")).await.unwrap();
        let kept = record.take();
        let (title, text) = ("Hello".to_owned(), "you".to_owned());
        assert_eq!(kept.messages(), [Message::Push { customer: id, title, text }]);
        assert_eq!((kept.audited(), kept.committed), (vec!["NotifyCustomer"], true));
    }

    #[tokio::test]
    async fn a_notice_without_a_text_is_refused() {
        let mut stage = Stage::new();
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        let (cx, record) = stage.call(admin());
        let refused = notify(&cx, &customer(7).id().into(), &draft("")).await;
        assert!(matches!(refused, Err(Error::Form(errors)) if errors.has("text")));
        assert!(!record.take().committed);
    }
}
