//! What a good enough password is (behaviour 3.7, level `advanced`).

use crate::form::{FormErrors, Given};

/// The longest password taken, in bytes: hashing cost must not depend on the caller's patience.
pub const LONGEST: usize = 128;

type Rule = (fn(&str) -> bool, &'static str);

/// Every rule with the message for a password that breaks it, in the order they are reported.
const RULES: [Rule; 6] = [
    (|it| it.chars().count() >= 8, "Your password must be at least 8 characters long."),
    (|it| it.chars().any(char::is_alphabetic), "Your password must include at least one letter."),
    (
        |it| it.chars().any(char::is_lowercase) && it.chars().any(char::is_uppercase),
        "Your password must include both upper and lower case letters.",
    ),
    (
        |it| it.chars().any(|c| c.is_ascii_digit()),
        "Your password must include at least one number.",
    ),
    (
        |it| it.chars().any(|c| !c.is_alphanumeric()),
        "Your password must contain at least one special character.",
    ),
    (|it| it.len() <= LONGEST, "Your password must be at most 128 bytes long."),
];

/// A password that keeps the rules. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Reads a password, or reports every broken rule on `path`.
    pub fn check(given: &Given, path: &'static str, errors: &mut FormErrors) -> Option<Self> {
        let raw = given.required(path, errors, |raw| Ok::<_, String>(raw.to_owned()))?;
        let broken: Vec<_> = RULES.iter().filter(|(keeps, _)| !keeps(&raw)).collect();
        for (_, said) in &broken {
            errors.field(path, *said);
        }
        broken.is_empty().then_some(Self(raw))
    }

    /// A password that is taken as it is: the demo's, and one to compare with what is stored.
    pub fn unchecked(raw: impl Into<String>) -> Self {
        // Submitted passwords arrive trimmed, so this one must be, too.
        Self(raw.into().trim().to_owned())
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::message;

    #[test]
    fn all_broken_rules_are_listed_in_order() {
        let said = |raw: &str| {
            let mut errors = FormErrors::default();
            let password = Password::check(&Given::text(raw), "plainPassword", &mut errors);
            assert_eq!(password.is_some(), errors.is_empty());
            errors.fields.into_iter().map(|it| it.message.into_owned()).collect::<Vec<_>>()
        };
        assert_eq!(said("Str0ng!pass"), Vec::<String>::new());
        assert_eq!(said(""), [message::BLANK]);
        assert_eq!(said("1234567!").len(), 2);
        assert_eq!(said("short"), [RULES[0].1, RULES[2].1, RULES[3].1, RULES[4].1]);
        assert_eq!(said(&format!("Aa1!{}", "x".repeat(125))), [RULES[5].1]);
    }

    #[test]
    fn a_password_is_not_printed() {
        assert_eq!(format!("{:?}", Password::unchecked("open")), "Password(redacted)");
    }
}
