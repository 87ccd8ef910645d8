//! Removes a role that nobody has.

use domain::access::Rights;
use domain::ids::RoleId;
use domain::policy::Action;

use super::must_hold;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn delete(cx: &Cx, id: RoleId) -> Result<(), Error> {
    let permit = cx.authorize(Action::RoleManage)?;
    let uow = cx.begin(permit).await?;
    let role = uow.roles().find(id).await?.ok_or(Error::NotFound)?;
    if role.rights == Rights::Master {
        return Err(Error::refused("Can not remove master role."));
    }
    must_hold(cx, &role.rights)?;
    if uow.admins().any_with_role(id).await? {
        return Err(Error::refused(
            "Can not remove a role that administrators still have. Give them another role first.",
        ));
    }
    uow.roles().delete(id).await?;
    uow.audit().record(cx.audit("DeleteRole", "role", id.to_string(), AuditData::Nothing)).await?;
    uow.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::access::Access;

    use super::*;
    use crate::fixtures::{Kept, Stage, admin, role};

    async fn after(rights: Rights, in_use: bool) -> (Result<(), Error>, Kept) {
        let mut stage = Stage::new();
        stage.repos.roles.expect_find().return_once(|_| Ok(Some(role(rights))));
        stage.repos.admins.expect_any_with_role().returning(move |_| Ok(in_use));
        let (cx, record) = stage.call(admin());
        let answer = delete(&cx, role(Rights::Master).id).await;
        (answer, record.take())
    }

    #[tokio::test]
    async fn a_role_that_nobody_has_goes() {
        let (answer, kept) = after(Rights::everywhere(Access::View), false).await;
        answer.unwrap();
        assert!(kept.committed);
        assert_eq!(kept.deleted_roles, [role(Rights::Master).id]);
        assert_eq!(kept.audited(), ["DeleteRole"]);
    }

    #[tokio::test]
    async fn the_master_role_and_roles_in_use_stay() {
        for (rights, in_use, said) in [
            (Rights::Master, false, "Can not remove master role."),
            (Rights::everywhere(Access::View), true, "still have"),
        ] {
            let (answer, kept) = after(rights, in_use).await;
            assert!(answer.unwrap_err().to_string().contains(said));
            assert!(!kept.committed && kept.deleted_roles.is_empty());
        }
    }
}
