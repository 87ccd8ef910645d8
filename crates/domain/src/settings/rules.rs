//! What is checked of settings: each value by itself, then those that depend on each other.

use std::borrow::Cow;

use super::draft::{Outside, PriorityDraft};
use super::keys::Kind;
use super::{Identification, Priority, SettingValue, Settings};
use crate::form::{FormErrors, message};
use crate::text::Text;
use crate::webhook::{header_name, header_value};

const NOT_URL: &str = "This value is not a valid URL.";
const NOT_COLOR: &str = "This is not a valid hex color.";
const NO_GATEWAY: &str = "Bad credentials";

/// A hundred years.
const MOST_DAYS: i64 = 36_500;

/// The longest style sheet, in characters.
const LONGEST_STYLE: usize = 100_000;

type Parsed = Result<SettingValue, Cow<'static, str>>;

/// One value by itself.
pub(super) fn parse(kind: Kind, raw: &str) -> Parsed {
    match kind {
        Kind::Days(least) => days(raw, least),
        Kind::Choice(words) if !words.contains(&raw) => Err(message::NOT_VALID.into()),
        Kind::Url if !is_url(raw) => Err(NOT_URL.into()),
        Kind::Color if !is_color(raw) => Err(NOT_COLOR.into()),
        Kind::HeaderName => line(raw).and_then(|it| {
            header_name(raw).map_err(Cow::from)?;
            Ok(it)
        }),
        Kind::HeaderValue => line(raw).and_then(|it| {
            header_value(raw).map_err(Cow::from)?;
            Ok(it)
        }),
        Kind::Style => style(raw),
        _ => line(raw),
    }
}

fn line(raw: &str) -> Parsed {
    match Text::parse(raw) {
        Ok(line) => Ok(line.as_str().into()),
        Err(bad) => Err(bad.to_string().into()),
    }
}

fn days(raw: &str, least: i64) -> Parsed {
    let number: i64 = raw.parse().map_err(|_| message::NOT_VALID)?;
    if number > MOST_DAYS {
        return Err(format!("This value should be {MOST_DAYS} or less.").into());
    }
    // Where one is the least, zero counts as missing in some cases: `check` knows them.
    if number < least.min(0) || (number < least && number != 0) {
        return Err(format!("This value should be {least} or more.").into());
    }
    Ok(number.into())
}

fn style(raw: &str) -> Parsed {
    if raw.chars().count() > LONGEST_STYLE {
        let most = LONGEST_STYLE;
        return Err(
            format!("This value is too long. It should have {most} characters or less.").into()
        );
    }
    let odd = |it: char| it.is_control() && !matches!(it, '\n' | '\r' | '\t');
    if raw.chars().any(odd) { Err(message::NOT_VALID.into()) } else { Ok(raw.into()) }
}

/// http or https, a host, no blanks. Whether we deliver there is for the outside to say.
fn is_url(raw: &str) -> bool {
    let rest = raw.strip_prefix("https://").or_else(|| raw.strip_prefix("http://"));
    let host = rest.and_then(|it| it.split(['/', '?', '#']).next()).unwrap_or_default();
    let legal = |c: u8| c.is_ascii_alphanumeric() || b".-:[]@_".contains(&c);
    !host.is_empty()
        && host.bytes().all(legal)
        && raw.len() <= Text::LIMIT
        && raw.bytes().all(|it| it.is_ascii_graphic())
}

fn is_color(raw: &str) -> bool {
    let digits = raw.strip_prefix('#').unwrap_or_default();
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|it| it.is_ascii_hexdigit())
}

/// `customersIdentificationPriority`.
pub(super) fn priorities(
    name: &'static str,
    list: &[PriorityDraft],
    errors: &mut FormErrors,
) -> Option<SettingValue> {
    let before = errors.fields.len();
    let mut found = vec![];
    for (at, PriorityDraft { priority, field }) in list.iter().enumerate() {
        // Paths of entries are made up as they come.
        let mut entry = FormErrors::default();
        let number = |raw: &str| raw.parse::<i64>().map_err(|_| message::NOT_VALID);
        let priority = priority.required("priority", &mut entry, number);
        let known = |raw: &str| Identification::parse(raw).ok_or(message::NOT_VALID);
        let field = field.required("field", &mut entry, known);
        for error in entry.fields {
            errors.field(format!("{name}.{at}.{}", error.path), error.message);
        }
        found.extend(priority.zip(field).map(|(priority, field)| Priority { priority, field }));
    }
    (errors.fields.len() == before).then_some(SettingValue::Priorities(found))
}

