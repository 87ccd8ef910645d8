//! Who is about to lose points or a level.

use std::ops::Range;
use std::sync::Arc;

use application::ports::{Contacts, Expiring, Loss, Retained, StorageError};
use domain::Timestamp;
use domain::contact::{Email, Phone};
use domain::ids::CustomerId;
use domain::level::Level;
use domain::text::Text;
use domain::tier::PointFacts;
use sea_orm::{DbErr, QueryResult};

use super::standings::EARNED;
use super::{StoreReads, ask};
use crate::rows::Fields;
use crate::rows::customer::placement;
use crate::sql::Sql;

const PERSON: &[&str; 8] =
    &["id", "first_name", "last_name", "email", "phone", "loyalty_card", "amount", "at"];

const RETAINED: &[&str; 11] = &[
    "id",
    "first_name",
    "last_name",
    "email",
    "phone",
    "loyalty_card",
    "amount",
    "at",
    "level_id",
    "level_manual",
    "earned",
];

impl StoreReads {
    pub(super) async fn points_expiring(
        &self,
        period: Range<Timestamp>,
        after: Option<CustomerId>,
        limit: u64,
    ) -> Result<Vec<(CustomerId, Expiring)>, StorageError> {
        let text = "SELECT c.id, c.first_name, c.last_name, c.email, c.phone, c.loyalty_card, \
            CAST(sum(t.remaining) AS bigint), min(t.expires_at) \
            FROM transfer t JOIN customer c ON c.store = t.store AND c.id = t.customer_id \
            WHERE t.store = $1 AND t.expires_at >= $2 AND t.expires_at < $3 \
            AND t.kind IN ('adding', 'p2p_adding') AND t.state = 'active' AND t.remaining > 0 \
            AND c.status <> 'deleted' AND t.customer_id > $4 \
            GROUP BY c.id, c.first_name, c.last_name, c.email, c.phone, c.loyalty_card \
            ORDER BY c.id LIMIT $5";
        let values = self.of_period(&period, after, limit);
        ask::all(self.db(), Sql::new(text, values), |row| {
            let mut it = Fields::new(row, 0, "transfer", PERSON);
            let (id, first_name, last_name, contacts) = person(&mut it)?;
            let what = Loss::Points(it.amount("amount")?);
            let at = it.instant("at")?;
            Ok((id, Expiring { contacts, first_name, last_name, what, at }))
        })
        .await
    }

    pub(super) async fn levels_retained(
        &self,
        period: Range<Timestamp>,
        after: Option<CustomerId>,
        limit: u64,
    ) -> Result<Vec<Retained>, StorageError> {
        let levels = self.database.caches().levels(&self.store, self.load_levels()).await?;
        let earned = EARNED.replace("$3", "true");
        let since = "coalesce(c.last_level_recalculation_at, c.created_at)";
        let text = format!(
            "SELECT c.id, c.first_name, c.last_name, c.email, c.phone, c.loyalty_card, \
             coalesce(a.available, 0), {since}, c.level_id, c.level_manual, {earned} \
             FROM customer c LEFT JOIN account a ON a.store = c.store AND a.customer_id = c.id \
             WHERE c.store = $1 AND c.status <> 'deleted' AND {since} >= $2 AND {since} < $3 \
             AND c.id > $4 ORDER BY c.id LIMIT $5"
        );
        let values = self.of_period(&period, after, limit);
        ask::all(self.db(), Sql::new(text, values), |row| retained(row, &levels)).await
    }

    fn of_period(
        &self,
        period: &Range<Timestamp>,
        after: Option<CustomerId>,
        limit: u64,
    ) -> [sea_orm::Value; 5] {
        [
            self.store(),
            period.start.timestamp_micros().into(),
            period.end.timestamp_micros().into(),
            after.map(|it| it.0).unwrap_or_default().into(),
            ask::whole(limit).into(),
        ]
    }
}

fn retained(row: &QueryResult, levels: &Arc<Vec<Level>>) -> Result<Retained, DbErr> {
    let mut it = Fields::new(row, 0, "customer", RETAINED);
    let (id, first_name, last_name, contacts) = person(&mut it)?;
    let available = it.amount("amount")?;
    let counted_since = it.instant("at")?;
    let placement = placement(it.take("level_id")?, it.take("level_manual")?);
    let points = PointFacts { available, earned_since: it.amount("earned")? };
    let levels = Arc::clone(levels);
    Ok(Retained { id, contacts, first_name, last_name, placement, counted_since, points, levels })
}

fn person(it: &mut Fields<'_>) -> Result<(CustomerId, String, String, Contacts), DbErr> {
    let id = CustomerId(it.id("id")?);
    let (first_name, last_name) = (it.take("first_name")?, it.take("last_name")?);
    let contacts = Contacts {
        email: it.take::<Option<String>>("email")?.map(Email::from_storage),
        phone: given(it.take("phone")?).map(Phone::from_storage),
        loyalty_card: given(it.take("loyalty_card")?).map(Text::from_storage),
    };
    Ok((id, first_name, last_name, contacts))
}

fn given(text: Option<String>) -> Option<String> {
    text.filter(|it| !it.is_empty())
}
