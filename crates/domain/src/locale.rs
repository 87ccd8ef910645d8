//! Locales and texts in several of them.

use std::collections::BTreeMap;

use crate::text::Text;

/// A language code such as `en` or `pl_PL`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale(String);

/// Why a raw string is not a [`Locale`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This value is not valid.")]
pub struct BadLocale;

impl Locale {
    /// The locale of a store that names no other (behaviour 0.7.1).
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// Two or three lower-case letters, optionally `_` or `-` and two capitals.
    pub fn parse(raw: &str) -> Result<Self, BadLocale> {
        let (language, region) = match raw.split_once(['_', '-']) {
            Some((language, region)) => (language, Some(region)),
            None => (raw, None),
        };
        let legal_language =
            (2..=3).contains(&language.len()) && language.bytes().all(|it| it.is_ascii_lowercase());
        let legal_region =
            region.is_none_or(|it| it.len() == 2 && it.bytes().all(|it| it.is_ascii_uppercase()));
        if legal_language && legal_region {
            return Ok(Self(raw.replace('-', "_")));
        }
        Err(BadLocale)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `pl` for `pl_PL`.
    pub fn language(&self) -> &str {
        self.0.split('_').next().unwrap_or(&self.0)
    }
}

/// What one locale says about a level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Translation {
    pub name: Option<Text>,
    pub description: Option<Text>,
}

/// The translations of one thing, by locale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Translations(pub BTreeMap<Locale, Translation>);

impl Translations {
    /// The name for a reader of `wanted`: that locale, its language, the `fallback`, any
    /// (behaviour 3.9.3).
    pub fn name(&self, wanted: &Locale, fallback: &Locale) -> Option<&Text> {
        self.pick(wanted, fallback, |it| it.name.as_ref())
    }

    /// The description, chosen as [`name`](Self::name) is.
    pub fn description(&self, wanted: &Locale, fallback: &Locale) -> Option<&Text> {
        self.pick(wanted, fallback, |it| it.description.as_ref())
    }

    fn pick<'a>(
        &'a self,
        wanted: &Locale,
        fallback: &Locale,
        part: impl Fn(&'a Translation) -> Option<&'a Text>,
    ) -> Option<&'a Text> {
        let language = Locale(wanted.language().to_owned());
        [wanted, &language, fallback]
            .into_iter()
            .find_map(|locale| self.0.get(locale).and_then(&part))
            .or_else(|| self.0.values().find_map(&part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(pairs: &[(&str, &str)]) -> Translations {
        let translation =
            |name: &str| Translation { name: Text::parse(name).ok(), description: None };
        Translations(
            pairs
                .iter()
                .map(|(code, name)| (Locale::parse(code).unwrap(), translation(name)))
                .collect(),
        )
    }

    #[test]
    fn a_name_is_found_in_the_wanted_locale_its_language_or_the_fallback() {
        let names = named(&[("en", "gold"), ("pl", "złoty")]);
        let name = |wanted: &str| names.name(&Locale::parse(wanted).unwrap(), &Locale::english());
        assert_eq!(name("pl").unwrap().as_str(), "złoty");
        assert_eq!(name("pl_PL").unwrap().as_str(), "złoty");
        assert_eq!(name("de").unwrap().as_str(), "gold");
        let german = Locale::parse("de").unwrap();
        assert_eq!(named(&[("fr", "or")]).name(&german, &german).unwrap().as_str(), "or");
    }

    #[test]
    fn odd_codes_are_refused() {
        for bad in ["", "e", "EN", "en_", "en_us", "english", "e1"] {
            assert_eq!(Locale::parse(bad), Err(BadLocale), "{bad}");
        }
    }
}
