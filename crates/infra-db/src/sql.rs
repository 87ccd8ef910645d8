//! Statement texts for writing. The same columns always make the same text, so that the database
//! prepares each once.

use std::fmt::{self, Write};

use sea_orm::Value;

use crate::rows::Written;

/// A statement's text and the values for its placeholders, in order.
#[derive(Clone, Debug)]
pub struct Sql {
    pub text: String,
    pub values: Vec<Value>,
}

impl Sql {
    pub fn new(text: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Self {
        Self { text: text.into(), values: values.into_iter().collect() }
    }
}

/// `INSERT INTO table (…) VALUES (…)` with one row for each of `rows`, which all name the same
/// columns. There must be at least one.
pub fn insert(table: &str, rows: impl IntoIterator<Item = Written>) -> Sql {
    insert_marked(table, rows, |text, number| write!(text, "${number}"))
}

/// The same with placeholders that are not numbered, for many rows on SQLite: it looks the name
/// of each numbered one up among all of them, which for thousands takes longer than writing.
pub fn insert_unnumbered(table: &str, rows: impl IntoIterator<Item = Written>) -> Sql {
    insert_marked(table, rows, |text, _| text.write_char('?'))
}

fn insert_marked(
    table: &str,
    rows: impl IntoIterator<Item = Written>,
    mark: impl Fn(&mut String, usize) -> fmt::Result,
) -> Sql {
    let mut columns = String::new();
    let mut groups = String::new();
    let mut values = vec![];
    for row in rows {
        if columns.is_empty() {
            columns = row.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        }
        let mut separator = if groups.is_empty() { "(" } else { ", (" };
        for (_, value) in row {
            values.push(value);
            groups.push_str(separator);
            mark(&mut groups, values.len()).expect("a string takes every write");
            separator = ", ";
        }
        groups.push(')');
    }
    Sql::new(format!("INSERT INTO {table} ({columns}) VALUES {groups}"), values)
}

/// `items` in groups for one statement each, of few sizes: every size has a statement text of its
/// own, which the database prepares and keeps.
pub fn sized<T>(items: Vec<T>) -> impl Iterator<Item = Vec<T>> {
    const SIZES: [usize; 5] = [128, 64, 16, 4, 1];
    let mut items = items.into_iter();
    std::iter::from_fn(move || {
        let left = items.len();
        let size = SIZES.into_iter().find(|it| *it <= left)?;
        Some(items.by_ref().take(size).collect())
    })
}

/// `UPDATE table SET changes WHERE address`.
pub fn update(table: &str, address: Written, changes: Written) -> Sql {
    let mut values = vec![];
    let set = assignments(changes, &mut values).join(", ");
    let wanted = assignments(address, &mut values).join(" AND ");
    Sql::new(format!("UPDATE {table} SET {set} WHERE {wanted}"), values)
}

/// `DELETE FROM table WHERE address`.
pub fn delete(table: &str, address: Written) -> Sql {
    let mut values = vec![];
    let wanted = assignments(address, &mut values).join(" AND ");
    Sql::new(format!("DELETE FROM {table} WHERE {wanted}"), values)
}

fn assignments(columns: Written, values: &mut Vec<Value>) -> Vec<String> {
    let assignment = |(name, value)| {
        values.push(value);
        format!("{name} = ${}", values.len())
    };
    columns.into_iter().map(assignment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_numbered_through() {
        let row = |n: i64| vec![("a", n.into()), ("b", (n + 1).into())];
        let sql = insert("t", [row(1), row(3)]);
        assert_eq!(sql.text, "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
        assert_eq!(sql.values, [1_i64, 2, 3, 4].map(Value::from));
        let unnumbered = insert_unnumbered("t", [row(1), row(3)]);
        assert_eq!(unnumbered.text, "INSERT INTO t (a, b) VALUES (?, ?), (?, ?)");
        assert_eq!(unnumbered.values, sql.values);
        let sql = update("t", row(1), row(3));
        assert_eq!(sql.text, "UPDATE t SET a = $1, b = $2 WHERE a = $3 AND b = $4");
        assert_eq!(sql.values, [3_i64, 4, 1, 2].map(Value::from));
        assert_eq!(delete("t", row(1)).text, "DELETE FROM t WHERE a = $1 AND b = $2");
    }
}
