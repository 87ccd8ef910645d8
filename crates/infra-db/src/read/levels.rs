//! Levels and who is on them.

use application::ports::{
    LevelCustomer, LevelQuery, LevelSort, LevelView, Listing, Page, StorageError,
};
use domain::ids::{CustomerId, LevelId};
use domain::level::Level;
use sea_orm::{DbErr, QueryResult};

use super::{StoreReads, ask};
use crate::rows::level;
use crate::sql::Sql;

/// The members of one level, counted through their index.
const MEMBERS: &str = "(SELECT count(*) FROM customer c WHERE c.store = l.store \
                       AND c.level_id = l.id AND c.status <> 'deleted')";

impl StoreReads {
    pub(super) async fn level_list(
        &self,
        query: &LevelQuery,
    ) -> Result<Listing<LevelView>, StorageError> {
        let column = match query.sort {
            LevelSort::ConditionValue => "l.condition_value",
            LevelSort::RewardValue => "l.reward_value",
        };
        let direction = ask::keyword(query.direction);
        let text = format!(
            "SELECT {}, {MEMBERS} FROM level l WHERE l.store = $1 \
             ORDER BY {column} {direction}, l.id {direction} LIMIT $2 OFFSET $3",
            level::COLUMNS,
        );
        let [limit, offset] = ask::slice(query.page);
        let page = Sql::new(text, [self.store(), limit, offset]);
        let total = Sql::new("SELECT count(*) FROM level l WHERE l.store = $1", [self.store()]);
        ask::listing(self.db(), page, total, view).await
    }

    pub(super) async fn level_view(&self, id: LevelId) -> Result<Option<LevelView>, StorageError> {
        let text = format!(
            "SELECT {}, {MEMBERS} FROM level l WHERE l.store = $1 AND l.id = $2",
            level::COLUMNS,
        );
        ask::one(self.db(), Sql::new(text, [self.store(), id.0.into()]), view).await
    }

    pub(super) async fn levels_in_use(&self) -> Result<Vec<Level>, StorageError> {
        let text = format!(
            "SELECT {} FROM level l WHERE l.store = $1 AND l.active \
             ORDER BY l.condition_value, l.id",
            level::COLUMNS,
        );
        ask::all(self.db(), Sql::new(text, [self.store()]), level::from_row).await
    }

    pub(super) async fn members_of_level(
        &self,
        id: LevelId,
        page: Page,
    ) -> Result<Listing<LevelCustomer>, StorageError> {
        let members = "FROM customer c WHERE c.store = $1 AND c.level_id = $2 \
                       AND c.status <> 'deleted'";
        let text = format!(
            "SELECT c.id, c.first_name, c.last_name, c.email {members} \
             ORDER BY c.last_name_key, c.first_name_key, c.id LIMIT $3 OFFSET $4"
        );
        let [limit, offset] = ask::slice(page);
        let page = Sql::new(text, [self.store(), id.0.into(), limit, offset]);
        let total = Sql::new(format!("SELECT count(*) {members}"), [self.store(), id.0.into()]);
        ask::listing(self.db(), page, total, member).await
    }
}

fn view(row: &QueryResult) -> Result<LevelView, DbErr> {
    let customers: i64 = row.try_get_by_index(level::WIDTH)?;
    let customers = u64::try_from(customers).unwrap_or_default();
    Ok(LevelView { level: level::from_row(row)?, customers })
}

fn member(row: &QueryResult) -> Result<LevelCustomer, DbErr> {
    Ok(LevelCustomer {
        id: CustomerId(row.try_get_by_index(0)?),
        first_name: row.try_get_by_index(1)?,
        last_name: row.try_get_by_index(2)?,
        email: row.try_get_by_index(3)?,
    })
}
