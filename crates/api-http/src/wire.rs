//! How values are written: numbers, times, empty answers (behaviour 0.3).

use std::borrow::Cow;

use chrono_tz::Tz;
use domain::Timestamp;
use domain::amount::Amount;
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use poem_openapi::types::{ParseFromJSON, ParseResult, ToJSON, Type};
use serde_json::Value;

/// `2018-02-02T11:39:17+0100`, in the programme's time zone (behaviour 0.3.5).
pub(crate) fn timestamp(at: Timestamp, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%dT%H:%M:%S%z").to_string()
}

/// An amount as a JSON number: `3`, `1.5`; never `3.0` (behaviour 0.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal(pub(crate) Amount);

impl Type for Decimal {
    const IS_REQUIRED: bool = true;
    type RawValueType = Self;
    type RawElementValueType = Self;

    fn name() -> Cow<'static, str> {
        "number".into()
    }

    fn schema_ref() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new("number")))
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }

    fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
        Box::new(std::iter::once(self))
    }
}

impl ToJSON for Decimal {
    fn to_json(&self) -> Option<Value> {
        let value = self.0.ten_thousandths();
        if value % 10_000 == 0 {
            return Some(Value::from(value / 10_000));
        }
        // The shortest decimal text reads back as the nearest double, which prints the same.
        self.0.to_string().parse::<f64>().ok().map(Value::from)
    }
}

impl ParseFromJSON for Decimal {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        let text = value.unwrap_or_default().to_string();
        Amount::parse(&text).map(Self).map_err(poem_openapi::types::ParseError::custom)
    }
}

/// 204, without a body.
#[derive(ApiResponse)]
pub(crate) enum NoContent {
    /// Done.
    #[oai(status = 204)]
    Done,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_without_needless_fractions() {
        for (raw, json) in [
            ("3", "3"),
            ("1.50", "1.5"),
            ("161.9", "161.9"),
            ("0", "0"),
            ("-2.25", "-2.25"),
            ("900000000000.0001", "900000000000.0001"),
        ] {
            let written = Decimal(Amount::parse(raw).unwrap()).to_json().unwrap().to_string();
            assert_eq!(written, json);
        }
    }

    #[test]
    fn times_carry_the_offset_of_the_programmes_zone() {
        let winter = Timestamp::from_timestamp(1_517_567_957, 0).unwrap();
        assert_eq!(timestamp(winter, chrono_tz::Europe::Warsaw), "2018-02-02T11:39:17+0100");
        let birth = Timestamp::from_timestamp(653_011_200, 0).unwrap();
        assert_eq!(timestamp(birth, chrono_tz::Europe::Warsaw), "1990-09-11T02:00:00+0200");
    }
}
