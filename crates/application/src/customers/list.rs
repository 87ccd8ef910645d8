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
