//! Points from one customer to another (behaviour C4, 3.12.8).

use domain::form::{FormErrors, Given, Shape, message};
use domain::ids::{CustomerId, TransferId};
use domain::points::{Issuer, Note, parse_points};
use domain::policy::{Action, Actor};

use super::Member;
use crate::cx::{Cx, Permit};
use crate::error::Error;

const YOURSELF: &str = "transferring points to yourself is forbidden";
const NOBODY: &str = "such customer does not exist";

/// A transfer between customers as submitted.
#[derive(Clone, Debug, Default)]
pub struct GiftDraft {
    pub shape: Shape,
    /// Only of administrators; a customer sends its own points.
    pub sender: Given,
    /// An id, an e-mail address, a phone or a loyalty card number.
    pub receiver: Given,
    pub points: Given,
}

/// Moves points. Who is locked first depends on the ids alone, so that two who give to each other
/// at the same time do not wait for each other for ever.
pub async fn give(cx: &Cx, draft: &GiftDraft) -> Result<TransferId, Error> {
    let permit = cx.authorize(Action::PointsGive)?;
    let mut errors = FormErrors::default();
    if !draft.shape.report(&mut errors) {
        return Err(errors.into());
    }
    let sender = match cx.actor {
        Actor::Customer(own) => {
            if draft.sender.is_present() {
                errors.root(message::EXTRA_FIELDS);
            }
            Some(own)
        }
        _ => match draft.sender.required_line("sender", &mut errors) {
            Some(text) => found(cx, permit, text.as_str(), "sender", &mut errors).await?,
            None => None,
        },
    };
    let receiver = match draft.receiver.required_line("receiver", &mut errors) {
        Some(text) => found(cx, permit, text.as_str(), "receiver", &mut errors).await?,
        None => None,
    };
    let points = draft.points.required("points", &mut errors, parse_points);
    if receiver.is_some() && sender == receiver {
        errors.field("receiver", YOURSELF);
    }
    errors.none()?;
    let (Some(sender), Some(receiver), Some(points)) = (sender, receiver, points) else {
        return Err(FormErrors::default().into());
    };

    let uow = cx.begin(permit).await?;
    let mut members = vec![];
    for id in [sender.min(receiver), sender.max(receiver)] {
        members.extend(Member::find(cx, &*uow, id).await?);
    }
    let nobody = |field| {
        let mut errors = FormErrors::default();
        errors.field(field, NOBODY);
        errors
    };
    let mut take = |id, field| {
        let at = members.iter().position(|it| it.id() == id).ok_or_else(|| nobody(field))?;
        Ok::<_, Error>(members.swap_remove(at))
    };
    let (mut from, mut to) = (take(sender, "sender")?, take(receiver, "receiver")?);
    let id = from.give(cx, points, &mut to, &Note::new(Issuer::Api, None));
    let id = id.map_err(|refusal| {
        let mut errors = FormErrors::default();
        errors.field("points", refusal.to_string());
        errors
    })?;
    from.keep(cx, &*uow).await?;
    to.keep(cx, &*uow).await?;
    uow.commit().await?;
    Ok(id)
}

/// Whoever has this id, e-mail address, phone or card; nobody is an error on `field`.
async fn found(
    cx: &Cx,
    permit: Permit,
    text: &str,
    field: &'static str,
    errors: &mut FormErrors,
) -> Result<Option<CustomerId>, Error> {
    let found = cx.read(permit).customer_called(text).await?;
    if found.is_none() {
        errors.field(field, NOBODY);
    }
    Ok(found)
}
