//! A campaign as submitted.

use std::collections::BTreeSet;

use super::Campaign;
use crate::amount::Amount;
use crate::form::{FormErrors, Given, GivenGroup, Shape, message};
use crate::ids::{CampaignId, LevelId, SegmentId};
use crate::text::Text;
use crate::time::parse_instant;
use crate::{TimeZone, Timestamp};

const TOO_MANY: &str = "This value should be 1000000000 or less.";
const TOO_FEW: &str = "This value should be 1 or more.";
const TOO_LONG: &str = "This value should be 36500 or less.";

/// No programme asks for more.
const MOST: Amount = Amount::from_units(1_000_000_000);

/// A hundred years.
const MOST_DAYS: u32 = 36_500;

/// Every leaf of the form `campaign`.
#[derive(Clone, Debug, Default)]
pub struct CampaignDraft {
    pub shape: Shape,
    pub name: Given,
    pub description: Given,
    pub instructions: Given,
    pub active: Given,
    pub cost: Given,
    pub levels: GivenGroup<Vec<Given>>,
    pub segments: GivenGroup<Vec<Given>>,
    pub all_time: Given,
    pub active_from: Given,
    pub active_to: Given,
    pub unlimited: Given,
    pub limit: Given,
    pub limit_per_customer: Given,
    pub single_coupon: Given,
    /// Codes.
    pub coupons: GivenGroup<Vec<Given>>,
    pub days_inactive: Given,
    pub days_valid: Given,
}

/// A campaign, and its codes where they were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignTerms {
    pub campaign: Campaign,
    /// Each once, in their order.
    pub codes: Option<Vec<String>>,
}

impl CampaignDraft {
    /// The campaign this draft describes, under `id`. `stored` is the one it replaces, if any: what
    /// was left out stays.
    pub fn check(
        &self,
        id: CampaignId,
        stored: Option<&Campaign>,
        now: Timestamp,
        zone: TimeZone,
    ) -> Result<CampaignTerms, FormErrors> {
        let mut errors = FormErrors::default();
        let shape = if stored.is_some() { self.shape.of_update() } else { self.shape };
        if !shape.report(&mut errors) {
            return Err(errors);
        }
        let name = self.name.or_stored(stored.map(|it| it.name.as_str()));
        let name = name.required_line("name", &mut errors);
        let text = |given: &Given, before: Option<&Text>| given.or_stored(before.map(Text::as_str));
        let description = text(&self.description, stored.and_then(|it| it.description.as_ref()));
        let description = description.line("description", &mut errors);
        let instructions = text(&self.instructions, stored.and_then(|it| it.instructions.as_ref()));
        let instructions = instructions.line("instructions", &mut errors);
        let active = flag(&self.active, "active", stored.map(|it| it.active), &mut errors);
        let cost = self.cost.or_stored(stored.map(|it| it.cost.to_string()).as_deref());
        let cost = cost.required("costInPoints", &mut errors, points);
        let before = stored.map(|it| &it.levels[..]);
        let levels = ids("levels", &self.levels, before, LevelId::parse, &mut errors);
        let before = stored.map(|it| &it.segments[..]);
        let segments = ids("segments", &self.segments, before, SegmentId::parse, &mut errors);
        let period = self.period(stored, zone, &mut errors);
        let (limit, limit_per_customer) = self.limits(stored, &mut errors);
        let before = stored.map(|it| it.single_coupon);
        let single_coupon = flag(&self.single_coupon, "singleCoupon", before, &mut errors);
        let codes = self.codes(&mut errors);
        let inactive = self.days_inactive.parsed("daysInactive", &mut errors, days);
        let valid = self.days_valid.parsed("daysValid", &mut errors, days);
        errors.none()?;
        let (Some(name), Some(cost)) = (name, cost) else { return Err(FormErrors::default()) };
        let campaign = Campaign {
            id,
            name,
            description,
            instructions,
            active,
            cost,
            levels,
            segments,
            period,
            limit,
            limit_per_customer,
            single_coupon,
            days_inactive: kept(&self.days_inactive, inactive, stored.map(|it| it.days_inactive)),
            days_valid: kept(&self.days_valid, valid, stored.map(|it| it.days_valid)),
            created_at: stored.map_or(now, |it| it.created_at),
            version: stored.map_or(0, |it| it.version),
        };
        Ok(CampaignTerms { campaign, codes })
    }

