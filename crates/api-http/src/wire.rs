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

/// `2022-02-15T10:36:50+01:00`, as the history writes it (behaviour 0.3.5).
pub(crate) fn colon_timestamp(at: Timestamp, zone: Tz) -> String {
    at.with_timezone(&zone).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// A JSON number without a needless fraction: `3`, `1.5`; never `3.0` (behaviour 0.3.3).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Decimal(Value);

impl From<Amount> for Decimal {
    fn from(amount: Amount) -> Self {
        let value = amount.ten_thousandths();
        if value % 10_000 == 0 {
            return Self(Value::from(value / 10_000));
        }
        // The shortest decimal text reads back as the nearest double, which prints the same.
        let nearest: f64 = amount.to_string().parse().expect("a decimal text is a number");
        Self(Value::from(nearest))
    }
}

impl Decimal {
    /// A number that is stored as it was typed.
    pub(crate) fn typed(text: &str) -> Option<Self> {
        let shortest = match text.split_once('.') {
            Some((whole, zeros)) if zeros.bytes().all(|it| it == b'0') => whole,
            _ => text,
        };
        let whole = shortest.parse::<i64>().map(Value::from);
        whole.or_else(|_| text.parse::<f64>().map(Value::from)).ok().map(Self)
    }
}

impl Decimal {
    pub(crate) fn into_value(self) -> Value {
        self.0
    }

    /// With one decimal at least, as the history writes numbers (behaviour 0.3.3).
    pub(crate) fn float(amount: Amount) -> Self {
        let nearest: f64 = amount.to_string().parse().expect("a decimal text is a number");
        Self(Value::from(nearest))
    }
}

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
        Some(self.0.clone())
    }
}

impl ParseFromJSON for Decimal {
    fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
        let text = value.unwrap_or_default().to_string();
        Amount::parse(&text).map(Self::from).map_err(poem_openapi::types::ParseError::custom)
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
            let written = Decimal::from(Amount::parse(raw).unwrap()).to_json().unwrap().to_string();
            assert_eq!(written, json);
        }
    }

    #[test]
    fn typed_numbers_keep_their_digits_and_lose_needless_zeros() {
        for (raw, json) in
            [("51.1170364", "51.1170364"), ("17", "17"), ("17.0", "17"), ("-0.5", "-0.5")]
        {
            assert_eq!(Decimal::typed(raw).unwrap().to_json().unwrap().to_string(), json);
        }
        assert_eq!(Decimal::typed("north"), None);
    }

    #[test]
    fn times_carry_the_offset_of_the_programmes_zone() {
        let winter = Timestamp::from_timestamp(1_517_567_957, 0).unwrap();
        assert_eq!(timestamp(winter, chrono_tz::Europe::Warsaw), "2018-02-02T11:39:17+0100");
        let birth = Timestamp::from_timestamp(653_011_200, 0).unwrap();
        assert_eq!(timestamp(birth, chrono_tz::Europe::Warsaw), "1990-09-11T02:00:00+0200");
    }
}
