//! Reads one row, column by column, and says which column could not be read.

use domain::Timestamp;
use domain::amount::Amount;
use domain::text::Text;
use sea_orm::{DbErr, QueryResult, TryGetable};
use uuid::Uuid;

use super::json::BadJson;

/// The columns of one row, taken in the order in which they were selected. Positions are faster
/// than names; the names only guard the order.
pub struct Fields<'a> {
    row: &'a QueryResult,
    table: &'static str,
    names: &'static [&'static str],
    offset: usize,
    next: usize,
    id: Option<Uuid>,
}

impl<'a> Fields<'a> {
    /// Starts at the column `offset` of `row`.
    pub fn new(
        row: &'a QueryResult,
        offset: usize,
        table: &'static str,
        names: &'static [&'static str],
    ) -> Self {
        Self { row, table, names, offset, next: 0, id: None }
    }

    /// The row's id, which later errors will name.
    pub fn id(&mut self, name: &'static str) -> Result<Uuid, DbErr> {
        let id = self.take(name)?;
        self.id = Some(id);
        Ok(id)
    }

    pub fn take<T: TryGetable>(&mut self, name: &'static str) -> Result<T, DbErr> {
        if self.names.get(self.next) != Some(&name) {
            return Err(self.unreadable(name, "is not next in the list of columns"));
        }
        let value = self.row.try_get_by_index(self.offset + self.next);
        self.next += 1;
        value.map_err(|_| self.unreadable(name, "is missing or of another type"))
    }

    pub fn text(&mut self, name: &'static str) -> Result<Text, DbErr> {
        Ok(Text::from_storage(self.take(name)?))
    }

    pub fn some_text(&mut self, name: &'static str) -> Result<Option<Text>, DbErr> {
        Ok(self.take::<Option<String>>(name)?.map(Text::from_storage))
    }

    pub fn amount(&mut self, name: &'static str) -> Result<Amount, DbErr> {
        Ok(Amount::from_ten_thousandths(self.take(name)?))
    }

    pub fn instant(&mut self, name: &'static str) -> Result<Timestamp, DbErr> {
        let micros = self.take(name)?;
        Timestamp::from_timestamp_micros(micros)
            .ok_or_else(|| self.unreadable(name, "is not an instant"))
    }

    pub fn some_instant(&mut self, name: &'static str) -> Result<Option<Timestamp>, DbErr> {
        let Some(micros) = self.take(name)? else { return Ok(None) };
        let instant = Timestamp::from_timestamp_micros(micros);
        instant.map(Some).ok_or_else(|| self.unreadable(name, "is not an instant"))
    }

    /// A column that holds JSON.
    pub fn json<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, BadJson>,
    ) -> Result<T, DbErr> {
        let text: String = self.take(name)?;
        read(&text).map_err(|_| self.unreadable(name, "is not the JSON it should be"))
    }

    /// The same of a column that may be empty.
    pub fn some_json<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Result<T, BadJson>,
    ) -> Result<Option<T>, DbErr> {
        let Some(text) = self.take::<Option<String>>(name)? else { return Ok(None) };
        let value = read(&text);
        value.map(Some).map_err(|_| self.unreadable(name, "is not the JSON it should be"))
    }

    /// A text that stands for one of a few values.
    pub fn known<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, DbErr> {
        let text: String = self.take(name)?;
        read(&text).ok_or_else(|| self.unreadable(name, "is not a known value"))
    }

    pub fn unreadable(&self, name: &str, why: &str) -> DbErr {
        let table = self.table;
        match self.id {
            Some(id) => DbErr::Custom(format!("{table} {id}: {name} {why}")),
            None => DbErr::Custom(format!("{table}: {name} {why}")),
        }
    }
}
