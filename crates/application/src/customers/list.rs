//! Lists of customers (behaviour A5, A6, 3.17).

use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{CustomerPage, CustomerQuery, Window};

/// Each condition on a label is a part of the statement, and databases take only so many.
const MOST_LABELS: usize = 50;

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
    if query.filter.labels.len() > MOST_LABELS {
        return Err(Error::refused(format!("Filter by {MOST_LABELS} labels or less.")));
    }
    Ok(cx.read(permit).customers(query).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, as_customer, customer};
    use crate::ports::{CustomerFilter, Direction, LabelCondition, Page, SortField};

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
    async fn a_list_is_filtered_by_so_many_labels_and_no_more() {
        let label = LabelCondition { key: Some("a".to_owned()), value: None };
        let asked = |count| {
            let mut query = query(0);
            query.filter.labels = vec![label.clone(); count];
            query
        };
        let empty = || CustomerPage { customers: vec![], total: 0, last: None };
        let stage = Stage::new().reading(|it| {
            it.expect_customers().times(1).returning(move |_| Ok(empty()));
        });
        let (cx, _) = stage.call(admin());
        assert!(list(&cx, &asked(MOST_LABELS)).await.is_ok());
        let refused = list(&cx, &asked(MOST_LABELS + 1)).await;
        assert!(matches!(refused, Err(Error::Refused(_))));
    }

    #[tokio::test]
    async fn customers_do_not_list_customers() {
        let (cx, _) = Stage::new().call(as_customer(customer(7).id()));
        assert!(matches!(list(&cx, &query(0)).await, Err(Error::Forbidden)));
    }
}
