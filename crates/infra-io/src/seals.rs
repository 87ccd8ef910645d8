//! Payloads with a keyed mark (HMAC-SHA256) on them.

use application::ports::Seals;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The length of a mark in bytes.
const MARK: usize = 32;

pub struct HmacSeals {
    /// Keyed once, cloned for each use.
    keyed: Hmac<Sha256>,
}

impl HmacSeals {
    pub fn new(key: &[u8]) -> Self {
        Self { keyed: Hmac::new_from_slice(key).expect("HMAC takes keys of any length") }
    }

    /// Seals with a key of their own that only the holder of `secret` can make.
    pub fn derived_from(secret: &[u8]) -> Self {
        let parent = Self::new(secret);
        let key = parent.keyed.chain_update(b"laurel scroll cursors").finalize().into_bytes();
        Self::new(&key)
    }
}

impl Seals for HmacSeals {
    fn seal(&self, payload: &[u8]) -> String {
        let mark = self.keyed.clone().chain_update(payload).finalize().into_bytes();
        URL_SAFE_NO_PAD.encode([payload, &mark].concat())
    }

    fn open(&self, sealed: &str) -> Option<Vec<u8>> {
        let mut bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let mark = bytes.split_off(bytes.len().checked_sub(MARK)?);
        self.keyed.clone().chain_update(&bytes).verify_slice(&mark).ok()?;
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_again() {
        let seals = HmacSeals::new(&[7; 32]);
        for payload in [b"".as_slice(), b"x", b"\0\xff some cursor"] {
            assert_eq!(seals.open(&seals.seal(payload)).as_deref(), Some(payload));
        }
    }

    #[test]
    fn one_flipped_bit_anywhere_breaks_the_seal() {
        let seals = HmacSeals::new(&[7; 32]);
        let bytes = URL_SAFE_NO_PAD.decode(seals.seal(b"cursor")).unwrap();
        for at in 0..bytes.len() * 8 {
            let mut forged = bytes.clone();
            forged[at / 8] ^= 1 << (at % 8);
            assert_eq!(seals.open(&URL_SAFE_NO_PAD.encode(forged)), None, "bit {at}");
        }
    }

    #[test]
    fn foreign_short_and_unreadable_seals_do_not_open() {
        let seals = HmacSeals::new(&[7; 32]);
        let foreign = HmacSeals::new(&[8; 32]).seal(b"cursor");
        let padded = seals.seal(b"curs") + "=";
        for bad in [foreign.as_str(), padded.as_str(), "", "AAAA", "not base64!"] {
            assert_eq!(seals.open(bad), None, "{bad}");
        }
    }
}