/// The values read so far.
#[derive(Debug, Default)]
pub(super) struct Values(Settings);

impl Values {
    pub(super) fn put(&mut self, key: &str, value: SettingValue) {
        self.0.put(key, value);
    }

    pub(super) fn into_settings(self) -> Settings {
        self.0
    }

    fn is(&self, key: &str, word: &str) -> bool {
        self.0.get(key) == Some(&word.into())
    }

    fn is_on(&self, key: &str) -> bool {
        self.0.get(key) == Some(&true.into())
    }

    fn number(&self, key: &str) -> Option<i64> {
        match self.0.get(key) {
            Some(SettingValue::Number(number)) => Some(*number),
            _ => None,
        }
    }

    fn has_texts(&self, key: &str) -> bool {
        matches!(self.0.get(key), Some(SettingValue::Texts(list)) if !list.is_empty())
    }
}

/// Reports `message` on `key`, unless something was already said about it.
fn blame(errors: &mut FormErrors, key: &'static str, message: &'static str) {
    let said = |path: &str| path.split('.').next() == Some(key);
    if !errors.fields.iter().any(|it| said(&it.path)) {
        errors.field(key, message);
    }
}

/// What depends on more than one value (behaviour 4.0.2), after the normalisation of 4.0.3.
pub(super) fn check(values: &mut Values, outside: Outside, errors: &mut FormErrors) {
    if values.is("accountActivationMethod", "sms") && !outside.can_send_sms {
        blame(errors, "accountActivationMethod", NO_GATEWAY);
    }
    if values.0.get("uriWebhooks").is_some() && !outside.accepts_url {
        blame(errors, "uriWebhooks", NOT_URL);
    }
    let excludes = values.is_on("excludeDeliveryCostsFromTierAssignment");
    if excludes && !values.has_texts("excludedDeliverySKUs") {
        blame(errors, "excludedDeliverySKUs", message::BLANK);
    }
    check_levels(values, errors);
    check_points(values, errors);
}

fn check_levels(values: &mut Values, errors: &mut FormErrors) {
    if values.is("tierAssignType", "transactions") && values.0.get("levelDowngradeMode").is_some() {
        values.put("levelDowngradeMode", "none".into());
    }
    if !values.is("levelDowngradeMode", "after_x_days") {
        values.0.0.remove("levelDowngradeDays");
        values.put("levelDowngradeBase", "none".into());
        values.put("levelResetPointsOnDowngrade", false.into());
        return;
    }
    if !values.is("tierAssignType", "points") {
        return;
    }
    match values.number("levelDowngradeDays") {
        None => blame(errors, "levelDowngradeDays", message::BLANK),
        Some(0) => blame(errors, "levelDowngradeDays", "This value should be 1 or more."),
        Some(_) => {}
    }
    if values.0.get("levelDowngradeBase").is_none() {
        blame(errors, "levelDowngradeBase", message::BLANK);
    }
}

fn check_points(values: &mut Values, errors: &mut FormErrors) {
    let missing = |values: &Values, key| matches!(values.number(key), None | Some(0));
    if values.is("pointsDaysExpiryAfter", "after_x_days") {
        if missing(values, "pointsDaysActiveCount") {
            blame(errors, "pointsDaysActiveCount", message::BLANK);
        }
    } else if values.number("pointsDaysActiveCount") == Some(0) {
        values.0.0.remove("pointsDaysActiveCount");
    }
    if !values.is_on("allTimeNotLocked") && missing(values, "pointsDaysLocked") {
        blame(errors, "pointsDaysLocked", message::BLANK);
    }
}
