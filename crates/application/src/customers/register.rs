//! Registration by an administrator or a seller (behaviour A11, 3.2.4).

use domain::Timestamp;
use domain::account::{Login, User};
use domain::amount::Amount;
use domain::code::Purpose;
use domain::customer::{Customer, CustomerDraft, FormRules, References};
use domain::form::{FormErrors, message};
use domain::ids::{CustomerId, PosId, SellerId};
use domain::level::{Level, level_for};
use domain::locale::Locale;
use domain::policy::{Action, Actor};
use domain::store::ActivationMethod;

use super::assigned::record_assigned;
use super::unique::{claimed_by_profile, taken_fields};
use crate::codes;
use crate::cx::Cx;
use crate::earning::Enrolment;
use crate::error::Error;
use crate::invitations;
use crate::ports::{AuditData, Message, UnitOfWork};

/// A new member, as the wire shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    pub id: CustomerId,
    /// Empty when there is none.
    pub email: String,
}

/// Enrols a member: activated at once, unless a seller does it in a programme that activates by
/// SMS.
pub async fn register(cx: &Cx, draft: &CustomerDraft) -> Result<Registered, Error> {
    let permit = cx.authorize(Action::CustomerRegister)?;
    let rules = FormRules::of(&cx.store);
    let mut errors = FormErrors::default();
    let profile = draft.profile(rules, &mut errors);
    let created_at = draft.created_at(rules, &mut errors);
    let references = draft.references(&mut errors);

    let uow = cx.begin(permit).await?;
    let wanted = Wanted::find(&*uow, cx, references, &mut errors).await?;
    errors.none()?;
    let profile = profile.ok_or_else(|| Error::Form(FormErrors::default()))?;
    let email = profile.email.as_ref().map_or_else(String::new, |it| it.as_str().to_owned());
    first_taken(&*uow, &claimed_by_profile(&profile)).await?;
    let levels = uow.levels().all().await?;
    let start = level_for(&levels, Amount::ZERO);
    if start.is_none() && wanted.level.is_none() {
        return Err(no_start_level("levelId"));
    }

    let (now, locale) = (cx.now(), &cx.store.default_locale);
    let id = CustomerId(cx.next_id());
    let created_at = created_at.unwrap_or(now);
    let mut customer = Customer::register(id, profile, created_at, start, locale, now);
    wanted.place(&mut customer, locale, now);
    let by_sms = cx.store.settings.activation_method() == ActivationMethod::Sms;
    let waits_for_code = by_sms && matches!(cx.actor, Actor::Seller(_));
    if !waits_for_code {
        customer.activate(now)?;
    }

    let submitted = draft.submitted(rules);
    let enrolment =
        Enrolment { submitted: submitted.clone(), by_staff: true, ..Enrolment::default() };
    invitations::enrol(cx, &*uow, customer, &draft.invitation_token, enrolment).await?;
    uow.logins().save(&Login::without_password(User::Customer(id))).await?;
    uow.jobs().add(&cx.message(Message::TemporaryPassword(id))).await?;
    if waits_for_code {
        let message = Message::Activation(id);
        codes::request(cx, &*uow, User::Customer(id), Purpose::Activation, message).await?;
    }
    let submitted = AuditData::Submitted(submitted);
    uow.audit().record(cx.audit_customer("RegisterCustomer", id, submitted)).await?;
    record_assigned(cx, &*uow, id, wanted.pos, wanted.level.map(|it| it.id)).await?;
    uow.commit().await?;
    Ok(Registered { id, email })
}

/// The records a form names, found.
pub(super) struct Wanted {
    pub(super) level: Option<Level>,
    pub(super) pos: Option<PosId>,
    pub(super) seller: Option<SellerId>,
}

impl Wanted {
    /// Puts a new customer there: its POS, its level by hand, its seller (behaviour 3.2.4, steps 8
    /// to 10).
    pub(super) fn place(&self, customer: &mut Customer, locale: &Locale, now: Timestamp) {
        if let Some(pos) = self.pos {
            customer.assign_pos(pos, now);
        }
        if let Some(level) = &self.level {
            customer.assign_level(level, locale, now);
        }
        if let Some(seller) = self.seller {
            customer.assign_seller(seller, now);
        }
    }

