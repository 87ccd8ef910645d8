//! Money, points and reward fractions: fixed point with four decimals, never floats.

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

const SCALE: i64 = 10_000;

/// An amount of money or points, held in ten-thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

/// Why a text is not an [`Amount`] or a [`Fraction`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This value is not valid.")]
pub struct BadAmount;

impl Amount {
    pub const ZERO: Self = Self(0);

    pub const fn from_units(units: i64) -> Self {
        Self(units * SCALE)
    }

    pub const fn from_ten_thousandths(value: i64) -> Self {
        Self(value)
    }

    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// Reads a plain decimal number (`20`, `-1.5`); digits past the fourth decimal are rounded
    /// half to even. No exponents, no separators.
    pub fn parse(raw: &str) -> Result<Self, BadAmount> {
        scaled(decimal(raw)?).map(Self)
    }

    /// This amount shared by `count`, rounded half to even; zero for nobody (behaviour 3.16.7).
    #[must_use]
    pub fn average_over(self, count: i64) -> Self {
        if count <= 0 {
            return Self::ZERO;
        }
        let mean = Decimal::from(self.0) / Decimal::from(count);
        Self(mean.round().to_i64().unwrap_or(i64::MAX))
    }

    /// The sum, or the largest amount there is: no sum of real purchases comes near it.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference, or the smallest amount there is.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The product, rounded half to even to `decimals` (at most four).
    #[must_use]
    pub fn times(self, factor: Self, decimals: u32) -> Self {
        let product = Decimal::new(self.0, 4) * Decimal::new(factor.0, 4);
        Self::rounded(product, decimals)
    }

    /// `self * part / whole`, rounded half to even to `decimals`; zero when the whole is.
    #[must_use]
    pub fn share(self, part: Self, whole: Self, decimals: u32) -> Self {
        if whole.0 == 0 {
            return Self::ZERO;
        }
        let product = Decimal::new(self.0, 4) * Decimal::new(part.0, 4);
        Self::rounded(product / Decimal::new(whole.0, 4), decimals)
    }

    /// Rounded half to even to so many decimals.
    #[must_use]
    pub fn to_decimals(self, decimals: u32) -> Self {
        Self::rounded(Decimal::new(self.0, 4), decimals)
    }

    /// Without its fraction, towards zero.
    #[must_use]
    pub const fn truncated(self) -> Self {
        Self(self.0 / SCALE * SCALE)
    }

    /// `"1.50"`: exactly two decimals (behaviour 3.11).
    pub fn two_decimals(self) -> String {
        format!("{:.2}", Decimal::new(self.0, 4).round_dp(2))
    }

    fn rounded(value: Decimal, decimals: u32) -> Self {
        scaled(value.round_dp(decimals)).map_or(Self(i64::MAX), Self)
    }

    #[must_use]
    pub const fn absolute(self) -> Self {
        Self(self.0.saturating_abs())
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl fmt::Display for Amount {
    /// The shortest decimal: `3`, `1.5`, `161.9`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Decimal::new(self.0, 4).normalize().fmt(f)
    }
}

/// A sum of products, exact until it is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum(Decimal);

impl From<Amount> for Sum {
    fn from(amount: Amount) -> Self {
        Self(Decimal::new(amount.0, 4))
    }
}

impl Sum {
    pub fn product(one: Amount, other: Amount) -> Self {
        Self::from(one).times(other)
    }

    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    #[must_use]
    pub fn times(self, factor: Amount) -> Self {
        Self(self.0.saturating_mul(Decimal::new(factor.0, 4)))
    }

    /// Itself, or nothing.
    #[must_use]
    pub fn if_any(self, counts: bool) -> Self {
        if counts { self } else { Self::default() }
    }

    /// Half to even, to so many decimals (at most four).
    pub fn rounded(self, decimals: u32) -> Amount {
        Amount::rounded(self.0, decimals)
    }
}

/// A reward's worth as a share of one: 0.05 is five per cent (behaviour 3.9.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fraction(i64);

impl Fraction {
    pub const fn from_ten_thousandths(value: i64) -> Self {
        Self(value)
    }

    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// Reads a percentage as people type it: `5` is 0.05 (behaviour C3).
    pub fn parse_percentage(raw: &str) -> Result<Self, BadAmount> {
        let percent = decimal(raw)?;
        scaled(percent.checked_div(Decimal::ONE_HUNDRED).ok_or(BadAmount)?).map(Self)
    }

