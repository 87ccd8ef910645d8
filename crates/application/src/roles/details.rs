//! One role.

use domain::access::Role;
use domain::ids::RoleId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;

pub async fn details(cx: &Cx, id: RoleId) -> Result<Role, Error> {
    let permit = cx.authorize(Action::RoleView)?;
    cx.directory(permit).role(id).await?.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use domain::access::Rights;

    use super::*;
    use crate::fixtures::{Stage, reporter, role};

    #[tokio::test]
    async fn an_administrator_sees_a_role_and_an_unknown_one_is_not_found() {
        let known = role(Rights::Master);
        let mut stage = Stage::new();
        stage.directory.expect_role().times(1).returning(|_| Ok(Some(role(Rights::Master))));
        stage.directory.expect_role().returning(|_| Ok(None));
        let (cx, _) = stage.call(reporter());
        assert_eq!(details(&cx, known.id).await.unwrap(), known);
        assert!(matches!(details(&cx, known.id).await, Err(Error::NotFound)));
    }
}