    /// Marks every reference that leads nowhere. A seller who registers is the member's seller,
    /// and his POS the member's unless the form names one (behaviour 3.24.2).
    async fn find(
        uow: &dyn UnitOfWork,
        cx: &Cx,
        references: References,
        errors: &mut FormErrors,
    ) -> Result<Self, Error> {
        let mut wanted = Self { level: None, pos: references.pos, seller: references.seller };
        if let Some(id) = references.level {
            wanted.level = uow.levels().find(id).await?.filter(|it| it.active);
            if wanted.level.is_none() {
                errors.field("levelId", message::NOT_VALID);
            }
        }
        if let Some(id) = references.pos
            && uow.pos().find(id).await?.is_none()
        {
            errors.field("posId", message::NOT_VALID);
        }
        if let Actor::Seller(own) = cx.actor {
            let seller = uow.sellers().find(own).await?.ok_or(Error::Forbidden)?;
            wanted.seller = Some(own);
            wanted.pos = wanted.pos.or(Some(seller.pos));
        } else if let Some(id) = references.seller
            && uow.sellers().find(id).await?.is_none()
        {
            errors.field("sellerId", message::NOT_VALID);
        }
        Ok(wanted)
    }
}

/// Refuses with the first value that is taken (behaviour A11: only the first is reported).
pub(super) async fn first_taken(
    uow: &dyn UnitOfWork,
    claimed: &crate::ports::Contacts,
) -> Result<(), Error> {
    let taken = uow.customers().taken(claimed, None).await?;
    match taken_fields(&taken).first() {
        None => Ok(()),
        Some((field, said)) => {
            let mut errors = FormErrors::default();
            errors.field(*field, *said);
            Err(Error::Form(errors))
        }
    }
}

/// No active level can be had for nothing (behaviour 3.2.3). `field` empty: a root error.
pub(super) fn no_start_level(field: &'static str) -> Error {
    let mut errors = FormErrors::default();
    if field.is_empty() {
        errors.root(message::NO_START_LEVEL);
    } else {
        errors.field(field, message::NO_START_LEVEL);
    }
    Error::Form(errors)
}

#[cfg(test)]
mod tests {
    use domain::customer::{Placement, Status};
    use domain::form::Given;
    use domain::ids::LevelId;

    use super::*;
    use crate::fixtures::{Stage, admin, as_seller, customer_draft, level, pos, reporter, seller};
    use crate::ports::Contacts;

    fn stage() -> Stage {
        let mut stage = Stage::new();
        stage.repos.levels.expect_all().returning(|| Ok(vec![level(0, 0), level(2, 200)]));
        stage.repos.customers.expect_taken().returning(|_, _| Ok(Contacts::default()));
        stage
    }

    fn by_sms(mut stage: Stage) -> Stage {
        stage.store.settings.put("accountActivationMethod", "sms");
        stage
    }

    #[tokio::test]
    async fn an_administrator_registers_an_active_member_on_the_start_level() {
        let (cx, record) = stage().call(admin());
        let registered = register(&cx, &customer_draft()).await.unwrap();
        assert_eq!(registered.email, "john@example.com");
        let kept = record.take();
        assert!(kept.committed);
        let state = kept.customers[0].state();
        assert_eq!((state.id, state.status), (registered.id, Status::Active));
        assert_eq!(state.placement, Some(Placement::Earned(level(0, 0).id)));
        assert_eq!(kept.audited(), ["RegisterCustomer"]);
        assert!(kept.logins[0].password_hash.is_none() && kept.logins[0].temporary);
        assert_eq!(kept.messages(), [Message::TemporaryPassword(registered.id)]);
    }

    #[tokio::test]
    async fn a_sellers_member_gets_the_seller_and_his_pos() {
        let mut shop = stage();
        shop.repos.sellers.expect_find().returning(|_| Ok(Some(seller())));
        let (cx, record) = shop.call(as_seller(seller().id));
        register(&cx, &customer_draft()).await.unwrap();
        let kept = record.take();
        let state = kept.customers[0].state();
        assert_eq!((state.seller, state.pos), (Some(seller().id), Some(seller().pos)));
        assert_eq!(state.status, Status::Active);
    }

