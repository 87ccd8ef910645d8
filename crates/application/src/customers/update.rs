//! Partial update of a customer (behaviour A13, 3.6).

use domain::customer::{Customer, CustomerDraft, FormRules, Placement, References};
use domain::form::{FormErrors, message};
use domain::ids::CustomerId;
use domain::level::Level;
use domain::policy::{Action, Actor};

use super::load::load;
use super::unique::{claimed_by_changes, lost_race, taken_fields};
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, CustomerRef, UnitOfWork};

/// Changes what the draft gives and leaves the rest. `None`: no form was sent, which only looks
/// whether the customer is there (behaviour 0.4.2).
pub async fn update(
    cx: &Cx,
    who: &CustomerRef,
    draft: Option<&CustomerDraft>,
) -> Result<CustomerId, Error> {
    let permit = cx.authorize_customer(Action::CustomerEdit, who).await?;
    let uow = cx.begin(permit).await?;
    let mut customer = load(cx, permit, &*uow, who).await?;
    let id = customer.id();
    let Some(draft) = draft else { return Ok(id) };

    let rules = FormRules::of(&cx.store);
    let mut errors = FormErrors::default();
    let own_edit = matches!(cx.actor, Actor::Customer(_));
    if own_edit && !cx.store.settings.allows_profile_edits() {
        draft.forbid_profile_edits(&mut errors);
        errors.none()?;
        errors = FormErrors::default();
    }
    let changes = draft.changes(rules, &mut errors);
    // Taken for well-formedness only: a customer keeps the date it joined (decision D6).
    draft.created_at(rules, &mut errors);
    let references = draft.references(&mut errors);
    let level = find_references(&*uow, &customer, references, &mut errors).await?;
    errors.none()?;
    let mut errors = FormErrors::default();
    let taken = uow.customers().taken(&claimed_by_changes(&changes), Some(id)).await?;
    for (field, said) in taken_fields(&taken) {
        errors.field(field, said);
    }
    errors.none()?;

    let now = cx.now();
    let turned_over = customer.update(changes, now);
    if let Some(pos) = references.pos {
        customer.assign_pos(pos, now);
    }
    if let Some(level) = &level {
        customer.assign_level(level, &cx.store.default_locale, now);
    }
    if let Some(seller) = references.seller {
        customer.assign_seller(seller, now);
    }

    uow.customers().save(customer).await.map_err(lost_race)?;
    let submitted = AuditData::Submitted(draft.submitted());
    uow.audit().record(cx.audit_customer("UpdateCustomerDetails", id, submitted)).await?;
    if !turned_over.is_empty() {
        let changed = AuditData::Agreements(turned_over);
        uow.audit().record(cx.audit_customer("AgreementsUpdated", id, changed)).await?;
    }
    uow.commit().await?;
    Ok(id)
}

/// Marks references that lead nowhere, and answers the level to move to: none when the customer
/// is already on the one named.
async fn find_references(
    uow: &dyn UnitOfWork,
    customer: &Customer,
    references: References,
    errors: &mut FormErrors,
) -> Result<Option<Level>, Error> {
    let mut level = None;
    let current = customer.state().placement.map(Placement::level);
    if let Some(id) = references.level.filter(|id| Some(*id) != current) {
        level = uow.levels().find(id).await?.filter(|it| it.active);
        if level.is_none() {
            errors.field("levelId", message::NOT_VALID);
        }
    }
    if let Some(id) = references.pos
        && uow.pos().find(id).await?.is_none()
    {
        errors.field("posId", message::NOT_VALID);
    }
    if let Some(id) = references.seller
        && uow.sellers().find(id).await?.is_none()
    {
        errors.field("sellerId", message::NOT_VALID);
    }
    Ok(level)
}
