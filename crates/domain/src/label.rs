//! Labels: free key/value marks on a customer (behaviour 3.3).

use crate::form::message;
use crate::text::{BadText, Text};

/// One mark. The key is never empty, the value may be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    pub key: String,
    pub value: String,
}

/// Why a text is not a list of labels. Displays as the wire's message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLabels {
    #[error("{}", message::LABELS_INVALID)]
    EmptyKey,
    #[error(transparent)]
    Text(BadText),
}

/// Reads `key1:val1;key2:val2`. Pieces without a colon are dropped, the first colon splits, order
/// and duplicates are kept (behaviour 3.3.2).
pub fn parse_labels(raw: &str) -> Result<Vec<Label>, BadLabels> {
    raw.split(';').filter_map(|piece| piece.split_once(':')).map(label).collect()
}

fn label((key, value): (&str, &str)) -> Result<Label, BadLabels> {
    Label::parse(key, value)
}

impl Label {
    /// A label whose two parts came apart, as in a file of customers (behaviour 3.20.1).
    pub fn parse(key: &str, value: &str) -> Result<Self, BadLabels> {
        if key.is_empty() {
            return Err(BadLabels::EmptyKey);
        }
        for part in [key, value] {
            // Inner white space counts, so only the limits of a text apply, not its trimming.
            match Text::parse(part) {
                Ok(_) | Err(BadText::Blank) => {}
                Err(error) => return Err(BadLabels::Text(error)),
            }
        }
        Ok(Self { key: key.to_owned(), value: value.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pieces_without_a_colon_are_dropped_and_the_first_colon_splits() {
        let labels = parse_labels("a:1;b;c:x:y;d:;a:1").unwrap();
        let pairs: Vec<_> = labels.iter().map(|it| (&*it.key, &*it.value)).collect();
        assert_eq!(pairs, [("a", "1"), ("c", "x:y"), ("d", ""), ("a", "1")]);
        assert_eq!(parse_labels("").unwrap(), []);
        assert_eq!(parse_labels("0:x").unwrap()[0].key, "0");
    }

    #[test]
    fn an_empty_key_is_refused() {
        assert_eq!(parse_labels("a:1;b;c:x:y;:z"), Err(BadLabels::EmptyKey));
        assert_eq!(parse_labels("a:\0"), Err(BadLabels::Text(BadText::ControlCharacters)));
    }

    proptest! {
        #[test]
        fn labels_read_back_as_they_were_written(
            pairs in prop::collection::vec(("[a-z0-9 ]{1,8}", "[a-z0-9: ]{0,8}"), 0..10)
        ) {
            let text: Vec<_> = pairs.iter().map(|(key, value)| format!("{key}:{value}")).collect();
            let read = parse_labels(&text.join(";")).unwrap();
            let read: Vec<_> = read.into_iter().map(|it| (it.key, it.value)).collect();
            prop_assert_eq!(read, pairs);
        }
    }
}
