//! Permanent keys (decision 11): what one may do, and the text its holder sends.

use chrono_tz::Tz;
use uuid::Uuid;

use crate::Timestamp;
use crate::access::{PermissionDraft, Rights, grants};
use crate::form::{FormErrors, Given, Shape, message};
use crate::ids::KeyId;
use crate::store::StoreCode;
use crate::text::Text;
use crate::time::parse_instant;

/// The longest secret that is looked at.
const LONGEST_SECRET: usize = 64;

/// What a key is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyTerms {
    pub name: Text,
    /// Never the master's: a key says what it is for.
    pub rights: Rights,
    /// `None`: good for every store. Whether the store exists is for the caller to find out.
    pub store: Option<StoreCode>,
    /// `None`: good until it is deleted.
    pub expires_at: Option<Timestamp>,
}

/// A key as submitted.
#[derive(Clone, Debug, Default)]
pub struct KeyDraft {
    pub shape: Shape,
    pub name: Given,
    /// `None`: not submitted.
    pub permissions: Option<Vec<PermissionDraft>>,
    pub store: Given,
    pub expires_at: Given,
}

impl KeyDraft {
    /// The terms this draft describes. A name and at least one permission are required; a time
    /// without an offset is local to `zone` and must come after `now`.
    pub fn check(&self, zone: Tz, now: Timestamp) -> Result<KeyTerms, FormErrors> {
        let mut errors = FormErrors::default();
        if !self.shape.report(&mut errors) {
            return Err(errors);
        }
        let name = self.name.required_line("name", &mut errors);
        let permissions = self.permissions.as_deref().unwrap_or_default();
        if permissions.is_empty() {
            errors.field("permissions", message::BLANK);
        }
        let rights = Rights::Granted(grants(permissions, &mut errors));
        let code = |raw: &str| StoreCode::parse(raw).map_err(|_| message::NOT_VALID);
        let store = self.store.parsed("store", &mut errors, code);
        let in_future = |raw: &str| match parse_instant(raw, zone) {
            Ok(at) if at > now => Ok(at),
            Ok(_) | Err(_) => Err(message::NOT_VALID),
        };
        let expires_at = self.expires_at.parsed("expiresAt", &mut errors, in_future);
        errors.none()?;
        let name = name.ok_or_else(FormErrors::default)?;
        Ok(KeyTerms { name, rights, store, expires_at })
    }
}

/// `laurel_<32 hex digits>_<secret>`: what the holder of a key sends.
pub fn key_text(id: KeyId, secret: &str) -> String {
    format!("laurel_{}_{secret}", id.0.simple())
}

/// The id and the secret of a text that [`key_text`] could have made.
pub fn parse_key_text(text: &str) -> Option<(KeyId, &str)> {
    let (id, secret) = text.strip_prefix("laurel_")?.split_once('_')?;
    let well_formed = id.len() == 32 && (1..=LONGEST_SECRET).contains(&secret.len());
    well_formed.then(|| Uuid::try_parse(id).ok()).flatten().map(|id| (KeyId(id), secret))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Access, Resource};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn draft() -> KeyDraft {
        let permission =
            PermissionDraft { resource: Given::text("CUSTOMER"), access: Given::text("VIEW") };
        KeyDraft {
            name: Given::text("Till"),
            permissions: Some(vec![permission]),
            ..KeyDraft::default()
        }
    }

    #[test]
    fn a_key_says_what_it_is_for() {
        let terms = draft().check(Tz::UTC, NOW).unwrap();
        assert!(terms.rights.cover(Resource::Customer, Access::View));
        assert!(!terms.rights.cover(Resource::Customer, Access::Modify));
        assert_eq!((terms.store, terms.expires_at), (None, None));
    }

    #[test]
    fn every_missing_or_odd_part_is_named() {
        let odd = KeyDraft {
            store: Given::text("admin"),
            expires_at: Given::text("1970-01-01"),
            ..KeyDraft::default()
        };
        let errors = odd.check(Tz::UTC, NOW).unwrap_err();
        let paths: Vec<_> = errors.fields.iter().map(|it| &*it.path).collect();
        assert_eq!(paths, ["name", "permissions", "store", "expiresAt"]);
    }

    #[test]
    fn a_keys_expiry_is_read_in_the_stores_time_zone() {
        let dated = KeyDraft { expires_at: Given::text("2030-01-01"), ..draft() };
        let expires_at = dated.check(chrono_tz::Europe::Warsaw, NOW).unwrap().expires_at.unwrap();
        assert_eq!(expires_at.to_rfc3339(), "2029-12-31T23:00:00+00:00");
    }

    #[test]
    fn a_keys_text_is_read_back_whatever_its_secret_holds() {
        let id = KeyId(Uuid::from_u128(7));
        let text = key_text(id, "a_b-c_");
        assert_eq!(text, "laurel_00000000000000000000000000000007_a_b-c_");
        assert_eq!(parse_key_text(&text), Some((id, "a_b-c_")));
        for bad in [
            "",
            "laurel_",
            "laurel_00000000000000000000000000000007",
            "laurel_00000000000000000000000000000007_",
            "laurel_7_secret",
            "other_00000000000000000000000000000007_secret",
            "laurel_0000000000000000000000000000000x_secret",
        ] {
            assert_eq!(parse_key_text(bad), None, "{bad}");
        }
        assert_eq!(parse_key_text(&key_text(id, &"x".repeat(65))), None);
    }
}
