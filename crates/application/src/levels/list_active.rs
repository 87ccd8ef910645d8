//! The ladder that customers climb: active levels by ascending condition.

use domain::level::Level;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;

pub async fn list_active(cx: &Cx) -> Result<Vec<Level>, Error> {
    let permit = cx.authorize(Action::LevelListActive)?;
    Ok(cx.read(permit).active_levels().await?)
}

#[cfg(test)]
mod tests {
    use domain::ids::CustomerId;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, as_customer, level};

    #[tokio::test]
    async fn a_customer_sees_the_ladder() {
        let stage = Stage::new().reading(|read| {
            read.expect_active_levels().return_once(|| Ok(vec![level(0, 0), level(1, 20)]));
        });
        let (cx, _) = stage.call(as_customer(CustomerId(Uuid::nil())));
        assert_eq!(list_active(&cx).await.unwrap().len(), 2);
    }
}
