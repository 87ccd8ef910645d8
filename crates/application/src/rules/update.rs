//! Changes an earning rule; what was left out stays.

use domain::earning::RuleDraft;
use domain::ids::RuleId;
use domain::policy::Action;

use super::checked;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn update(cx: &Cx, id: RuleId, draft: &RuleDraft) -> Result<(), Error> {
    let permit = cx.authorize(Action::RuleManage)?;
    let uow = cx.begin(permit).await?;
    let stored = uow.rules().find(id).await?.ok_or(Error::NotFound)?;
    let rule = checked(cx, &*uow, draft, id, Some(&stored)).await?;
    uow.rules().save(&rule, cx.now()).await?;
    let audit = cx.audit("UpdateEarningRule", "earningRule", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::form::{Given, Shape};

    use super::*;
    use crate::fixtures::{Stage, admin, rule};

    #[tokio::test]
    async fn what_was_submitted_replaces_what_was_stored() {
        let mut stage = Stage::new();
        stage.repos.levels.expect_all().returning(|| Ok(vec![]));
        stage.repos.rules.expect_find().returning(|_| Ok(Some(rule("old", 5))));
        let (cx, record) = stage.call(admin());
        let name = Given::text("new");
        let draft = RuleDraft { shape: Shape::Sound, name, ..RuleDraft::default() };
        let stored = rule("old", 5);
        update(&cx, stored.id, &draft).await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        let expected = domain::earning::Rule { name: "new".to_owned(), ..stored };
        assert_eq!(kept.rules, [expected]);
        assert_eq!(kept.audited(), ["UpdateEarningRule"]);
    }

    #[tokio::test]
    async fn an_unknown_rule_is_not_found() {
        let mut stage = Stage::new();
        stage.repos.rules.expect_find().returning(|_| Ok(None));
        let (cx, record) = stage.call(admin());
        let refused = update(&cx, rule("a", 5).id, &RuleDraft::default()).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        assert!(!record.take().committed);
    }
}
