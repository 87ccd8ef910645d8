//! One customer (behaviour A12).

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, CustomerRef, CustomerView};

/// The customer as shown. Every look is noted in the audit log.
pub async fn details(cx: &Cx, who: &CustomerRef) -> Result<CustomerView, Error> {
    let permit = cx.authorize_customer(Action::CustomerView, who).await?;
    let read = cx.read(permit);
    let view = read.customer(who).await?.ok_or(Error::NotFound)?;
    read.note(cx.audit_customer("ViewCustomer", view.state.id, AuditData::Nothing)).await;
    Ok(view)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::fixtures::{Stage, as_customer, customer};

    #[tokio::test]
    async fn a_customer_sees_itself_and_the_look_is_noted() {
        let seen = Arc::new(Mutex::new(vec![]));
        let notes = Arc::clone(&seen);
        let stage = Stage::new().reading(move |it| {
            let view = CustomerView {
                state: customer(7).state().clone(),
                level: None,
                pos_identifier: None,
                rewards: vec![],
                segments: vec![],
            };
            it.expect_customer().return_once(move |_| Ok(Some(view)));
            it.expect_note().returning(move |entry| notes.lock().unwrap().push(entry));
        });
        let (cx, _) = stage.call(as_customer(customer(7).id()));
        details(&cx, &customer(7).id().into()).await.unwrap();
        let lines = seen.lock().unwrap();
        assert_eq!(lines[0].event_type, "ViewCustomer");
        assert_eq!(lines[0].entity_id, customer(7).id().to_string());
    }
}
