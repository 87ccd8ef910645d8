//! A rule as submitted.

use chrono_tz::Tz;

use super::kind::KindDraft;
use super::{LimitPeriod, Rule, RuleType, UsageLimit};
use crate::Timestamp;
use crate::calendar;
use crate::form::{FormErrors, Given, GivenGroup, Shape, message};
use crate::ids::{LevelId, PosId, RuleId, SegmentId};
use crate::text::Text;
use crate::time::parse_instant;

const TOO_FEW: &str = "This value should be 1 or more.";
const TOO_MANY: &str = "This value should be 1000000 or less.";

/// No limit is higher.
const MOST_TIMES: i64 = 1_000_000;

/// How long a text is that names a day and no time.
const DAY: usize = "2022-03-01".len();

/// Every leaf of the form `earningRule`.
#[derive(Clone, Debug, Default)]
pub struct RuleDraft {
    pub shape: Shape,
    pub name: Given,
    pub description: Given,
    /// Fixed once the rule is there.
    pub rule_type: Given,
    pub active: Given,
    pub all_time_active: Given,
    pub start_at: Given,
    pub end_at: Given,
    pub levels: GivenGroup<Vec<Given>>,
    pub segments: GivenGroup<Vec<Given>>,
    pub pos: GivenGroup<Vec<Given>>,
    pub limit: GivenGroup<LimitDraft>,
    pub is_last: Given,
    pub kind: KindDraft,
}

#[derive(Clone, Debug, Default)]
pub struct LimitDraft {
    pub active: Given,
    pub period: Given,
    pub times: Given,
}

/// What a draft is checked against.
#[derive(Clone, Copy, Debug)]
pub struct RuleRules<'a> {
    pub zone: Tz,
    /// Every level of the store.
    pub levels: &'a [LevelId],
    /// Those that [`RuleDraft::named_pos`] names and the store has.
    pub pos: &'a [PosId],
}

impl RuleDraft {
    /// The points of sale that the draft names.
    pub fn named_pos(&self) -> Vec<PosId> {
        let GivenGroup::Members(entries) = &self.pos else { return vec![] };
        let id = |it: &Given| if let Given::Text(raw) = it { PosId::parse(raw) } else { None };
        entries.iter().filter_map(id).collect()
    }

    /// The rule that this draft describes, under `id`. What it leaves out is taken from `stored`,
    /// the rule that it replaces.
    pub fn check(
        &self,
        id: RuleId,
        stored: Option<&Rule>,
        rules: RuleRules<'_>,
    ) -> Result<Rule, FormErrors> {
        let mut errors = FormErrors::default();
        let shape = if stored.is_some() { self.shape.of_update() } else { self.shape };
        if !shape.report(&mut errors) {
            return Err(errors);
        }
        let name = match (&self.name, stored) {
            (Given::Absent, Some(stored)) => Some(stored.name.clone()),
            (given, _) => given.required_line("name", &mut errors).as_ref().map(plain),
        };
        let description = match (&self.description, stored) {
            (Given::Absent, Some(stored)) => stored.description.clone(),
            (given, _) => {
                given.line("description", &mut errors).as_ref().map(plain).unwrap_or_default()
            }
        };
        let rule_type = self.rule_type(stored, &mut errors);
        let active = flag(&self.active, "active", stored.is_some_and(|it| it.active), &mut errors);
        let period = self.period(stored, rules.zone, &mut errors);
        let named = |raw: &str| SegmentId::parse(raw).ok_or(message::NOT_VALID);
        let kept = stored.map(|it| it.segments.clone()).unwrap_or_default();
        let segments = list(&self.segments, "segments", kept, &mut errors, named);
        let named = |raw: &str| {
            let level = LevelId::parse(raw).filter(|it| rules.levels.contains(it));
            level.ok_or(message::NOT_VALID)
        };
        let kept = stored.map(|it| it.levels.clone()).unwrap_or_default();
        let levels = list(&self.levels, "levels", kept, &mut errors, named);
        let named = |raw: &str| {
            let pos = PosId::parse(raw).filter(|it| rules.pos.contains(it));
            pos.ok_or(message::NOT_VALID)
        };
        let kept = stored.map(|it| it.pos.clone()).unwrap_or_default();
        let pos = list(&self.pos, "pos", kept, &mut errors, named);
        let limit = self.limit(stored.and_then(|it| it.limit), &mut errors);
        let was_last = stored.is_some_and(|it| it.is_last);
        let is_last = flag(&self.is_last, "lastExecutedRule", was_last, &mut errors);
        let kind = self.kind.check(rule_type, stored.map(|it| &it.kind), &mut errors);
        if limit.is_some() && rule_type == Some(RuleType::InstantReward) {
            errors.field("limit", "The campaign's own limits are those of an instant reward.");
        }
        errors.none()?;
        let (Some(name), Some(kind)) = (name, kind) else { return Err(FormErrors::default()) };
        Ok(Rule {
            id,
            name,
            description,
            active,
            period,
            levels,
            segments,
            pos,
            limit,
            is_last,
            kind,
            version: stored.map_or(0, |it| it.version),
        })
    }

