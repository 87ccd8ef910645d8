//! Changes what a role is called and what it grants.

use domain::access::RoleDraft;
use domain::ids::RoleId;
use domain::policy::Action;

use super::must_hold;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn update(cx: &Cx, id: RoleId, draft: &RoleDraft) -> Result<(), Error> {
    let permit = cx.authorize(Action::RoleManage)?;
    let uow = cx.begin(permit).await?;
    let stored = uow.roles().find(id).await?.ok_or(Error::NotFound)?;
    must_hold(cx, &stored.rights)?;
    let role = draft.completed_by(&stored).check(id, Some(&stored))?;
    must_hold(cx, &role.rights)?;
    uow.roles().save(&role).await?;
    let granted = AuditData::List(role.rights.listed());
    uow.audit().record(cx.audit("UpdateRole", "role", id.to_string(), granted)).await?;
    uow.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::access::{Access, Resource, Rights};
    use domain::form::Given;
    use domain::ids::AdminId;
    use domain::policy::Actor;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Kept, Stage, admin, role, supervisor};

    async fn after(actor: Actor, stored: Option<Rights>) -> (Result<(), Error>, Kept) {
        let draft = RoleDraft { name: Given::text("Renamed"), ..RoleDraft::default() };
        after_draft(actor, stored, draft).await
    }

    async fn after_draft(
        actor: Actor,
        stored: Option<Rights>,
        draft: RoleDraft,
    ) -> (Result<(), Error>, Kept) {
        let mut stage = Stage::new();
        stage.repos.roles.expect_find().return_once(|_| Ok(stored.map(role)));
        let (cx, record) = stage.call(actor);
        let answer = update(&cx, role(Rights::Master).id, &draft).await;
        (answer, record.take())
    }

    #[tokio::test]
    async fn a_role_keeps_its_grants_when_only_its_name_is_sent() {
        let (answer, kept) = after(supervisor(), Some(Rights::everywhere(Access::View))).await;
        answer.unwrap();
        assert!(kept.committed);
        assert_eq!(kept.roles[0].name.as_str(), "Renamed");
        assert_eq!(kept.roles[0].rights, Rights::everywhere(Access::View));
        assert_eq!(kept.audited(), ["UpdateRole"]);
    }

    #[tokio::test]
    async fn only_the_master_changes_the_master_role() {
        let (answer, kept) = after(supervisor(), Some(Rights::Master)).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "{answer:?}");
        assert!(kept.roles.is_empty());
        let (answer, kept) = after(admin(), Some(Rights::Master)).await;
        answer.unwrap();
        assert_eq!(kept.roles[0].rights, Rights::Master);
    }

    #[tokio::test]
    async fn nobody_takes_away_what_he_does_not_hold() {
        let only_roles = Rights::Granted([(Resource::Acl, Access::Modify)].into());
        let actor = Actor::Admin(AdminId(Uuid::nil()), only_roles);
        let name = Given::text("Renamed");
        let draft = RoleDraft { name, permissions: Some(vec![]), ..RoleDraft::default() };
        let stored = Some(Rights::everywhere(Access::View));
        let (answer, kept) = after_draft(actor, stored, draft).await;
        assert!(matches!(answer, Err(Error::Forbidden)), "{answer:?}");
        assert!(kept.roles.is_empty());
    }

    #[tokio::test]
    async fn an_unknown_role_is_not_found() {
        let (answer, _) = after(admin(), None).await;
        assert!(matches!(answer, Err(Error::NotFound)), "{answer:?}");
    }
}
