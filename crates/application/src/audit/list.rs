//! Who did what, newest first (behaviour 5.5.3).

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditLine, AuditQuery, Listing};

pub async fn list(cx: &Cx, query: &AuditQuery) -> Result<Listing<AuditLine>, Error> {
    let permit = cx.authorize(Action::AuditView)?;
    Ok(cx.read(permit).audit_log(query).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, as_seller, reporter, seller};
    use crate::ports::Page;

    const PAGE: Page = Page { offset: 0, limit: 10 };

    #[tokio::test]
    async fn administrators_read_the_log_and_sellers_do_not() {
        let stage = Stage::new().reading(|it| {
            it.expect_audit_log().returning(|_| Ok(Listing { items: vec![], total: 7 }));
        });
        let (cx, _) = stage.call(reporter());
        assert_eq!(list(&cx, &AuditQuery::all(PAGE)).await.unwrap().total, 7);
        let (cx, _) = Stage::new().call(as_seller(seller().id));
        let refused = list(&cx, &AuditQuery::all(PAGE)).await;
        assert!(matches!(refused, Err(Error::Forbidden)));
    }
}
