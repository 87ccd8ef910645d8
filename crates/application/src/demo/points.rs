//! Points that were added and spent by hand (behaviour 6.8).

use chrono::{Days, TimeDelta};
use domain::Timestamp;
use domain::amount::Amount;
use domain::customer::Customer;
use domain::ids::{CustomerId, TransferId};
use domain::ledger::Shortfall;
use domain::level::level_for;
use domain::points::{Issuer, Note};
use uuid::{Uuid, uuid};

use super::customers::{COUPONS, EVERYBODY, JANE_DOE, JOHN_DOE, TRANSFER_2, TRANSFER_3};
use crate::cx::Cx;
use crate::error::Error;
use crate::points::Member;
use crate::ports::UnitOfWork;

/// Whose, which, how many, and how many days ago.
const ADDED: [(CustomerId, Uuid, i64, u64); 6] = [
    (JOHN_DOE, uuid!("e82c96cf-32a3-43bd-9034-4df343e5f211"), 100, 29),
    (JANE_DOE, uuid!("e82c96cf-32a3-43bd-9034-4df343e5f111"), 100, 29),
    (JANE_DOE, uuid!("e82c96cf-32a3-43bd-9034-4df343e5f433"), 100, 29),
    (TRANSFER_2, uuid!("e82c96cf-32a3-43bd-9034-4df343e5f435"), 100, 0),
    (TRANSFER_3, uuid!("e82c96cf-32a3-43bd-9034-4df343e5f436"), 100, 0),
    (COUPONS, uuid!("e82c96cf-32a3-43bd-9034-4df343e5f222"), 1000, 3),
];

const SPENT: TransferId = TransferId(uuid!("e82c96cf-32a3-43bd-9034-4df343e5f333"));

/// After the purchases.
pub(super) async fn add(cx: &Cx, uow: &dyn UnitOfWork, now: Timestamp) -> Result<(), Error> {
    for (customer, id, points, days) in ADDED {
        let Some(mut member) = Member::find(cx, uow, customer).await? else { continue };
        let created_at = now.checked_sub_days(Days::new(days)).unwrap_or(now);
        let times = cx.store.point_terms().times(created_at, None);
        let note = Note::new(Issuer::Admin, None);
        member.add_lot(TransferId(id), Amount::from_units(points), times, note);
        member.keep(cx, uow).await?;
    }
    if let Some(mut jane) = Member::find(cx, uow, JANE_DOE).await? {
        let note = Note::new(Issuer::Admin, Some("Example comment".to_owned()));
        let points = Amount::from_units(100);
        let spent = jane.spend_as(SPENT, points, Shortfall::Refused, now, note);
        spent.map_err(|refusal| Error::refused(refusal.to_string()))?;
        jane.keep(cx, uow).await?;
    }
    Ok(())
}

/// Jane Doe was on the second level once; her purchase will bring her down (behaviour 6.5).
pub(super) async fn lift_jane(cx: &Cx, uow: &dyn UnitOfWork) -> Result<(), Error> {
    let Some(mut jane) = uow.customers().find(JANE_DOE).await? else { return Ok(()) };
    let levels = uow.levels().all().await?;
    if let Some(level) = level_for(&levels, Amount::from_units(20)) {
        jane.earn_level(level, true, &cx.store.default_locale, cx.now());
        // Past whoever listens: nobody is told of the demo's past.
        uow.customers().save(jane).await?;
    }
    Ok(())
}

/// The daily run came by everybody once (behaviour 3.10.6), and nothing waits to be sent.
pub(super) async fn settle(cx: &Cx, uow: &dyn UnitOfWork) -> Result<(), Error> {
    for id in EVERYBODY {
        let Some(customer) = uow.customers().find(id).await? else { continue };
        let mut customer: Customer = customer;
        customer.recalculated(cx.now() + TimeDelta::milliseconds(1));
        uow.customers().save(customer).await?;
        uow.jobs().forget(id).await?;
    }
    Ok(())
}
