//! The store's invitations.

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{InvitationQuery, InvitationView, Listing};

pub async fn list(cx: &Cx, query: &InvitationQuery) -> Result<Listing<InvitationView>, Error> {
    let permit = cx.authorize(Action::InvitationList)?;
    Ok(cx.read(permit).invitations(query).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, as_customer, customer, reporter};

    #[tokio::test]
    async fn administrators_list_invitations_and_customers_do_not() {
        let stage = Stage::new().reading(|it| {
            it.expect_invitations().return_once(|_| Ok(Listing { items: vec![], total: 3 }));
        });
        let (cx, _) = stage.call(reporter());
        assert_eq!(list(&cx, &InvitationQuery::default()).await.unwrap().total, 3);
        let (cx, _) = Stage::new().call(as_customer(customer(7).id()));
        let refused = list(&cx, &InvitationQuery::default()).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
}
