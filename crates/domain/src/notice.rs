//! What an operator tells a customer.

use crate::form::{FormErrors, Given, Shape, message};

/// The longest text of a notice, in characters.
const LONGEST: usize = 2_000;

/// A notice as submitted.
#[derive(Clone, Debug, Default)]
pub struct NoticeDraft {
    pub shape: Shape,
    pub title: Given,
    pub text: Given,
}

impl NoticeDraft {
    /// The title, on one line, and the text. Both are required.
    pub fn check(&self) -> Result<(String, String), FormErrors> {
        let mut errors = FormErrors::default();
        if matches!(self.shape, Shape::NotAGroup) {
            self.shape.report(&mut errors);
            return Err(errors);
        }
        self.shape.report(&mut errors);
        let title = self.title.required_line("title", &mut errors);
        let text = self.text.required("text", &mut errors, |raw| {
            let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
            if raw.chars().count() > LONGEST {
                let limit = "This value is too long. It should have 2000 characters or less.";
                return Err(limit);
            }
            if raw.chars().any(odd) { Err(message::NOT_VALID) } else { Ok(raw.to_owned()) }
        });
        errors.none()?;
        let title = title.map(|it| it.as_str().to_owned());
        title.zip(text).ok_or_else(FormErrors::default)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_has_a_title_and_a_text_of_some_lines() {
        let check = |title: &str, text: &str| {
            let (title, text) = (Given::text(title), Given::text(text));
            NoticeDraft { shape: Shape::Sound, title, text }.check()
        };
        assert_eq!(check("A", "b\nc").unwrap(), ("A".to_owned(), "b\nc".to_owned()));
        let errors = check("", "").unwrap_err();
        assert!(errors.has("title") && errors.has("text"));
        let errors = check("a\nb", "\u{7}").unwrap_err();
        assert!(errors.has("title") && errors.has("text"));
        assert!(check("A", &"x".repeat(2_001)).unwrap_err().has("text"));
    }
}
