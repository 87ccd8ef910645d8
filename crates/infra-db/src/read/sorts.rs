//! The column behind each sort of a customer list.

use application::ports::{SortField, SortValue, StorageError};
use sea_orm::{DbErr, QueryResult, Value};
use uuid::Uuid;

/// What customers are sorted by. Each is a column of `customer c` with an index of its own.
#[derive(Clone, Copy, Debug)]
pub struct Sort {
    pub column: &'static str,
    /// Whether rows may have no value; they come last.
    pub nullable: bool,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Flag,
    Id,
}

/// A position that does not belong to the sort it came with.
#[derive(Debug, thiserror::Error)]
#[error("a scroll position of another sort")]
struct ForeignPosition;

impl Sort {
    pub fn by(field: SortField) -> Self {
        let (column, nullable, kind) = match field {
            SortField::CustomerId => ("c.id", false, Kind::Id),
            SortField::FirstName => ("c.first_name_key", false, Kind::Text),
            SortField::LastName => ("c.last_name_key", false, Kind::Text),
            SortField::Email => ("c.email", true, Kind::Text),
            SortField::Phone => ("c.phone_key", true, Kind::Text),
            SortField::LoyaltyCardNumber => ("c.loyalty_card_key", true, Kind::Text),
            SortField::CreatedAt => ("c.created_at", false, Kind::Number),
            SortField::UpdatedAt => ("c.updated_at", false, Kind::Number),
            SortField::BirthDate => ("c.birth_date", true, Kind::Number),
            SortField::Active => ("c.active", false, Kind::Flag),
            SortField::LevelId => ("c.level_id", true, Kind::Id),
            SortField::TransactionsCount => ("c.transactions_count", false, Kind::Number),
            SortField::TransactionsAmount => ("c.transactions_amount", false, Kind::Number),
            SortField::TransactionsAmountWithoutDeliveryCosts => {
                ("c.transactions_amount_without_delivery", false, Kind::Number)
            }
            SortField::AverageTransactionAmount => {
                ("c.average_transaction_amount", false, Kind::Number)
            }
            SortField::LastTransactionDate => ("c.last_transaction_at", true, Kind::Number),
        };
        Self { column, nullable, kind }
    }

    /// The columns that give the order; the customer's id breaks ties.
    pub fn columns(self) -> Vec<&'static str> {
        if self.column == "c.id" { vec!["c.id"] } else { vec![self.column, "c.id"] }
    }

    /// Reads what a row was sorted by.
    pub fn read(self, row: &QueryResult, index: usize) -> Result<SortValue, DbErr> {
        let value = match self.kind {
            Kind::Text => row.try_get_by_index::<Option<String>>(index)?.map(SortValue::Text),
            Kind::Number => row.try_get_by_index::<Option<i64>>(index)?.map(SortValue::Number),
            Kind::Flag => {
                let flag = row.try_get_by_index::<Option<bool>>(index)?;
                flag.map(|it| SortValue::Number(it.into()))
            }
            Kind::Id => row.try_get_by_index::<Option<Uuid>>(index)?.map(SortValue::Id),
        };
        Ok(value.unwrap_or(SortValue::Missing))
    }

    /// A position's value as the column holds it; `None` among the rows without one.
    pub fn value(self, value: &SortValue) -> Result<Option<Value>, StorageError> {
        match (self.kind, value) {
            (Kind::Text, SortValue::Text(text)) => Ok(Some(text.as_str().into())),
            (Kind::Number, SortValue::Number(number)) => Ok(Some((*number).into())),
            (Kind::Flag, SortValue::Number(number)) => Ok(Some((*number != 0).into())),
            (Kind::Id, SortValue::Id(id)) => Ok(Some((*id).into())),
            (_, SortValue::Missing) if self.nullable => Ok(None),
            _ => Err(StorageError::Broken(Box::new(ForeignPosition))),
        }
    }
}
