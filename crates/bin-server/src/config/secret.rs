//! Values that are not shown.

use std::fmt;

use serde::Deserialize;

/// What is shown in the place of a secret.
pub(super) const HIDDEN: &str = "***";

macro_rules! secrets {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Deserialize)]
        pub struct $name(String);

        impl $name {
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // In quotes, as the configuration file has it.
                fmt::Debug::fmt(&self.to_string(), f)
            }
        }
    )+};
}

secrets! {
    /// Nothing of it is shown but whether there is one.
    Secret;
    /// `Name: value`, of which the name is shown.
    SecretHeader;
    /// An address, shown without sign-in and query.
    SecretQuery;
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "" } else { HIDDEN })
    }
}

impl fmt::Display for SecretHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.split_once(':') {
            Some((name, _)) => write!(f, "{name}: {HIDDEN}"),
            None => f.write_str(HIDDEN),
        }
    }
}

impl fmt::Display for SecretQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (address, query) = match self.0.split_once('?') {
            Some((address, _)) => (address, format!("?{HIDDEN}")),
            None => (&*self.0, String::new()),
        };
        match (address.split_once("://"), address.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, place))) => {
                write!(f, "{scheme}://{HIDDEN}@{place}{query}")
            }
            _ => write!(f, "{address}{query}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        let shown = |value: &dyn fmt::Debug| format!("{value:?}");
        assert_eq!(shown(&Secret("s3cret".into())), "\"***\"");
        assert_eq!(shown(&Secret(String::new())), "\"\"");
        assert_eq!(shown(&SecretHeader("X-Key: s3cret".into())), "\"X-Key: ***\"");
        assert_eq!(shown(&SecretHeader("s3cret".into())), "\"***\"");
        for (url, expected) in [
            ("", ""),
            ("https://gw.example/send", "https://gw.example/send"),
            ("https://gw.example/send?key=s3cret&a=1", "https://gw.example/send?***"),
            ("https://a:s3@cret@gw.example/", "https://***@gw.example/"),
        ] {
            assert_eq!(SecretQuery(url.into()).to_string(), expected);
        }
    }
}
