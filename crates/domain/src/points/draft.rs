//! A transfer as submitted (behaviour C4).

use crate::amount::Amount;
use crate::form::{FormErrors, Given, Shape, message};
use crate::ids::CustomerId;
use crate::text::Text;

const TOO_FEW: &str = "This value should be 1 or more.";
const TOO_MANY: &str = "This value should be 1000000000 or less.";

/// No programme moves more at once.
const MOST: Amount = Amount::from_units(1_000_000_000);

/// A hundred years.
const MOST_DAYS: u32 = 36_500;

/// An addition or a spend by hand.
#[derive(Clone, Debug, Default)]
pub struct TransferDraft {
    pub shape: Shape,
    pub customer: Given,
    pub points: Given,
    pub validity_duration: Given,
    pub comment: Given,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferTerms {
    pub customer: CustomerId,
    pub points: Amount,
    /// Days until the points expire, instead of the programme's (behaviour 3.13.5).
    pub validity: Option<u32>,
    pub comment: Option<String>,
}

impl TransferDraft {
    pub fn check(&self) -> Result<TransferTerms, FormErrors> {
        let mut errors = FormErrors::default();
        if !self.shape.report(&mut errors) {
            return Err(errors);
        }
        let customer = self.customer.required("customer", &mut errors, |raw| {
            CustomerId::parse(raw).ok_or(message::NOT_VALID)
        });
        let points = self.points.required("points", &mut errors, |raw| {
            let points = parse_points(raw)?;
            if points < Amount::from_units(1) { Err(TOO_FEW) } else { Ok(points) }
        });
        let validity = self.validity_duration.parsed("validityDuration", &mut errors, days);
        let comment = self.comment.parsed("comment", &mut errors, Text::parse);
        errors.none()?;
        match (customer, points) {
            (Some(customer), Some(points)) => {
                let comment = comment.map(|it| it.as_str().to_owned());
                Ok(TransferTerms { customer, points, validity, comment })
            }
            _ => Err(FormErrors::default()),
        }
    }
}

/// More than zero, with two decimals at most.
pub fn parse_points(raw: &str) -> Result<Amount, &'static str> {
    let points = Amount::parse(raw).map_err(|_| message::NOT_VALID)?;
    if points.to_decimals(2) != points {
        return Err(message::NOT_VALID);
    }
    if points.is_negative() {
        return Err(message::TOO_LOW_ZERO);
    }
    if points == Amount::ZERO {
        return Err(TOO_FEW);
    }
    if points > MOST { Err(TOO_MANY) } else { Ok(points) }
}

fn days(raw: &str) -> Result<u32, &'static str> {
    match raw.parse::<i64>() {
        Ok(days) if days < 1 => Err(TOO_FEW),
        Ok(days) => match u32::try_from(days) {
            Ok(days) if days <= MOST_DAYS => Ok(days),
            _ => Err("This value should be 36500 or less."),
        },
        Err(_) => Err(message::NOT_VALID),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(points: &str, days: &str) -> TransferDraft {
        TransferDraft {
            shape: Shape::Sound,
            customer: Given::text("00000000-0000-474c-b092-b0dd880c07e1"),
            points: Given::text(points),
            validity_duration: Given::text(days),
            comment: Given::text("hello"),
        }
    }

    #[test]
    fn points_and_days_are_checked() {
        let good = draft("1.25", "7").check().unwrap();
        assert_eq!((good.points, good.validity), (Amount::parse("1.25").unwrap(), Some(7)));
        assert_eq!(draft("1000000000", "").check().unwrap().validity, None);
        for (points, days, field, said) in [
            ("", "", "points", message::BLANK),
            ("x", "", "points", message::NOT_VALID),
            ("1e3", "", "points", message::NOT_VALID),
            ("1.234", "", "points", message::NOT_VALID),
            ("-1", "", "points", message::TOO_LOW_ZERO),
            ("0", "", "points", TOO_FEW),
            ("0.99", "", "points", TOO_FEW),
            ("1000000000.01", "", "points", TOO_MANY),
            ("1", "0", "validityDuration", TOO_FEW),
            ("1", "1.5", "validityDuration", message::NOT_VALID),
            ("1", "36501", "validityDuration", "This value should be 36500 or less."),
        ] {
            let errors = draft(points, days).check().unwrap_err();
            let told: Vec<_> = errors.fields.iter().map(|it| (&*it.path, &*it.message)).collect();
            assert_eq!(told, [(field, said)], "{points} {days}");
        }
    }
}