    /// All time unless a begin or an end is given; then both are.
    fn period(
        &self,
        stored: Option<&Campaign>,
        zone: TimeZone,
        errors: &mut FormErrors,
    ) -> Option<(Timestamp, Timestamp)> {
        let all_time = self.all_time.checked("allTimeActive", errors);
        let time = |raw: &str| parse_instant(raw, zone);
        let from = self.active_from.parsed("activeFrom", errors, time);
        let until = self.active_to.parsed("activeTo", errors, time);
        let before = stored.and_then(|it| it.period);
        let is_silent = |it: &Given| *it == Given::Absent;
        if all_time {
            return None;
        }
        if is_silent(&self.active_from) && is_silent(&self.active_to) {
            return before;
        }
        let from = from.or_else(|| before.map(|it| it.0).filter(|_| is_silent(&self.active_from)));
        let until = until.or_else(|| before.map(|it| it.1).filter(|_| is_silent(&self.active_to)));
        for (path, found, given) in [
            ("activeFrom", from.is_some(), &self.active_from),
            ("activeTo", until.is_some(), &self.active_to),
        ] {
            if !found && matches!(given, Given::Absent | Given::Empty) && from.or(until).is_some() {
                errors.field(path, message::BLANK);
            }
        }
        from.zip(until)
    }

    fn limits(
        &self,
        stored: Option<&Campaign>,
        errors: &mut FormErrors,
    ) -> (Option<u32>, Option<u32>) {
        let unlimited = self.unlimited.checked("unlimited", errors);
        let limit = self.limit.parsed("limit", errors, number);
        let per_customer = self.limit_per_customer.parsed("limitPerUser", errors, number);
        if unlimited {
            return (None, None);
        }
        let stays = |given: &Given, found: Option<u32>, before: Option<u32>| {
            if *given == Given::Absent { before } else { found }
        };
        (
            stays(&self.limit, limit, stored.and_then(|it| it.limit)),
            stays(
                &self.limit_per_customer,
                per_customer,
                stored.and_then(|it| it.limit_per_customer),
            ),
        )
    }

    /// A campaign without any is sold out.
    fn codes(&self, errors: &mut FormErrors) -> Option<Vec<String>> {
        let given = match &self.coupons {
            GivenGroup::Absent => return None,
            GivenGroup::Empty => &[][..],
            GivenGroup::Members(given) => given,
            GivenGroup::Malformed => {
                errors.field("coupons", message::NOT_VALID);
                return None;
            }
        };
        let mut seen = BTreeSet::new();
        let mut codes = vec![];
        for (at, given) in given.iter().enumerate() {
            let code = entry("coupons", at, given, errors, |raw| {
                Text::parse(raw).map(|it| it.as_str().to_owned())
            });
            codes.extend(code.filter(|it| seen.insert(it.clone())));
        }
        Some(codes)
    }
}

/// One value of a list; an empty one is none.
fn entry<T, E: std::fmt::Display>(
    path: &str,
    at: usize,
    given: &Given,
    errors: &mut FormErrors,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Option<T> {
    match given {
        Given::Absent | Given::Empty => None,
        Given::Malformed => {
            errors.field(format!("{path}.{at}"), message::NOT_VALID);
            None
        }
        Given::Text(raw) => errors.take(format!("{path}.{at}"), parse(raw)),
    }
}

fn ids<T: Copy>(
    path: &'static str,
    given: &GivenGroup<Vec<Given>>,
    stored: Option<&[T]>,
    parse: impl Fn(&str) -> Option<T>,
    errors: &mut FormErrors,
) -> Vec<T> {
    match given {
        GivenGroup::Absent => stored.unwrap_or_default().to_vec(),
        GivenGroup::Empty => vec![],
        GivenGroup::Malformed => {
            errors.field(path, message::NOT_VALID);
            vec![]
        }
        GivenGroup::Members(given) => {
            let id = |(at, it): (usize, &Given)| {
                entry(path, at, it, errors, |raw| parse(raw).ok_or(message::NOT_VALID))
            };
            given.iter().enumerate().filter_map(id).collect()
        }
    }
}

fn flag(given: &Given, path: &'static str, stored: Option<bool>, errors: &mut FormErrors) -> bool {
    match (given, stored) {
        (Given::Absent, Some(stored)) => stored,
        (given, _) => given.checked(path, errors),
    }
}

fn kept(given: &Given, found: Option<u32>, stored: Option<u32>) -> u32 {
    let stored = stored.filter(|_| *given == Given::Absent);
    found.or(stored).unwrap_or_default()
}

fn points(raw: &str) -> Result<Amount, &'static str> {
    match Amount::parse(raw) {
        Ok(points) if points.is_negative() => Err(message::TOO_LOW_ZERO),
        Ok(points) if points > MOST => Err(TOO_MANY),
        // Points have two decimals.
        Ok(points) if points.to_decimals(2) != points => Err(message::NOT_VALID),
        Ok(points) => Ok(points),
        Err(_) => Err(message::NOT_VALID),
    }
}

fn number(raw: &str) -> Result<u32, &'static str> {
    match raw.parse::<u32>() {
        Ok(0) => Err(TOO_FEW),
        Ok(number) if number <= 1_000_000_000 => Ok(number),
        Ok(_) => Err(TOO_MANY),
        Err(_) => Err(message::NOT_VALID),
    }
}

fn days(raw: &str) -> Result<u32, &'static str> {
    match raw.parse::<u32>() {
        Ok(days) if days <= MOST_DAYS => Ok(days),
        Ok(_) => Err(TOO_LONG),
        Err(_) => Err(message::NOT_VALID),
    }
}
