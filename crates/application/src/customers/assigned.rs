//! What the audit log is told when a customer is put somewhere (behaviour 5.5.2).

use domain::ids::{CustomerId, LevelId, PosId};

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, UnitOfWork};

/// A line for the POS and one for the level, of those that were assigned.
pub(super) async fn record_assigned(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    id: CustomerId,
    pos: Option<PosId>,
    level: Option<LevelId>,
) -> Result<(), Error> {
    let lines = [
        ("AssignPosToCustomer", pos.map(|it| it.to_string())),
        ("MoveCustomerToLevel", level.map(|it| it.to_string())),
    ];
    for (event_type, assigned) in lines {
        if let Some(assigned) = assigned {
            let data = AuditData::List(vec![assigned]);
            uow.audit().record(cx.audit_customer(event_type, id, data)).await?;
        }
    }
    Ok(())
}
