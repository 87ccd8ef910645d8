//! The `campaign_purchase` row, alias `r`, with its coupon, alias `k`; and the JSON in which a
//! statement puts a customer's together.

use domain::Timestamp;
use domain::amount::Amount;
use domain::campaign::{Coupon, Reward};
use domain::ids::{CampaignId, CouponId, CustomerId, RewardId, TransferId};
use sea_orm::{DbErr, QueryResult};
use serde_json::Value;
use uuid::Uuid;

use super::json::{BadJson, list};
use super::{Fields, Written, columns};

columns! { "campaign_purchase" as "r":
    "id", "customer_id", "campaign_id", "coupon_id", "cost", "bought_at", "active_since",
    "active_to", "used_at", "transfer_id",
}

/// The code stands right after [`COLUMNS`].
pub const CODE: &str = "k.code";

/// Where the code comes from.
pub const COUPON: &str = "JOIN campaign_coupon k ON k.store = r.store AND k.id = r.coupon_id";

pub fn from_row(row: &QueryResult) -> Result<Reward, DbErr> {
    let code = row.try_get_by_index(WIDTH)?;
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    Ok(Reward {
        id: RewardId(it.id("id")?),
        customer: CustomerId(it.take("customer_id")?),
        campaign: CampaignId(it.take("campaign_id")?),
        coupon: Coupon { id: CouponId(it.take("coupon_id")?), code },
        cost: it.amount("cost")?,
        bought_at: it.instant("bought_at")?,
        active_since: it.some_instant("active_since")?,
        active_to: it.some_instant("active_to")?,
        used_at: it.some_instant("used_at")?,
        transfer: it.take::<Option<Uuid>>("transfer_id")?.map(TransferId),
    })
}

/// Every column but `store`.
pub fn written(reward: &Reward) -> Written {
    let Reward {
        id,
        customer,
        campaign,
        coupon,
        cost,
        bought_at,
        active_since,
        active_to,
        used_at,
        transfer,
    } = reward;
    let micros = |it: &Option<Timestamp>| it.map(|it| it.timestamp_micros());
    vec![
        ("id", id.0.into()),
        ("customer_id", customer.0.into()),
        ("campaign_id", campaign.0.into()),
        ("coupon_id", coupon.id.0.into()),
        ("cost", cost.ten_thousandths().into()),
        ("bought_at", bought_at.timestamp_micros().into()),
        ("active_since", micros(active_since).into()),
        ("active_to", micros(active_to).into()),
        ("used_at", micros(used_at).into()),
        ("transfer_id", transfer.map(|it| it.0).into()),
    ]
}

/// What [`read_list`] reads of each, in this order. Ids are texts of their digits.
pub const LISTED: [&str; 10] = [
    "id:r.id",
    "id:r.campaign_id",
    "id:r.coupon_id",
    "k.code",
    "r.cost",
    "r.bought_at",
    "r.active_since",
    "r.active_to",
    "r.used_at",
    "id:r.transfer_id",
];

/// The rewards of one customer.
pub fn read_list(customer: CustomerId, text: &str) -> Result<Vec<Reward>, BadJson> {
    let id = |it: &Value| it.as_str().and_then(|it| it.parse::<Uuid>().ok()).ok_or(BadJson);
    let some_id = |it: &Value| it.as_str().filter(|it| !it.is_empty()).map(str::parse::<Uuid>);
    let time = |it: &Value| match it {
        Value::Null => Ok(None),
        it => it.as_i64().and_then(Timestamp::from_timestamp_micros).map(Some).ok_or(BadJson),
    };
    let one = |it: &Value| {
        Ok(Reward {
            id: RewardId(id(&it[0])?),
            customer,
            campaign: CampaignId(id(&it[1])?),
            coupon: Coupon {
                id: CouponId(id(&it[2])?),
                code: it[3].as_str().map(str::to_owned).ok_or(BadJson)?,
            },
            cost: it[4].as_i64().map(Amount::from_ten_thousandths).ok_or(BadJson)?,
            bought_at: time(&it[5])?.ok_or(BadJson)?,
            active_since: time(&it[6])?,
            active_to: time(&it[7])?,
            used_at: time(&it[8])?,
            transfer: some_id(&it[9]).transpose().map_err(|_| BadJson)?.map(TransferId),
        })
    };
    list(text)?.iter().map(one).collect()
}