    fn rule_type(&self, stored: Option<&Rule>, errors: &mut FormErrors) -> Option<RuleType> {
        let stored = stored.map(|it| it.kind.rule_type());
        if self.rule_type == Given::Absent && stored.is_some() {
            return stored;
        }
        self.rule_type.required("type", errors, |raw| {
            let found = RuleType::parse(raw).filter(|it| stored.is_none_or(|stored| stored == *it));
            found.ok_or(message::NOT_VALID)
        })
    }

    /// `None`: for all time. A day alone ends the period with its end.
    fn period(
        &self,
        stored: Option<&Rule>,
        zone: Tz,
        errors: &mut FormErrors,
    ) -> Option<(Timestamp, Timestamp)> {
        let was = stored.and_then(|it| it.period);
        let was_always = stored.is_some() && was.is_none();
        let always = flag(&self.all_time_active, "allTimeActive", was_always, errors);
        let moment = |raw: &str| parse_instant(raw, zone).map_err(|_| message::NOT_VALID);
        let end = |raw: &str| {
            let at = moment(raw)?;
            Ok(if raw.len() == DAY { calendar::end_of_day(at, 0, zone) } else { at })
        };
        let from = either(&self.start_at, was.map(|it| it.0), "startAt", always, errors, moment);
        let until = either(&self.end_at, was.map(|it| it.1), "endAt", always, errors, end);
        let (from, until) = from.zip(until).filter(|_| !always)?;
        if until < from {
            errors.field("endAt", message::NOT_VALID);
        }
        Some((from, until))
    }

    fn limit(&self, stored: Option<UsageLimit>, errors: &mut FormErrors) -> Option<UsageLimit> {
        let nothing = LimitDraft::default();
        let draft = match &self.limit {
            GivenGroup::Absent => return stored,
            GivenGroup::Empty => return None,
            GivenGroup::Members(members) => members,
            GivenGroup::Malformed => {
                errors.field("limit", message::NOT_VALID);
                &nothing
            }
        };
        let active = flag(&draft.active, "limit.active", stored.is_some(), errors);
        let period = either(
            &draft.period,
            stored.map(|it| it.period),
            "limit.period",
            !active,
            errors,
            |raw| LimitPeriod::parse(raw).ok_or(message::NOT_VALID),
        );
        let times = either(
            &draft.times,
            stored.map(|it| it.times),
            "limit.limit",
            !active,
            errors,
            parse_times,
        );
        let (period, times) = period.zip(times).filter(|_| active)?;
        Some(UsageLimit { times, period })
    }
}

fn plain(text: &Text) -> String {
    text.as_str().to_owned()
}

fn flag(given: &Given, path: &'static str, stored: bool, errors: &mut FormErrors) -> bool {
    match given {
        Given::Absent => stored,
        sent => sent.checked(path, errors),
    }
}

/// A value that must be there unless it is `spare`; what was not sent is as it was.
fn either<T>(
    given: &Given,
    stored: Option<T>,
    path: &'static str,
    spare: bool,
    errors: &mut FormErrors,
    parse: impl FnOnce(&str) -> Result<T, &'static str>,
) -> Option<T> {
    match (given, stored) {
        (Given::Absent, Some(stored)) => Some(stored),
        (Given::Absent | Given::Empty, _) if spare => None,
        (sent, _) => sent.required(path, errors, parse),
    }
}

/// A value that need not be there; what was not sent is as it was.
pub(super) fn kept<T, E: std::fmt::Display>(
    given: &Given,
    stored: Option<T>,
    path: &'static str,
    errors: &mut FormErrors,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Option<T> {
    match given {
        Given::Absent => stored,
        sent => sent.parsed(path, errors, parse),
    }
}

/// The entries of a list; those without a value are left out.
pub(super) fn list<T, E: std::fmt::Display>(
    group: &GivenGroup<Vec<Given>>,
    path: &'static str,
    stored: Vec<T>,
    errors: &mut FormErrors,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Vec<T> {
    let entries = match group {
        GivenGroup::Absent => return stored,
        GivenGroup::Empty => return vec![],
        GivenGroup::Members(entries) => entries,
        GivenGroup::Malformed => {
            errors.field(path, message::NOT_VALID);
            return vec![];
        }
    };
    let mut found = vec![];
    for (at, entry) in entries.iter().enumerate() {
        let path = format!("{path}.{at}");
        match entry {
            Given::Absent | Given::Empty => {}
            Given::Malformed => errors.field(path, message::NOT_VALID),
            Given::Text(raw) => found.extend(errors.take(path, parse(raw))),
        }
    }
    found
}

fn parse_times(raw: &str) -> Result<u32, &'static str> {
    match raw.parse::<i64>() {
        Ok(times) if times < 1 => Err(TOO_FEW),
        Ok(times) if times > MOST_TIMES => Err(TOO_MANY),
        Ok(times) => u32::try_from(times).map_err(|_| TOO_MANY),
        Err(_) => Err(message::NOT_VALID),
    }
}

#[cfg(test)]
mod tests;
