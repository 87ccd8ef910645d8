//! A segment as submitted.

use super::{Anniversary, Criterion, Segment, Terms};
use crate::Timestamp;
use crate::amount::Amount;
use crate::form::{FormErrors, Given, GivenGroup, Shape, message};
use crate::ids::{CustomerId, PosId, SegmentId};
use crate::label::Label;
use crate::text::Text;
use crate::time::parse_date;

/// The most parts of one segment: SQLite joins 64 tables in one statement.
const MOST_PARTS: usize = 50;

/// The most criteria of one segment: each is a part of one statement.
const MOST_CRITERIA: usize = 100;

/// The most days that a criterion looks forward or back.
const MOST_DAYS: u32 = 36_500;

/// Every leaf of the form `segment`.
#[derive(Clone, Debug, Default)]
pub struct SegmentDraft {
    pub shape: Shape,
    pub name: Given,
    pub description: Given,
    pub active: Given,
    /// `None`: not submitted, so a change keeps the stored ones.
    pub parts: Option<Vec<PartDraft>>,
}

#[derive(Clone, Debug, Default)]
pub struct PartDraft {
    pub criteria: Vec<CriterionDraft>,
}

#[derive(Clone, Debug, Default)]
pub struct CriterionDraft {
    pub kind: Given,
    pub min: Given,
    pub max: Given,
    pub from: Given,
    pub to: Given,
    pub percent: Given,
    pub pos_id: Given,
    pub pos_ids: GivenGroup<Vec<Given>>,
    pub sku_ids: GivenGroup<Vec<Given>>,
    pub makers: GivenGroup<Vec<Given>>,
    /// Keys and values.
    pub labels: Vec<(Given, Given)>,
    pub anniversary_type: Given,
    pub days: Given,
    pub from_date: Given,
    pub to_date: Given,
    pub customers: GivenGroup<Vec<Given>>,
}

impl SegmentDraft {
    /// The segment this draft describes, under `id`. `stored` is the one it replaces, if any: what
    /// was left out stays.
    pub fn check(
        &self,
        id: SegmentId,
        stored: Option<&Segment>,
        now: Timestamp,
    ) -> Result<Segment, FormErrors> {
        let mut errors = FormErrors::default();
        let shape = if stored.is_some() { self.shape.of_update() } else { self.shape };
        if !shape.report(&mut errors) {
            return Err(errors);
        }
        let name = self.name.or_stored(stored.map(|it| it.name.as_str()));
        let name = name.required_line("name", &mut errors);
        let before = stored.and_then(|it| it.description.as_ref()).map(Text::as_str);
        let description = self.description.or_stored(before).line("description", &mut errors);
        let active = match (&self.active, stored) {
            (Given::Absent, Some(stored)) => stored.active,
            (given, _) => given.checked("active", &mut errors),
        };
        let parts = match (&self.parts, stored) {
            (None, Some(stored)) => stored.parts.clone(),
            (parts, _) => check_parts(parts.as_deref().unwrap_or_default(), &mut errors),
        };
        errors.none()?;
        let name = name.ok_or_else(FormErrors::default)?;
        Ok(Segment {
            id,
            name,
            description,
            active,
            parts,
            created_at: stored.map_or(now, |it| it.created_at),
            version: stored.map_or(0, |it| it.version),
        })
    }
}

fn check_parts(parts: &[PartDraft], errors: &mut FormErrors) -> Vec<Vec<Criterion>> {
    if parts.is_empty() {
        errors.field("parts", message::BLANK);
    }
    if parts.len() > MOST_PARTS {
        errors.field("parts", "This collection should contain 50 elements or less.");
        return vec![];
    }
    let count: usize = parts.iter().map(|it| it.criteria.len()).sum();
    if count > MOST_CRITERIA {
        errors.field("parts", "This collection should contain 100 elements or less.");
        return vec![];
    }
    let mut checked = vec![];
    for (at, part) in parts.iter().enumerate() {
        if part.criteria.is_empty() {
            errors.field(format!("parts.{at}.criteria"), message::BLANK);
        }
        let criterion = |(n, it): (usize, &CriterionDraft)| {
            it.check(&mut Below { errors, at: format!("parts.{at}.criteria.{n}") })
        };
        checked.push(part.criteria.iter().enumerate().filter_map(criterion).collect());
    }
    checked
}

/// Errors of one criterion, reported at its place.
struct Below<'a> {
    errors: &'a mut FormErrors,
    at: String,
}