    #[tokio::test]
    async fn a_sellers_member_waits_for_a_code_where_accounts_are_activated_by_sms() {
        let mut stage = by_sms(stage());
        stage.repos.sellers.expect_find().returning(|_| Ok(Some(seller())));
        let (cx, record) = stage.call(as_seller(seller().id));
        let draft = CustomerDraft { phone: Given::text("111112222"), ..customer_draft() };
        register(&cx, &draft).await.unwrap();
        let kept = record.take();
        assert_eq!(kept.customers[0].state().status, Status::New);
        let id = kept.customers[0].id();
        assert_eq!(kept.messages(), [Message::TemporaryPassword(id), Message::Activation(id)]);
    }

    #[tokio::test]
    async fn a_named_level_is_assigned_by_hand() {
        let mut shop = stage();
        shop.repos.levels.expect_find().returning(|_| Ok(Some(level(2, 200))));
        shop.repos.pos.expect_find().returning(|_| Ok(Some(pos())));
        let (cx, record) = shop.call(admin());
        let draft = CustomerDraft {
            level_id: Given::text(&level(2, 200).id.to_string()),
            pos_id: Given::text(&pos().id.to_string()),
            ..customer_draft()
        };
        register(&cx, &draft).await.unwrap();
        let kept = record.take();
        let state = kept.customers[0].state();
        assert_eq!(state.placement, Some(Placement::Manual(level(2, 200).id)));
        assert_eq!(state.pos, Some(pos().id));
        let expected = ["RegisterCustomer", "AssignPosToCustomer", "MoveCustomerToLevel"];
        assert_eq!(kept.audited(), expected);
    }

    #[tokio::test]
    async fn references_that_lead_nowhere_are_marked_together() {
        let mut stage = stage();
        let inactive = Level { active: false, ..level(2, 200) };
        stage.repos.levels.expect_find().returning(move |_| Ok(Some(inactive.clone())));
        stage.repos.pos.expect_find().returning(|_| Ok(None));
        stage.repos.sellers.expect_find().returning(|_| Ok(None));
        let (cx, record) = stage.call(admin());
        let id = LevelId(uuid::Uuid::from_u128(9)).to_string();
        let draft = CustomerDraft {
            first_name: Given::Absent,
            level_id: Given::text(&id),
            pos_id: Given::text(&id),
            seller_id: Given::text(&id),
            ..customer_draft()
        };
        let Err(Error::Form(errors)) = register(&cx, &draft).await else { panic!("a form error") };
        for path in ["firstName", "levelId", "posId", "sellerId"] {
            assert!(errors.has(path), "{path}");
        }
        assert!(!record.take().committed);
    }

    #[tokio::test]
    async fn only_the_first_taken_value_is_reported() {
        let mut stage = Stage::new();
        stage.repos.customers.expect_taken().returning(|claimed, _| Ok(claimed.clone()));
        let (cx, record) = stage.call(admin());
        let draft = CustomerDraft { phone: Given::text("111112222"), ..customer_draft() };
        let Err(Error::Form(errors)) = register(&cx, &draft).await else { panic!("a form error") };
        let paths: Vec<_> = errors.fields.iter().map(|it| &*it.path).collect();
        assert_eq!(paths, ["email"]);
        assert!(!record.take().committed);
    }

    #[tokio::test]
    async fn without_a_start_level_a_level_must_be_named() {
        let mut stage = Stage::new();
        stage.repos.levels.expect_all().returning(|| Ok(vec![level(2, 200)]));
        stage.repos.customers.expect_taken().returning(|_, _| Ok(Contacts::default()));
        let (cx, _) = stage.call(admin());
        let refused = register(&cx, &customer_draft()).await;
        let Err(Error::Form(errors)) = refused else { panic!("a form error") };
        assert_eq!(errors.fields[0].message, message::NO_START_LEVEL);
    }

    #[tokio::test]
    async fn administrators_who_only_look_do_not_register() {
        let (cx, _) = Stage::new().call(reporter());
        let refused = register(&cx, &customer_draft()).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
}
