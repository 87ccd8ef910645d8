//! The wire shape of an explanation.

use application::customers::{Explained, Movement, Recalculated};
use application::cx::Cx;
use application::ports::Listing;
use domain::ledger::Lot;
use domain::level::Level;
use domain::status::Measure;
use poem_openapi::Object;
use poem_openapi::types::Any;
use serde_json::{Map, Value};

use crate::settings::as_json;
use crate::wire::{Decimal, timestamp};

/// Why a customer stands where it does. It is computed from what its status is computed from.
#[derive(Object)]
#[oai(rename = "StandingExplained", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct ExplainedDto {
    customer_id: String,
    /// The programme's time that this is true of.
    at: String,
    level: Option<LevelRefDto>,
    /// `none`, `manual`, `reached`, `kept` or `outdated`.
    reason: String,
    /// The same in a sentence.
    explanation: String,
    counted: CountedDto,
    /// The level for the counted amount alone.
    level_for_amount: Option<LevelRefDto>,
    next_level: Option<LevelRefDto>,
    /// Where the next purchase or change of points would lead, all else being as it is; absent:
    /// nowhere else.
    after_next_change: Option<LevelRefDto>,
    /// Absent where levels are not recalculated by the calendar.
    recalculation: Option<RecalculationDto>,
    movements: MovementsDto,
    /// Points that can be spent, the first to expire first.
    active: Vec<LotDto>,
    /// Points that wait to be unlocked.
    locked: Vec<LotDto>,
    /// The settings that decided.
    settings: Any<Value>,
}

#[derive(Object)]
#[oai(rename = "LevelReference", rename_all = "camelCase")]
struct LevelRefDto {
    level_id: String,
    name: String,
    /// Such as `15.00%`.
    reward: String,
    condition_value: Decimal,
}

/// What decides the level.
#[derive(Object)]
#[oai(rename = "CountedAmount", rename_all = "camelCase", skip_serializing_if_is_none)]
struct CountedDto {
    /// `transactions`, `transactionsWithoutDeliveryCosts`, `availablePoints` or `earnedPoints`.
    by: String,
    /// Of earned points: since when they count.
    since: Option<String>,
    amount: Decimal,
    /// Of it, for purchases: what was bought, and what of that does not count towards levels.
    transactions_amount: Option<Decimal>,
    amount_excluded_for_level: Option<Decimal>,
}

/// The next time the level is looked at anew.
#[derive(Object)]
#[oai(rename = "NextRecalculation", rename_all = "camelCase", skip_serializing_if_is_none)]
struct RecalculationDto {
    at: String,
    /// Where it would lead, all else being as it is; absent: nowhere else.
    leads_to: Option<LevelRefDto>,
    /// All points expire then.
    resets_points: bool,
}

/// What the counted amount is made of, the newest first: at most 100 of them.
#[derive(Object)]
#[oai(rename = "CountedMovements")]
struct MovementsDto {
    items: Vec<MovementDto>,
    total: u64,
}

#[derive(Object)]
#[oai(rename = "CountedMovement", rename_all = "camelCase", skip_serializing_if_is_none)]
struct MovementDto {
    transaction_id: Option<String>,
    document_number: Option<String>,
    points_transfer_id: Option<String>,
    at: String,
    /// Below zero for a return.
    counted: Decimal,
}

#[derive(Object)]
#[oai(rename = "PointsLot", rename_all = "camelCase", skip_serializing_if_is_none)]
struct LotDto {
    points_transfer_id: String,
    /// What is left of it.
    points: Decimal,
    created_at: String,
    locked_until: Option<String>,
    expires_at: Option<String>,
}

