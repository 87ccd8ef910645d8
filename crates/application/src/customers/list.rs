//! Lists of customers (behaviour A5, A6, 3.17).

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{CustomerPage, CustomerQuery, Window};

/// The matches in the query's window. Pages reach only so far; a scroll reaches everything.
pub async fn list(cx: &Cx, query: &CustomerQuery) -> Result<CustomerPage, Error> {
    let permit = cx.authorize(Action::CustomerList)?;
    let limit = cx.options().result_window;
    if let Window::Page(page) = &query.window
        && page.offset.saturating_add(page.limit) > limit
    {
        return Err(Error::refused(format!(
            "Only the first {limit} results can be reached by page. Send an empty scrollId to start \
             a scroll, and the scrollId of each answer to go on."
        )));
    }
    Ok(cx.read(permit).customers(query).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, as_customer, customer};
    use crate::ports::{CustomerFilter, Direction, Page, SortField};

    fn query(offset: u64) -> CustomerQuery {
        CustomerQuery {
            filter: CustomerFilter::default(),
            sort: SortField::CreatedAt,
            direction: Direction::Desc,
            window: Window::Page(Page { offset, limit: 10 }),
        }
    }

    #[tokio::test]
    async fn pages_reach_as_far_as_the_window_and_no_further() {
        let empty = || CustomerPage { customers: vec![], total: 3, last: None };
        let stage = Stage::new().reading(|it| {
            it.expect_customers().returning(move |_| Ok(empty()));
        });
        let (cx, _) = stage.call(admin());
        assert_eq!(list(&cx, &query(9_990)).await.unwrap().total, 3);
        let refused = list(&cx, &query(9_991)).await.unwrap_err();
        assert!(refused.to_string().contains("scrollId"), "{refused}");
        assert!(list(&cx, &query(u64::MAX)).await.is_err());
    }

    #[tokio::test]
    async fn customers_do_not_list_customers() {
        let (cx, _) = Stage::new().call(as_customer(customer(7).id()));
        assert!(matches!(list(&cx, &query(0)).await, Err(Error::Forbidden)));
    }
}
