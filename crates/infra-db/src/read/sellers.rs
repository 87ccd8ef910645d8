//! Sellers and where they work.

use application::ports::{Listing, SellerQuery, SellerSort, SellerView, StorageError};
use domain::contact::phone_key;
use domain::ids::SellerId;
use domain::text::folded;
use sea_orm::{DbBackend, DbErr, QueryResult};

use super::condition::like_pattern;
use super::{StoreReads, ask};
use crate::rows::seller;
use crate::sql::Sql;

const PLACE: &str = "LEFT JOIN pos p ON p.store = s.store AND p.id = s.pos_id";

impl StoreReads {
    pub(super) async fn seller_list(
        &self,
        query: &SellerQuery,
    ) -> Result<Listing<SellerView>, StorageError> {
        let wanted = [
            ("s.first_name_key", query.first_name.as_deref().map(folded)),
            ("s.last_name_key", query.last_name.as_deref().map(folded)),
            ("s.email", query.email.as_deref().map(folded)),
            ("s.phone_key", query.phone.as_deref().map(|it| phone_key(it).to_owned())),
        ];
        let postgres = self.db().get_database_backend() == DbBackend::Postgres;
        let mut clauses = vec!["s.store = $1".to_owned()];
        let mut values = vec![self.store()];
        for (column, text) in wanted {
            let Some(text) = text else { continue };
            if !ask::can_be_stored(&text) {
                return Ok(Listing { items: vec![], total: 0 });
            }
            let place = values.len() + 1;
            // A store has few sellers: no index is needed for these.
            if postgres {
                values.push(like_pattern(&text).into());
                clauses.push(format!("{column} LIKE ${place}"));
            } else {
                values.push(text.into());
                clauses.push(format!("instr({column}, ${place}) > 0"));
            }
        }
        let condition = clauses.join(" AND ");
        let total =
            Sql::new(format!("SELECT count(*) FROM seller s WHERE {condition}"), values.clone());
        values.extend(ask::slice(query.page));
        let text = format!(
            "SELECT {}, p.name, p.city FROM seller s {PLACE} WHERE {condition} \
             ORDER BY {} LIMIT ${} OFFSET ${}",
            seller::COLUMNS,
            order(query),
            values.len() - 1,
            values.len(),
        );
        ask::listing(self.db(), Sql::new(text, values), total, view).await
    }

    pub(super) async fn seller_view(
        &self,
        id: SellerId,
    ) -> Result<Option<SellerView>, StorageError> {
        let text = format!(
            "SELECT {}, p.name, p.city FROM seller s {PLACE} WHERE s.store = $1 AND s.id = $2",
            seller::COLUMNS,
        );
        ask::one(self.db(), Sql::new(text, [self.store(), id.0.into()]), view).await
    }
}

fn order(query: &SellerQuery) -> String {
    let column = match query.sort {
        SellerSort::FirstName => "s.first_name_key",
        SellerSort::LastName => "s.last_name_key",
        SellerSort::Email => "s.email",
    };
    let direction = ask::keyword(query.direction);
    format!("{column} {direction}, s.id {direction}")
}

fn view(row: &QueryResult) -> Result<SellerView, DbErr> {
    Ok(SellerView {
        seller: seller::from_row(row)?,
        pos_name: row.try_get_by_index(seller::WIDTH)?,
        pos_city: row.try_get_by_index(seller::WIDTH + 1)?,
    })
}