impl ExplainedDto {
    pub(super) fn of(it: Explained, cx: &Cx) -> Self {
        let Explained {
            customer,
            reason,
            measure,
            standing,
            amount,
            level,
            level_for_amount,
            next,
            after_change,
            recalculation,
            movements: Listing { items, total },
            active,
            locked,
        } = it;
        let time = |at| timestamp(at, cx.store.time_zone);
        let level_ref = |it: Option<Level>| it.as_ref().map(|it| LevelRefDto::of(it, cx));
        let (by, since, bought) = match measure {
            Measure::Purchases { without_delivery: false } => {
                ("transactions", None, Some(standing.totals.amount))
            }
            Measure::Purchases { without_delivery: true } => (
                "transactionsWithoutDeliveryCosts",
                None,
                Some(standing.totals.amount_without_delivery),
            ),
            Measure::AvailablePoints => ("availablePoints", None, None),
            Measure::EarnedPoints { since } => ("earnedPoints", Some(since), None),
        };
        let excluded = bought.map(|_| standing.totals.excluded_for_level);
        Self {
            customer_id: customer.to_string(),
            at: time(cx.now()),
            level: level_ref(level),
            reason: reason.as_str().to_owned(),
            explanation: reason.sentence().to_owned(),
            counted: CountedDto {
                by: by.to_owned(),
                since: since.map(time),
                amount: amount.into(),
                transactions_amount: bought.map(Decimal::from),
                amount_excluded_for_level: excluded.map(Decimal::from),
            },
            level_for_amount: level_ref(level_for_amount),
            next_level: level_ref(next),
            after_next_change: level_ref(after_change),
            recalculation: recalculation.map(|Recalculated { at, leads_to, resets_points }| {
                RecalculationDto { at: time(at), leads_to: level_ref(leads_to), resets_points }
            }),
            movements: MovementsDto {
                items: items.into_iter().map(|it| MovementDto::of(it, cx)).collect(),
                total,
            },
            active: active.iter().map(|it| LotDto::of(it, cx)).collect(),
            locked: locked.iter().map(|it| LotDto::of(it, cx)).collect(),
            settings: Any(deciding_settings(cx)),
        }
    }
}

impl LevelRefDto {
    fn of(level: &Level, cx: &Cx) -> Self {
        Self {
            level_id: level.id.to_string(),
            name: level.name(&cx.locale, &cx.store.default_locale).to_owned(),
            reward: level.reward.value.percent_text(),
            condition_value: level.condition.into(),
        }
    }
}

impl MovementDto {
    fn of(movement: Movement, cx: &Cx) -> Self {
        let zone = cx.store.time_zone;
        match movement {
            Movement::Purchase { id, number, at, counted } => Self {
                transaction_id: Some(id.to_string()),
                document_number: Some(number),
                points_transfer_id: None,
                at: timestamp(at, zone),
                counted: counted.into(),
            },
            Movement::Points { id, at, counted } => Self {
                transaction_id: None,
                document_number: None,
                points_transfer_id: Some(id.to_string()),
                at: timestamp(at, zone),
                counted: counted.into(),
            },
        }
    }
}

impl LotDto {
    fn of(lot: &Lot, cx: &Cx) -> Self {
        let time = |at| timestamp(at, cx.store.time_zone);
        Self {
            points_transfer_id: lot.id.to_string(),
            points: lot.remaining.into(),
            created_at: time(lot.created_at),
            locked_until: lot.locked_until.map(time),
            expires_at: lot.expires_at.map(time),
        }
    }
}

/// Those that are set, of the settings that decide about levels (behaviour 4.0.6).
fn deciding_settings(cx: &Cx) -> Value {
    const KEYS: [&str; 8] = [
        "tierAssignType",
        "excludeDeliveryCostsFromTierAssignment",
        "excludedLevelSKUs",
        "excludedLevelCategories",
        "levelDowngradeMode",
        "levelDowngradeDays",
        "levelDowngradeBase",
        "levelResetPointsOnDowngrade",
    ];
    let shown = cx.store.shown_settings(false).into_iter().filter(|(key, _)| KEYS.contains(key));
    let pairs = shown.map(|(key, value)| (key.to_owned(), as_json(value)));
    Value::Object(pairs.collect::<Map<_, _>>())
}
