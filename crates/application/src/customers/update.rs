//! Partial update of a customer (behaviour A13, 3.6).

use domain::customer::{Customer, CustomerDraft, FormRules, Placement, References};
use domain::form::{FormErrors, message};
use domain::ids::CustomerId;
use domain::level::Level;
use domain::policy::{Action, Actor};

use super::assigned::record_assigned;
use super::load::load;
use super::pending_phone::hold_back;
use super::unique::{claimed_by_changes, taken_fields};
use crate::cx::Cx;
use crate::earning;
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
    let (uow, mut customer) = load(cx, permit, who).await?;
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
    let mut changes = draft.changes(rules, &mut errors);
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

    hold_back(cx, &*uow, &customer, &mut changes).await?;
    let now = cx.now();
    let turned_over = customer.update(changes, now)?;
    if let Some(pos) = references.pos {
        customer.assign_pos(pos, now);
    }
    if let Some(level) = &level {
        customer.assign_level(level, &cx.store.default_locale, now);
    }
    if let Some(seller) = references.seller {
        customer.assign_seller(seller, now);
    }

    earning::keep_subscribed(cx, &*uow, customer).await?;
    let submitted = AuditData::Submitted(draft.submitted(rules));
    uow.audit().record(cx.audit_customer("UpdateCustomerDetails", id, submitted)).await?;
    if !turned_over.is_empty() {
        let agreements = AuditData::Agreements(turned_over);
        uow.audit().record(cx.audit_customer("AgreementsUpdated", id, agreements)).await?;
    }
    record_assigned(cx, &*uow, id, references.pos, level.map(|it| it.id)).await?;
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

#[cfg(test)]
mod tests {
    use domain::form::Given;

    use super::*;
    use crate::fixtures::{
        Stage, admin, as_customer, customer, customer_draft, level, pos, reporter,
    };
    use crate::ports::Contacts;

    fn stage() -> Stage {
        let mut stage = Stage::new();
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        stage
    }

    fn with_free_contacts(mut stage: Stage) -> Stage {
        stage.repos.customers.expect_taken().returning(|_, _| Ok(Contacts::default()));
        stage
    }

    fn him() -> CustomerRef {
        customer(7).id().into()
    }

    #[tokio::test]
    async fn what_is_given_changes_and_agreements_that_turn_over_are_audited() {
        let (cx, record) = with_free_contacts(stage()).call(admin());
        let draft = CustomerDraft {
            first_name: Given::text("Jan"),
            agreement2: Given::text("1"),
            ..CustomerDraft::default()
        };
        update(&cx, &him(), Some(&draft)).await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!(kept.customers[0].state().profile.first_name.as_str(), "Jan");
        assert_eq!(kept.audited(), ["UpdateCustomerDetails", "AgreementsUpdated"]);
    }

    #[tokio::test]
    async fn without_a_form_nothing_changes() {
        let (cx, record) = stage().call(admin());
        assert_eq!(update(&cx, &him(), None).await.unwrap(), customer(7).id());
        assert!(!record.take().committed);
    }

    #[tokio::test]
    async fn all_taken_values_are_reported() {
        let mut stage = stage();
        stage.repos.customers.expect_taken().returning(|claimed, _| Ok(claimed.clone()));
        let (cx, record) = stage.call(admin());
        let draft = CustomerDraft { phone: Given::text("111112222"), ..customer_draft() };
        let refused = update(&cx, &him(), Some(&draft)).await;
        let Err(Error::Form(errors)) = refused else { panic!("a form error") };
        let paths: Vec<_> = errors.fields.iter().map(|it| &*it.path).collect();
        assert_eq!(paths, ["email", "phone"]);
        assert!(!record.take().committed);
    }

    #[tokio::test]
    async fn naming_the_current_level_is_no_move() {
        let (cx, record) = with_free_contacts(stage()).call(admin());
        let same = Given::text(&level(0, 0).id.to_string());
        let draft = CustomerDraft { level_id: same, ..CustomerDraft::default() };
        update(&cx, &him(), Some(&draft)).await.unwrap();
        let kept = record.take();
        let placement = kept.customers[0].state().placement;
        assert_eq!(placement, Some(Placement::Earned(level(0, 0).id)));
        assert_eq!(kept.audited(), ["UpdateCustomerDetails"]);
    }

    #[tokio::test]
    async fn a_move_by_an_update_is_audited_like_any_other() {
        let mut stage = with_free_contacts(stage());
        stage.repos.levels.expect_find().returning(|_| Ok(Some(level(2, 200))));
        stage.repos.pos.expect_find().returning(|_| Ok(Some(pos())));
        let (cx, record) = stage.call(admin());
        let draft = CustomerDraft {
            level_id: Given::text(&level(2, 200).id.to_string()),
            pos_id: Given::text(&pos().id.to_string()),
            ..CustomerDraft::default()
        };
        update(&cx, &him(), Some(&draft)).await.unwrap();
        let expected = ["UpdateCustomerDetails", "AssignPosToCustomer", "MoveCustomerToLevel"];
        assert_eq!(record.take().audited(), expected);
    }

    #[tokio::test]
    async fn a_customer_edits_itself_only_where_the_programme_allows_it() {
        let mut closed = stage();
        closed.store.settings.put("allowCustomersProfileEdits", false);
        let (cx, _) = closed.call(as_customer(customer(7).id()));
        let draft = CustomerDraft { first_name: Given::text("Jan"), ..CustomerDraft::default() };
        let refused = update(&cx, &him(), Some(&draft)).await;
        let Err(Error::Form(errors)) = refused else { panic!("a form error") };
        assert_eq!(errors.fields[0].message, message::NO_EDIT_PERMISSION);
    }

    #[tokio::test]
    async fn somebody_else_is_missing_or_forbidden() {
        for (found, expected) in [(None, "Not Found"), (Some(customer(8).id()), "Forbidden")] {
            let stage = Stage::new().reading(|it| {
                it.expect_find_customer().return_once(move |_| Ok(found));
            });
            let (cx, _) = stage.call(as_customer(customer(7).id()));
            let refused = update(&cx, &customer(8).id().into(), None).await.unwrap_err();
            assert_eq!(refused.to_string(), expected);
        }
        let stage = Stage::new().reading(|it| {
            it.expect_find_customer().return_once(|_| Ok(Some(customer(7).id())));
        });
        let (cx, _) = stage.call(reporter());
        let refused = update(&cx, &him(), None).await.unwrap_err();
        assert_eq!(refused.to_string(), "Forbidden");
    }
}