impl Below<'_> {
    fn say(&mut self, name: &str, what: impl std::fmt::Display) {
        self.errors.field(format!("{}.{name}", self.at), what.to_string());
    }

    fn leaf<T, E: std::fmt::Display>(
        &mut self,
        name: &str,
        given: &Given,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match given {
            Given::Absent | Given::Empty => None,
            Given::Malformed => {
                self.say(name, message::NOT_VALID);
                None
            }
            Given::Text(raw) => parse(raw).map_err(|error| self.say(name, error)).ok(),
        }
    }

    fn leaves<T, E: std::fmt::Display>(
        &mut self,
        name: &str,
        given: &GivenGroup<Vec<Given>>,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Vec<T> {
        match given {
            GivenGroup::Absent | GivenGroup::Empty => vec![],
            GivenGroup::Malformed => {
                self.say(name, message::NOT_VALID);
                vec![]
            }
            GivenGroup::Members(given) => {
                let entry =
                    |(n, it): (usize, &Given)| self.leaf(&format!("{name}.{n}"), it, &parse);
                given.iter().enumerate().filter_map(entry).collect()
            }
        }
    }

    fn labels(&mut self, given: &[(Given, Given)]) -> Vec<Label> {
        let mut labels = vec![];
        for (n, (key, value)) in given.iter().enumerate() {
            let key = self.leaf(&format!("labels.{n}.key"), key, line);
            let value = self.leaf(&format!("labels.{n}.value"), value, line);
            if key.is_some() || value.is_some() {
                let (key, value) = (key.unwrap_or_default(), value.unwrap_or_default());
                labels.push(Label { key, value });
            }
        }
        labels
    }
}

impl CriterionDraft {
    /// Whatever was given must be sound, also what its kind has no use for.
    fn check(&self, below: &mut Below<'_>) -> Option<Criterion> {
        let kind = match &self.kind {
            Given::Absent | Given::Empty => {
                below.say("type", message::BLANK);
                None
            }
            given => below.leaf("type", given, |raw| {
                let known = Criterion::KINDS.iter().find(|it| **it == raw);
                known.copied().ok_or(message::NOT_VALID)
            }),
        };
        let before = below.errors.fields.len();
        let terms = Terms {
            min: below.leaf("min", &self.min, count),
            max: below.leaf("max", &self.max, count),
            from: below.leaf("from", &self.from, amount),
            to: below.leaf("to", &self.to, amount),
            percent: below.leaf("percent", &self.percent, percent),
            pos: below.leaf("posId", &self.pos_id, |raw| id(PosId::parse(raw))),
            several_pos: below.leaves("posIds", &self.pos_ids, |raw| id(PosId::parse(raw))),
            skus: below.leaves("skuIds", &self.sku_ids, line),
            makers: below.leaves("makers", &self.makers, line),
            labels: below.labels(&self.labels),
            anniversary: below
                .leaf("anniversaryType", &self.anniversary_type, |raw| id(Anniversary::parse(raw))),
            days: below.leaf("days", &self.days, days),
            from_date: below.leaf("fromDate", &self.from_date, parse_date),
            to_date: below.leaf("toDate", &self.to_date, parse_date),
            customers: below.leaves("customers", &self.customers, |raw| id(CustomerId::parse(raw))),
        };
        let is_sound = below.errors.fields.len() == before;
        match Criterion::of(kind?, terms) {
            Ok(criterion) => Some(criterion),
            // What is wrong is not missing, too.
            Err(missing) if is_sound => {
                for name in missing {
                    below.say(name, message::BLANK);
                }
                None
            }
            Err(_) => None,
        }
    }
}

fn line(raw: &str) -> Result<String, crate::text::BadText> {
    Text::parse(raw).map(|it| it.as_str().to_owned())
}

fn id<T>(found: Option<T>) -> Result<T, &'static str> {
    found.ok_or(message::NOT_VALID)
}

fn count(raw: &str) -> Result<i64, &'static str> {
    match raw.parse::<i64>() {
        Ok(count) if count < 0 => Err(message::TOO_LOW_ZERO),
        Ok(count) => Ok(count),
        Err(_) => Err(message::NOT_VALID),
    }
}

fn amount(raw: &str) -> Result<Amount, &'static str> {
    match Amount::parse(raw) {
        Ok(amount) if amount.is_negative() => Err(message::TOO_LOW_ZERO),
        Ok(amount) => Ok(amount),
        Err(_) => Err(message::NOT_VALID),
    }
}

fn percent(raw: &str) -> Result<Amount, &'static str> {
    match amount(raw)? {
        percent if percent > Amount::from_units(100) => Err("This value should be 100 or less."),
        percent => Ok(percent),
    }
}

fn days(raw: &str) -> Result<u32, &'static str> {
    match count(raw)?.try_into() {
        Ok(days) if days <= MOST_DAYS => Ok(days),
        _ => Err("This value should be 36500 or less."),
    }
}
