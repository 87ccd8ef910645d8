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
