//! The statement for one page of customers, in any order, from an index.

use application::ports::{CustomerQuery, Direction, StorageError, Window};
use sea_orm::{DbBackend, Value};

use super::ask::{keyword, whole};
use super::condition::Condition;
use super::customers::{JOINS, Texts};
use super::sorts::Sort;
use crate::sql::Sql;

/// The rows with a value come first, then those without one: two runs through one index.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Given,
    Missing,
}

/// Where a part begins: right after this value (among those that have one) and id.
struct Start {
    value: Option<Value>,
    id: Value,
}

/// Selects what a view shows and, after it, the value sorted by. Ids are found and sorted
/// first; only the rows of the page are then read in full. `fenced`: the matches are found without
/// a thought for the order.
pub fn page(
    mut condition: Condition,
    query: &CustomerQuery,
    backend: DbBackend,
    fenced: bool,
) -> Result<Sql, StorageError> {
    let sort = Sort::by(query.sort);
    let (start, limit, offset) = match &query.window {
        Window::Page(page) => (None, page.limit, page.offset),
        Window::After { position, limit } => {
            let value = sort.value(&position.value)?;
            (Some(Start { value, id: position.id.0.into() }), *limit, 0)
        }
    };
    let reach = condition.bind(whole(offset.saturating_add(limit)));
    let parts = match start {
        start if !sort.nullable => vec![(Part::Given, start)],
        None => vec![(Part::Given, None), (Part::Missing, None)],
        Some(start) if start.value.is_some() => {
            vec![(Part::Given, Some(start)), (Part::Missing, None)]
        }
        start => vec![(Part::Missing, start)],
    };
    let matches = if fenced {
        // PostgreSQL plans what is below an OFFSET on its own.
        format!("(SELECT * FROM customer c WHERE {} OFFSET 0) c WHERE true", condition.text)
    } else {
        format!("customer c WHERE {}", condition.text)
    };
    let selects = parts.into_iter().map(|(part, start)| {
        let select = select(&mut condition, &matches, sort, query.direction, part, start);
        format!("SELECT * FROM ({select} LIMIT {reach}) part{}", part as u8)
    });
    let found = selects.collect::<Vec<_>>().join(" UNION ALL ");
    let limit = condition.bind(whole(limit));
    let offset = condition.bind(whole(offset));
    let direction = keyword(query.direction);
    let order =
        |table: &str| format!("{table}.part, {table}.sorted {direction}, {table}.id {direction}");
    let (inner, outer) = (order("found"), order("page"));
    // CROSS JOIN says nothing to PostgreSQL; SQLite then keeps the page as the outer loop.
    let text = format!(
        "SELECT {view}, page.sorted FROM (SELECT found.part, found.sorted, found.id \
         FROM ({found}) found ORDER BY {inner} LIMIT {limit} OFFSET {offset}) page \
         CROSS JOIN customer c {JOINS} WHERE c.store = $1 AND c.id = page.id ORDER BY {outer}",
        view = Texts::of(backend).view,
    );
    Ok(Sql::new(text, condition.values))
}

fn select(
    condition: &mut Condition,
    matches: &str,
    sort: Sort,
    direction: Direction,
    part: Part,
    start: Option<Start>,
) -> String {
    let column = sort.column;
    let mut clauses = vec![matches.to_owned()];
    match part {
        Part::Given if sort.nullable => clauses.push(format!("{column} IS NOT NULL")),
        Part::Given => {}
        Part::Missing => clauses.push(format!("{column} IS NULL")),
    }
    if let Some(Start { value, id }) = start {
        let beyond = match direction {
            Direction::Asc => ">",
            Direction::Desc => "<",
        };
        let id = condition.bind(id);
        clauses.push(match value {
            Some(value) if sort.columns().len() > 1 => {
                let value = condition.bind(value);
                format!("({column}, c.id) {beyond} ({value}, {id})")
            }
            _ => format!("c.id {beyond} {id}"),
        });
    }
    // Missing values are ordered by their column too: only so does PostgreSQL see that the index
    // already has them in order.
    let order = sort.columns().into_iter().map(|it| format!("{it} {}", keyword(direction)));
    format!(
        "SELECT {} AS part, {column} AS sorted, c.id AS id FROM {} ORDER BY {}",
        part as u8,
        clauses.join(" AND "),
        order.collect::<Vec<_>>().join(", "),
    )
}
