//! One store, also an inactive one.

use std::sync::Arc;

use domain::policy::Action;
use domain::store::{Store, StoreCode};

use crate::cx::Cx;
use crate::error::Error;

pub async fn details(cx: &Cx, code: &StoreCode) -> Result<Arc<Store>, Error> {
    let permit = cx.authorize(Action::StoreList)?;
    cx.directory(permit).store(code).await?.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, reporter, store};

    #[tokio::test]
    async fn a_store_is_shown_and_an_unknown_one_is_not_found() {
        let mut stage = Stage::new();
        stage.directory.expect_store().times(1).returning(|_| Ok(Some(Arc::new(store()))));
        stage.directory.expect_store().returning(|_| Ok(None));
        let (cx, _) = stage.call(reporter());
        assert_eq!(*details(&cx, &store().code).await.unwrap(), store());
        assert!(matches!(details(&cx, &store().code).await, Err(Error::NotFound)));
    }
}
