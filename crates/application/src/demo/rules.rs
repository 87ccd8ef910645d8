//! The earning rules of behaviour 6.7.

use chrono::Months;
use domain::Timestamp;
use domain::amount::Amount;
use domain::earning::{ACCOUNT_CREATED, FIRST_PURCHASE, NEWSLETTER, Rule, RuleKind, Spending};
use domain::ids::{LevelId, PosId, RuleId};
use uuid::{Uuid, uuid};

use super::WELL_FORMED;
use super::levels::{LEVEL0, LEVEL1, LEVEL2};
use super::pos::{POS1, POS2};
use super::segments::ACTIVE;
use crate::error::Error;
use crate::ports::UnitOfWork;

const START: &[LevelId] = &[LEVEL0];
const LOW: &[LevelId] = &[LEVEL0, LEVEL1, LEVEL2];

struct DemoRule {
    id: Uuid,
    name: &'static str,
    levels: &'static [LevelId],
    pos: Option<PosId>,
    in_segment: bool,
    for_all_time: bool,
    kind: RuleKind,
}

fn rule(id: Uuid, name: &'static str, levels: &'static [LevelId], kind: RuleKind) -> DemoRule {
    DemoRule { id, name, levels, pos: None, in_segment: false, for_all_time: false, kind }
}

fn points(raw: &str) -> Amount {
    Amount::parse(raw).expect(WELL_FORMED)
}

fn event(event: &str, units: &str) -> RuleKind {
    RuleKind::Event { event: event.to_owned(), points: points(units) }
}

fn custom(event: &str, units: &str) -> RuleKind {
    RuleKind::Custom { event: event.to_owned(), points: points(units) }
}

fn spending(per_unit: &str, excluded_skus: &[&str]) -> RuleKind {
    let excluded_skus = excluded_skus.iter().map(|it| (*it).to_owned()).collect();
    RuleKind::Spending(Spending {
        per_unit: points(per_unit),
        excluded_skus,
        ..Spending::default()
    })
}

/// What happens, or is bought.
fn usual() -> Vec<DemoRule> {
    let skus = |sku: &str| vec![sku.to_owned()];
    vec![
        rule(
            uuid!("00000000-0000-474c-b092-b0dd880c07e3"),
            "Event - Account Created - 100",
            &[],
            event(ACCOUNT_CREATED, "100"),
        ),
        rule(
            uuid!("00000000-0000-474c-b092-b0dd990c07e3"),
            "Event - First Purchase - 10",
            LOW,
            event(FIRST_PURCHASE, "10"),
        ),
        DemoRule {
            pos: Some(POS2),
            ..rule(
                uuid!("00000000-0000-474c-b092-b0dd770c07e3"),
                "Event - First Purchase - 12",
                LOW,
                event(FIRST_PURCHASE, "12"),
            )
        },
        rule(
            uuid!("00000000-0000-474c-b092-b0dd880c07e4"),
            "General spending rule - 2.3",
            START,
            spending("2.3", &["123", "234", "567"]),
        ),
        rule(
            uuid!("00000000-0000-474c-b092-b0dd880c07e2"),
            "Product purchase earning rule - 120",
            START,
            RuleKind::Product { skus: skus("ssku"), points: points("120") },
        ),
        rule(
            uuid!("00000000-0000-474c-b092-b0dd880c0723"),
            "Multiplier 2",
            START,
            RuleKind::MultiplyProduct { skus: skus("SKU123"), multiplier: points("2") },
        ),
    ]
}

/// Rules of events and places, and one for a segment.
fn special() -> Vec<DemoRule> {
    vec![
        rule(
            uuid!("00000000-0000-474c-b092-b0dd880c0725"),
            "Newsletter subscription test rule",
            START,
            event(NEWSLETTER, "85"),
        ),
        rule(
            uuid!("00000000-0000-474c-b092-b0dd880c0121"),
            "Facebook like test rule",
            START,
            custom("facebook_like", "100"),
        ),
        DemoRule {
            pos: Some(POS1),
            ..rule(
                uuid!("00000000-0000-474c-b092-b0dd880c07e7"),
                "General spending rule limited to the POS",
                LOW,
                spending("2.3", &[]),
            )
        },
        DemoRule {
            pos: Some(POS1),
            ..rule(
                uuid!("00000000-0000-474c-b092-b0dd880c07e8"),
                "Custom event - test event - 88 - limited to POS",
                START,
                custom("test_event_limited_to_pos", "88"),
            )
        },
        DemoRule {
            for_all_time: true,
            ..rule(
                uuid!("00000001-0000-474c-b092-b0dd880c07e9"),
                "Geo location test rule",
                LOW,
                RuleKind::Geolocation {
                    latitude: "50".to_owned(),
                    longitude: "15".to_owned(),
                    radius: "4".to_owned(),
                    points: points("2"),
                },
            )
        },
        DemoRule {
            for_all_time: true,
            ..rule(
                uuid!("e378c813-2116-448a-b125-564cef15f932"),
                "Qr Code earning rule",
                LOW,
                RuleKind::QrCode { code: "qrcodeabcd".to_owned(), points: points("10") },
            )
        },
        DemoRule {
            for_all_time: true,
            ..rule(
                uuid!("4e7f7412-89bf-11e8-9a94-a6cf71072f73"),
                "Instant reward test rule",
                LOW,
                RuleKind::InstantReward { campaign: None },
            )
        },
        DemoRule {
            in_segment: true,
            ..rule(
                uuid!("0e7f7412-89bf-11e8-9a94-a6cf71072f73"),
                "General spending rule with segment",
                &[],
                spending("100", &[]),
            )
        },
    ]
}

pub(super) async fn add(uow: &dyn UnitOfWork, now: Timestamp) -> Result<(), Error> {
    let month = Months::new(1);
    let before = now.checked_sub_months(month).unwrap_or(now);
    let after = now.checked_add_months(month).unwrap_or(now);
    for DemoRule { id, name, levels, pos, in_segment, for_all_time, kind } in
        usual().into_iter().chain(special())
    {
        let rule = Rule {
            id: RuleId(id),
            name: name.to_owned(),
            description: String::new(),
            active: true,
            period: (!for_all_time).then_some((before, after)),
            levels: levels.to_vec(),
            segments: in_segment.then_some(ACTIVE).into_iter().collect(),
            pos: pos.into_iter().collect(),
            limit: None,
            is_last: false,
            kind,
            version: 0,
        };
        uow.rules().save(&rule, now).await?;
    }
    Ok(())
}
