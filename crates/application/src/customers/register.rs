//! Registration by an administrator or a seller (behaviour A11, 3.2.4).

use domain::account::{Login, User};
use domain::amount::Amount;
use domain::customer::{Customer, CustomerDraft, FormRules, References};
use domain::form::{FormErrors, message};
use domain::ids::{CustomerId, MessageId, PosId, SellerId};
use domain::level::{Level, level_for};
use domain::policy::{Action, Actor};
use domain::store::ActivationMethod;

use super::unique::{claimed_by_profile, lost_race, taken_fields};
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, Message, MessageKind, UnitOfWork};

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
    if let Some(pos) = wanted.pos {
        customer.assign_pos(pos, now);
    }
    if let Some(level) = &wanted.level {
        customer.assign_level(level, locale, now);
    }
    if let Some(seller) = wanted.seller {
        customer.assign_seller(seller, now);
    }
    let by_sms = cx.store.settings.activation_method() == ActivationMethod::Sms;
    let waits_for_code = by_sms && matches!(cx.actor, Actor::Seller(_));
    if !waits_for_code {
        customer.activate(now);
    }

    uow.customers().save(customer).await.map_err(lost_race)?;
    uow.logins().save(&Login::without_password(User::Customer(id))).await?;
    uow.outbox().add(message_to(cx, id, MessageKind::TemporaryPassword)).await?;
    if waits_for_code {
        uow.outbox().add(message_to(cx, id, MessageKind::Activation)).await?;
    }
    let submitted = AuditData::Submitted(draft.submitted());
    uow.audit().record(cx.audit_customer("RegisterCustomer", id, submitted)).await?;
    uow.commit().await?;
    Ok(Registered { id, email })
}

/// The records a form names, found.
struct Wanted {
    level: Option<Level>,
    pos: Option<PosId>,
    seller: Option<SellerId>,
}

impl Wanted {
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

pub(super) fn message_to(cx: &Cx, customer: CustomerId, kind: MessageKind) -> Message {
    Message { id: MessageId(cx.next_id()), at: cx.now(), kind, customer }
}
