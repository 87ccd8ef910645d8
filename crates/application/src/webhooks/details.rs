//! One endpoint.

use domain::ids::EndpointId;
use domain::policy::Action;
use domain::webhook::Endpoint;

use crate::cx::Cx;
use crate::error::Error;

pub async fn details(cx: &Cx, id: EndpointId) -> Result<Endpoint, Error> {
    let permit = cx.authorize(Action::WebhookView)?;
    let uow = cx.begin(permit).await?;
    uow.endpoints().find(id).await?.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, endpoint};

    #[tokio::test]
    async fn an_unknown_endpoint_is_not_found() {
        let mut stage = Stage::new();
        stage.repos.endpoints.expect_find().returning(|_| Ok(None));
        let (cx, _) = stage.call(admin());
        assert!(matches!(details(&cx, endpoint(1).id).await, Err(Error::NotFound)));
    }
}
