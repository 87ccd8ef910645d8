//! What happened to a customer (behaviour A4, 7.6).

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{CustomerRef, HistoryEntry, Page};

/// The newest first; everything without a page.
pub async fn history(
    cx: &Cx,
    who: &CustomerRef,
    page: Option<Page>,
) -> Result<Vec<HistoryEntry>, Error> {
    let permit = cx.authorize_customer(Action::CustomerView, who).await?;
    let read = cx.read(permit);
    let id = read.find_customer(who).await?.ok_or(Error::NotFound)?;
    Ok(read.history(id, page).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, as_customer, customer, now};

    #[tokio::test]
    async fn a_customer_sees_its_own_history() {
        let entry = HistoryEntry {
            customer: customer(7).id(),
            name: "CustomerWasActivated".to_owned(),
            at: now(),
            variables: vec![],
            balance: None,
        };
        let told = entry.clone();
        let stage = Stage::new().reading(|it| {
            it.expect_find_customer().returning(|_| Ok(Some(customer(7).id())));
            it.expect_history()
                .withf(|id, page| *id == customer(7).id() && page.is_none())
                .return_once(move |_, _| Ok(vec![told]));
        });
        let (cx, _) = stage.call(as_customer(customer(7).id()));
        let seen = history(&cx, &customer(7).id().into(), None).await.unwrap();
        assert_eq!(seen, [entry]);
    }

    #[tokio::test]
    async fn of_nobody_there_is_none() {
        let stage = Stage::new().reading(|it| {
            it.expect_find_customer().returning(|_| Ok(None));
        });
        let (cx, _) = stage.call(crate::fixtures::admin());
        let refused = history(&cx, &customer(7).id().into(), None).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
}
