//! The labels of a purchase (behaviour C5).

use domain::form::{FormErrors, Given, Shape, message};
use domain::ids::TransactionId;
use domain::policy::{Action, Actor};
use domain::transaction::{LabelDraft, check_labels};

use crate::cx::Cx;
use crate::error::Error;

const NO_SUCH: &str = "No such transaction";

/// The forms of labels: `which` is an id or a document's number.
#[derive(Clone, Debug, Default)]
pub struct LabelsDraft {
    pub shape: Shape,
    pub which: Given,
    pub labels: Option<Vec<LabelDraft>>,
}

/// Replaces all labels.
pub async fn replace_labels(cx: &Cx, draft: &LabelsDraft) -> Result<TransactionId, Error> {
    let permit = cx.authorize(Action::TransactionManage)?;
    let mut errors = FormErrors::default();
    if !draft.shape.report(&mut errors) {
        return Err(errors.into());
    }
    let id = draft.which.required("transactionId", &mut errors, |raw| {
        TransactionId::parse(raw).ok_or("This is not a valid UUID.")
    });
    let labels = check_labels(draft.labels.as_deref(), &mut errors);
    errors.none()?;
    let id = id.ok_or_else(FormErrors::default)?;
    let uow = cx.begin(permit).await?;
    let Some(mut purchase) = uow.purchases().find(id).await? else {
        return Err(refused("transactionId", NO_SUCH));
    };
    purchase.document.labels = labels;
    uow.purchases().save(&purchase).await?;
    uow.commit().await?;
    Ok(id)
}

/// Adds labels to one of the caller's own purchases.
pub async fn append_labels(cx: &Cx, draft: &LabelsDraft) -> Result<TransactionId, Error> {
    let permit = cx.authorize(Action::TransactionAppendLabels)?;
    let mut errors = FormErrors::default();
    if !draft.shape.report(&mut errors) {
        return Err(errors.into());
    }
    let number = draft.which.required_line("transactionDocumentNumber", &mut errors);
    let labels = check_labels(draft.labels.as_deref(), &mut errors);
    errors.none()?;
    let number = number.ok_or_else(FormErrors::default)?;
    let uow = cx.begin(permit).await?;
    let own = |it: &crate::ports::Purchase| match cx.actor {
        Actor::Customer(id) => it.document.customer == Some(id),
        _ => false,
    };
    let found = uow.purchases().find_by_number(number.as_str()).await?.filter(own);
    let Some(mut purchase) = found else {
        return Err(refused("transactionDocumentNumber", NO_SUCH));
    };
    for label in labels {
        if !purchase.document.labels.contains(&label) {
            purchase.document.labels.push(label);
        }
    }
    if purchase.document.labels.len() > 100 {
        return Err(refused("labels", message::NOT_VALID));
    }
    let id = purchase.document.id;
    uow.purchases().save(&purchase).await?;
    uow.commit().await?;
    Ok(id)
}

fn refused(path: &'static str, said: &'static str) -> Error {
    let mut errors = FormErrors::default();
    errors.field(path, said);
    errors.into()
}
