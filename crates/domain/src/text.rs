//! A single line of text, as people type it.

/// At most 255 characters, not empty, no control characters, no surrounding white space
/// (behaviour 0.2.4, 3.5.10).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(String);

/// Why a raw string is not a [`Text`]. Displays as the wire's message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    #[error("This value should not be blank.")]
    Blank,
    #[error("This value is too long. It should have {} characters or less.", Text::LIMIT)]
    TooLong,
    #[error("This value is not valid.")]
    ControlCharacters,
}

impl Text {
    /// The longest text, in characters.
    pub const LIMIT: usize = 255;

    pub fn parse(raw: &str) -> Result<Self, BadText> {
        let raw = raw.trim();
        if raw.is_empty() {
            return Err(BadText::Blank);
        }
        if raw.chars().any(char::is_control) {
            return Err(BadText::ControlCharacters);
        }
        if raw.chars().count() > Self::LIMIT {
            return Err(BadText::TooLong);
        }
        Ok(Self(raw.to_owned()))
    }

    /// Takes back a text that was parsed before it was stored.
    pub fn from_storage(stored: String) -> Self {
        Self(stored)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The form in which texts are compared and searched without regard to case.
pub fn folded(text: &str) -> String {
    text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_line_of_at_most_255_characters() {
        assert_eq!(Text::parse("  Ada ").unwrap().as_str(), "Ada");
        assert_eq!(Text::parse(" "), Err(BadText::Blank));
        assert_eq!(Text::parse("a\0b"), Err(BadText::ControlCharacters));
        assert_eq!(Text::parse("a\nb"), Err(BadText::ControlCharacters));
        assert!(Text::parse(&"ż".repeat(255)).is_ok());
        assert_eq!(Text::parse(&"ż".repeat(256)), Err(BadText::TooLong));
    }
}
