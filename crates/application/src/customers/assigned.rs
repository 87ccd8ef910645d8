//! What the audit log is told when a customer is put somewhere (behaviour 5.5.2).

use domain::ids::{CustomerId, LevelId, PosId};

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, AuditEntry, UnitOfWork};

/// A line for the POS and one for the level, of those that were assigned.
pub(super) async fn record_assigned(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    id: CustomerId,
    pos: Option<PosId>,
    level: Option<LevelId>,
) -> Result<(), Error> {
    for line in assigned_lines(cx, id, pos, level) {
        uow.audit().record(line).await?;
    }
    Ok(())
}

/// Those lines.
pub(super) fn assigned_lines(
    cx: &Cx,
    id: CustomerId,
    pos: Option<PosId>,
    level: Option<LevelId>,
) -> Vec<AuditEntry> {
    let lines = [
        ("AssignPosToCustomer", pos.map(|it| it.to_string())),
        ("MoveCustomerToLevel", level.map(|it| it.to_string())),
    ];
    let lines = lines.into_iter().filter_map(|(event_type, assigned)| {
        let data = AuditData::List(vec![assigned?]);
        Some(cx.audit_customer(event_type, id, data))
    });
    lines.collect()
}
