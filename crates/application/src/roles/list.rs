//! Every role, by name.

use domain::access::Role;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;

pub async fn list(cx: &Cx) -> Result<Vec<Role>, Error> {
    let permit = cx.authorize(Action::RoleView)?;
    Ok(cx.directory(permit).roles().await?)
}

#[cfg(test)]
mod tests {
    use domain::access::Rights;

    use super::*;
    use crate::fixtures::{Stage, as_seller, reporter, role, seller};

    #[tokio::test]
    async fn administrators_see_the_roles_and_sellers_do_not() {
        let mut stage = Stage::new();
        stage.directory.expect_roles().returning(|| Ok(vec![role(Rights::Master)]));
        let (cx, _) = stage.call(reporter());
        assert_eq!(list(&cx).await.unwrap(), [role(Rights::Master)]);
        let (cx, _) = Stage::new().call(as_seller(seller().id));
        assert!(matches!(list(&cx).await, Err(Error::Forbidden)));
    }
}
