//! Every endpoint, by creation.

use domain::policy::Action;
use domain::webhook::Endpoint;

use crate::cx::Cx;
use crate::error::Error;

pub async fn list(cx: &Cx) -> Result<Vec<Endpoint>, Error> {
    let permit = cx.authorize(Action::WebhookView)?;
    let uow = cx.begin(permit).await?;
    Ok(uow.endpoints().all().await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, as_seller, endpoint, reporter, seller};

    #[tokio::test]
    async fn administrators_see_the_endpoints_and_sellers_do_not() {
        let mut stage = Stage::new();
        stage.repos.endpoints.expect_all().returning(|| Ok(vec![endpoint(1)]));
        let (cx, _) = stage.call(reporter());
        assert_eq!(list(&cx).await.unwrap(), [endpoint(1)]);
        let (cx, _) = Stage::new().call(as_seller(seller().id));
        assert!(matches!(list(&cx).await, Err(Error::Forbidden)));
    }
}
