//! Takes an earning rule away. What it gave stays.

use domain::ids::RuleId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn delete(cx: &Cx, id: RuleId) -> Result<(), Error> {
    let permit = cx.authorize(Action::RuleManage)?;
    let uow = cx.begin(permit).await?;
    if !uow.rules().delete(id).await? {
        return Err(Error::NotFound);
    }
    let audit = cx.audit("DeleteEarningRule", "earningRule", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, rule};

    #[tokio::test]
    async fn a_rule_goes_once() {
        for known in [true, false] {
            let mut stage = Stage::new();
            stage.repos.rules.expect_delete().returning(move |_| Ok(known));
            let (cx, record) = stage.call(admin());
            let deleted = delete(&cx, rule("a", 5).id).await;
            let kept = record.take();
            if known {
                deleted.unwrap();
                assert_eq!(kept.audited(), ["DeleteEarningRule"]);
            } else {
                assert!(matches!(deleted, Err(Error::NotFound)), "{deleted:?}");
            }
            assert_eq!(kept.committed, known);
        }
    }
}