    /// The same share in per cent: 5 for 0.05.
    pub const fn percentage(self) -> Amount {
        Amount(self.0 * 100)
    }

    /// The same share as an amount, for output as a number.
    pub const fn as_amount(self) -> Amount {
        Amount(self.0)
    }

    /// `15.00%`: two decimals, `,` between thousands (behaviour 0.3.4).
    pub fn percent_text(self) -> String {
        let hundredths = self.0.unsigned_abs();
        let whole = (hundredths / 100).to_string();
        let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{grouped}.{:02}%", hundredths % 100)
    }
}

fn decimal(raw: &str) -> Result<Decimal, BadAmount> {
    let plain = !raw.is_empty() && raw.chars().all(|it| it.is_ascii_digit() || "+-.".contains(it));
    if !plain {
        return Err(BadAmount);
    }
    Decimal::from_str_exact(raw).map_err(|_| BadAmount)
}

fn scaled(value: Decimal) -> Result<i64, BadAmount> {
    let exact = value.checked_mul(Decimal::from(SCALE)).ok_or(BadAmount)?;
    exact.round().to_i64().ok_or(BadAmount)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_read_and_printed_in_shortest_form() {
        for (raw, shown) in [
            ("3", "3"),
            ("1.50", "1.5"),
            ("161.9000", "161.9"),
            ("-0.0001", "-0.0001"),
            ("0.00005", "0"),
        ] {
            assert_eq!(Amount::parse(raw).unwrap().to_string(), shown, "{raw}");
        }
        for bad in ["", "x", "1e3", "1,5", "--1", "999999999999999999999"] {
            assert_eq!(Amount::parse(bad), Err(BadAmount), "{bad}");
        }
    }

    #[test]
    fn fractions_are_typed_as_percentages_and_shown_with_two_decimals() {
        for (raw, shown) in [
            ("0", "0.00%"),
            ("5", "5.00%"),
            ("15", "15.00%"),
            ("0.5", "0.50%"),
            ("123456", "123,456.00%"),
            ("100", "100.00%"),
        ] {
            assert_eq!(Fraction::parse_percentage(raw).unwrap().percent_text(), shown, "{raw}");
        }
    }

    #[test]
    fn products_and_shares_are_rounded_once() {
        let amount = |raw: &str| Amount::parse(raw).unwrap();
        for (a, b, decimals, expected) in
            [("3", "2.3", 2, "6.9"), ("0.05", "0.1", 2, "0"), ("0.15", "0.1", 2, "0.02")]
        {
            assert_eq!(amount(a).times(amount(b), decimals), amount(expected), "{a} * {b}");
        }
        assert_eq!(amount("230").share(amount("40"), amount("100"), 2), amount("92"));
        assert_eq!(amount("10").share(amount("1"), amount("3"), 2), amount("3.33"));
        assert_eq!(amount("10").share(amount("1"), Amount::ZERO, 2), Amount::ZERO);
        assert_eq!(amount("217.9").truncated(), amount("217"));
        assert_eq!(amount("-1.9").truncated(), amount("-1"));
        for (raw, shown) in [("1.5", "1.50"), ("0", "0.00"), ("560", "560.00"), ("1.005", "1.00")] {
            assert_eq!(amount(raw).two_decimals(), shown);
        }
    }

    #[test]
    fn an_average_over_nobody_is_zero() {
        assert_eq!(Amount::from_units(3).average_over(0), Amount::ZERO);
        assert_eq!(Amount::from_units(3).average_over(2).to_string(), "1.5");
        assert_eq!(Amount::from_units(10).average_over(3).to_string(), "3.3333");
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(value in any::<i64>()) {
            let amount = Amount::from_ten_thousandths(value);
            prop_assert_eq!(Amount::parse(&amount.to_string()), Ok(amount));
        }

        #[test]
        fn an_average_is_within_one_step_of_the_quotient(total in 0..=i64::MAX / 2, count in 1..1_000_000_i64) {
            let mean = Amount::from_ten_thousandths(total).average_over(count).ten_thousandths();
            prop_assert!((mean - total / count).abs() <= 1);
        }
    }
}
