//! Adds a role.

use domain::access::RoleDraft;
use domain::ids::RoleId;
use domain::policy::Action;

use super::must_hold;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn create(cx: &Cx, draft: &RoleDraft) -> Result<RoleId, Error> {
    let permit = cx.authorize(Action::RoleManage)?;
    let role = draft.check(RoleId(cx.next_id()), None)?;
    must_hold(cx, &role.rights)?;
    let uow = cx.begin(permit).await?;
    uow.roles().save(&role).await?;
    let granted = AuditData::List(role.rights.listed());
    uow.audit().record(cx.audit("CreateRole", "role", role.id.to_string(), granted)).await?;
    uow.commit().await?;
    Ok(role.id)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::access::{Access, PermissionDraft, Resource, Rights};
    use domain::form::Given;
    use domain::ids::AdminId;
    use domain::policy::Actor;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, admin, reporter};

    fn draft(resource: &str) -> RoleDraft {
        let permission =
            PermissionDraft { resource: Given::text(resource), access: Given::text("MODIFY") };
        RoleDraft {
            name: Given::text("Clerk"),
            permissions: Some(vec![permission]),
            ..RoleDraft::default()
        }
    }

    #[tokio::test]
    async fn a_new_role_is_kept_and_the_audit_line_tells_what_it_grants() {
        let (cx, record) = Stage::new().call(admin());
        let id = create(&cx, &draft("CUSTOMER")).await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!(kept.roles[0].id, id);
        assert_eq!(kept.audited(), ["CreateRole"]);
        assert_eq!(kept.audit[0].data, AuditData::List(vec!["CUSTOMER:MODIFY".to_owned()]));
    }

    #[tokio::test]
    async fn nobody_grants_more_than_he_holds() {
        let only_roles = Rights::Granted(BTreeMap::from([(Resource::Acl, Access::Modify)]));
        let actor = Actor::Admin(AdminId(Uuid::nil()), only_roles);
        let (cx, record) = Stage::new().call(actor.clone());
        let refused = create(&cx, &draft("CUSTOMER")).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        assert!(record.take().roles.is_empty());
        let (cx, _) = Stage::new().call(actor);
        assert!(create(&cx, &draft("ACL")).await.is_ok());
    }

    #[tokio::test]
    async fn a_view_only_administrator_adds_no_role() {
        let (cx, _) = Stage::new().call(reporter());
        assert!(matches!(create(&cx, &draft("ACL")).await, Err(Error::Forbidden)));
    }
}
