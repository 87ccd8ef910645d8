//! Switches an earning rule on or off.

use domain::ids::RuleId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn activate(cx: &Cx, id: RuleId, active: bool) -> Result<(), Error> {
    let permit = cx.authorize(Action::RuleManage)?;
    let uow = cx.begin(permit).await?;
    let mut rule = uow.rules().find(id).await?.ok_or(Error::NotFound)?;
    rule.active = active;
    uow.rules().save(&rule, cx.now()).await?;
    let event_type = if active { "ActivateEarningRule" } else { "DeactivateEarningRule" };
    let audit = cx.audit(event_type, "earningRule", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, rule};

    #[tokio::test]
    async fn a_rule_is_switched_on_and_off() {
        for (active, event_type) in
            [(true, "ActivateEarningRule"), (false, "DeactivateEarningRule")]
        {
            let mut stage = Stage::new();
            stage.repos.rules.expect_find().returning(|_| Ok(Some(rule("a", 5))));
            let (cx, record) = stage.call(admin());
            activate(&cx, rule("a", 5).id, active).await.unwrap();
            let kept = record.take();
            assert!(kept.committed);
            assert_eq!(kept.rules[0].active, active);
            assert_eq!(kept.audited(), [event_type]);
        }
    }

    #[tokio::test]
    async fn an_unknown_rule_is_not_found() {
        let mut stage = Stage::new();
        stage.repos.rules.expect_find().returning(|_| Ok(None));
        let (cx, _) = stage.call(admin());
        let refused = activate(&cx, rule("a", 5).id, true).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
}
