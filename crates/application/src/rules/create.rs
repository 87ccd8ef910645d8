//! Adds an earning rule.

use domain::earning::RuleDraft;
use domain::ids::RuleId;
use domain::policy::Action;

use super::checked;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn create(cx: &Cx, draft: &RuleDraft) -> Result<RuleId, Error> {
    let permit = cx.authorize(Action::RuleManage)?;
    let id = RuleId(cx.next_id());
    let uow = cx.begin(permit).await?;
    let rule = checked(cx, &*uow, draft, id, None).await?;
    uow.rules().save(&rule, cx.now()).await?;
    let audit = cx.audit("CreateEarningRule", "earningRule", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use domain::form::{Given, GivenGroup};

    use super::*;
    use crate::fixtures::{Stage, admin, as_seller, level, pos, reporter, rule_draft, seller};

    fn stage() -> Stage {
        let mut stage = Stage::new();
        stage.repos.levels.expect_all().returning(|| Ok(vec![level(0, 0)]));
        stage
            .repos
            .pos
            .expect_known()
            .returning(|ids| Ok(ids.iter().copied().filter(|it| *it == pos().id).collect()));
        stage
    }

    #[tokio::test]
    async fn a_new_rule_is_kept_with_its_audit_line() {
        let (cx, record) = stage().call(admin());
        let draft = RuleDraft {
            pos: GivenGroup::Members(vec![Given::text(&pos().id.to_string())]),
            ..rule_draft()
        };
        let id = create(&cx, &draft).await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!((kept.rules[0].id, kept.rules[0].version), (id, 0));
        assert_eq!(kept.rules[0].pos, [pos().id]);
        assert_eq!(kept.audited(), ["CreateEarningRule"]);
        assert_eq!(kept.audit[0].entity_id, id.to_string());
    }

    #[tokio::test]
    async fn levels_and_points_of_sale_must_be_there() {
        let (cx, record) = stage().call(admin());
        let nobody = || GivenGroup::Members(vec![Given::text(&level(9, 0).id.to_string())]);
        let draft = RuleDraft { levels: nobody(), pos: nobody(), ..rule_draft() };
        let refused = create(&cx, &draft).await;
        let Err(Error::Form(errors)) = refused else { panic!("{refused:?}") };
        assert!(errors.has("levels.0") && errors.has("pos.0"), "{errors:?}");
        assert!(!record.take().committed);
    }

    #[tokio::test]
    async fn view_only_administrators_and_sellers_add_nothing() {
        for caller in [reporter(), as_seller(seller().id)] {
            let (cx, record) = stage().call(caller);
            let refused = create(&cx, &rule_draft()).await;
            assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
            assert!(record.take().rules.is_empty());
        }
    }
}
