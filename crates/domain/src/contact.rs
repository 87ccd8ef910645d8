//! How a person is reached: e-mail addresses and phone numbers.

use email_address::{EmailAddress, Options};
use phonenumber::metadata::DATABASE;

use crate::form::message;

/// An e-mail address, trimmed and in lower case (behaviour 3.2.1). At most 255 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

/// Why a raw string is not an [`Email`]. Displays as the wire's message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", message::NOT_EMAIL)]
pub struct BadEmail;

impl Email {
    pub fn parse(raw: &str) -> Result<Self, BadEmail> {
        let raw = raw.trim().to_lowercase();
        let options =
            Options::default().with_required_tld().without_display_text().without_domain_literal();
        let legal = raw.len() <= 255 && EmailAddress::parse_with_options(&raw, options).is_ok();
        if legal { Ok(Self(raw)) } else { Err(BadEmail) }
    }

    /// Takes back an address that was parsed before it was stored.
    pub fn from_storage(stored: String) -> Self {
        Self(stored)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A phone number, kept as typed (behaviour 3.4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone(String);

/// Why a raw string is not a [`Phone`]. Displays as the wire's message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", message::NOT_PHONE)]
pub struct BadPhone;

impl Phone {
    /// Digits with one optional leading `+`. With `+`: a possible number of its country by
    /// libphonenumber's metadata. Without: 5 to 20 digits (decision 8, behaviour 3.4.3).
    pub fn parse(raw: &str) -> Result<Self, BadPhone> {
        let raw = raw.trim();
        let digits = phone_key(raw);
        let all_digits = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
        let international = raw.starts_with('+');
        let legal = all_digits
            && if international {
                digits.len() <= 15 && is_possible_number(raw)
            } else {
                (5..=20).contains(&digits.len())
            };
        if legal { Ok(Self(raw.to_owned())) } else { Err(BadPhone) }
    }

    /// Takes back a number that was parsed before it was stored.
    pub fn from_storage(stored: String) -> Self {
        Self(stored)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which numbers are compared: without the leading `+` (behaviour 3.5.3).
    pub fn key(&self) -> &str {
        phone_key(&self.0)
    }
}

/// Any text in the form in which phone numbers are compared.
pub fn phone_key(raw: &str) -> &str {
    raw.strip_prefix('+').unwrap_or(raw)
}

/// Has a country, and as many digits as that country's numbers can have. Whether the number is
/// allotted is not asked: ranges open faster than metadata is released.
fn is_possible_number(raw: &str) -> bool {
    let Ok(number) = phonenumber::parse(None, raw) else { return false };
    let national = number.national();
    let digits = usize::from(national.zeros()) + national.value().to_string().len();
    let Some(countries) = DATABASE.by_code(&number.country().code()) else { return false };
    countries.iter().any(|country| {
        let kinds = country.descriptors();
        [
            kinds.fixed_line(),
            kinds.mobile(),
            kinds.toll_free(),
            kinds.shared_cost(),
            kinds.personal_number(),
            kinds.voip(),
            kinds.uan(),
        ]
        .into_iter()
        .flatten()
        .any(|kind| kind.possible_length().iter().any(|it| usize::from(*it) == digits))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails_are_lower_cased_and_need_a_top_level_domain() {
        assert_eq!(Email::parse(" USER@oloy.com ").unwrap().as_str(), "user@oloy.com");
        for bad in [
            "",
            "x",
            "a@b",
            "Foo <a@b.io>",
            "a@[127.0.0.1]",
            "a b@c.io",
            "a@b.io\r\nBcc: x@y.io",
            "a@@b.io",
        ] {
            assert_eq!(Email::parse(bad), Err(BadEmail), "{bad:?}");
        }
    }

    /// The golden list of decision 8.
    #[test]
    fn the_documented_phone_numbers_pass_and_the_documented_bad_one_does_not() {
        for good in [
            "+48234234000",
            "+48456456000",
            "+48123123123",
            "+48123456789",
            "111112222",
            "11111",
            "0665998332",
            "000000005000",
            "000000004000",
            "1231232312312312360",
            "12312323123123123760",
        ] {
            assert_eq!(Phone::parse(good).map(|it| it.as_str().to_owned()), Ok(good.to_owned()));
        }
        for bad in [
            "+440000000",
            "+",
            "",
            "1234",
            "+48 234",
            "12-34567",
            "123456789012345678901",
            "++48234234000",
            "+4823423400a",
            "１２３４５",
        ] {
            assert_eq!(Phone::parse(bad), Err(BadPhone), "{bad:?}");
        }
    }
}
