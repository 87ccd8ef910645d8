//! Secrets from the operating system's randomness.

use application::ports::Secrets;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Random bytes of the system, and a key of this installation for what is too short to be digested
/// without one.
pub struct RandomSecrets {
    code_key: Hmac<Sha256>,
}

impl RandomSecrets {
    /// `key`: only this installation has it.
    pub fn new(key: &[u8]) -> Self {
        Self { code_key: Hmac::new_from_slice(key).expect("HMAC takes keys of any length") }
    }

    /// With a key that only the holder of `secret` can make.
    pub fn derived_from(secret: &[u8]) -> Self {
        let parent = Self::new(secret);
        let key = parent.code_key.chain_update(b"laurel one-time codes").finalize().into_bytes();
        Self::new(&key)
    }
}

impl Secrets for RandomSecrets {
    fn fresh(&self) -> String {
        URL_SAFE_NO_PAD.encode(random_bytes())
    }

    fn code(&self) -> String {
        (100_000 + below(900_000)).to_string()
    }

    fn hex(&self, digits: usize) -> String {
        let bytes = std::iter::repeat_with(random_bytes).flatten();
        hexadecimal(bytes.take(digits.div_ceil(2))).chars().take(digits).collect()
    }

    fn password(&self) -> String {
        const LETTERS: &[u8; 62] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let letter = || char::from(LETTERS[usize::try_from(below(62)).expect("below 62")]);
        std::iter::repeat_with(letter).take(10).collect()
    }

    fn below(&self, end: u32) -> u32 {
        below(end)
    }

    fn digest_code(&self, purpose: &str, code: &str) -> String {
        let keyed = self.code_key.clone().chain_update(purpose).chain_update([0]);
        hexadecimal(keyed.chain_update(code).finalize().into_bytes())
    }

    fn digest(&self, secret: &str) -> String {
        hexadecimal(Sha256::digest(secret))
    }

    fn same(&self, one: &str, other: &str) -> bool {
        verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
    }
}

fn hexadecimal(bytes: impl IntoIterator<Item = u8>) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
    bytes.into_iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Every number below `end` as likely as any other: what would favour the low ones is drawn again.
fn below(end: u32) -> u32 {
    let fair = u32::MAX - u32::MAX % end;
    loop {
        let [a, b, c, d, ..] = random_bytes();
        let drawn = u32::from_le_bytes([a, b, c, d]);
        if drawn < fair {
            return drawn % end;
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the Secrets port")]
pub(crate) fn random_bytes() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("no supported system runs out of randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets() -> RandomSecrets {
        RandomSecrets::new(b"key")
    }

    #[test]
    fn secrets_are_43_url_safe_characters_and_never_the_same() {
        let secret = secrets().fresh();
        assert_eq!(secret.len(), 43);
        assert!(secret.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_'));
        assert_ne!(secret, secrets().fresh());
    }

    #[test]
    fn a_digest_is_sha256_in_hexadecimal() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(secrets().digest("abc"), abc);
    }

    #[test]
    fn codes_have_six_digits_and_passwords_ten_letters_and_digits() {
        for _ in 0..1000 {
            let code = secrets().code();
            assert!(code.len() == 6 && !code.starts_with('0'), "{code}");
            assert!(code.bytes().all(|it| it.is_ascii_digit()), "{code}");
            let password = secrets().password();
            assert!(password.len() == 10 && password.bytes().all(|it| it.is_ascii_alphanumeric()));
        }
        for digits in [1, 20, 40, 65] {
            let hex = secrets().hex(digits);
            assert_eq!(hex.len(), digits);
            assert!(hex.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f')));
        }
    }

    #[test]
    fn digests_of_codes_are_keyed_and_told_apart_by_purpose() {
        let digest = |key: &[u8], purpose, code| RandomSecrets::new(key).digest_code(purpose, code);
        let one = digest(b"key", "a", "123456");
        assert_eq!(one.len(), 64);
        assert_eq!(one, digest(b"key", "a", "123456"));
        for other in [
            digest(b"yek", "a", "123456"),
            digest(b"key", "b", "123456"),
            digest(b"key", "a1", "23456"),
        ] {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn only_equal_digests_are_the_same() {
        assert!(secrets().same("abc", "abc"));
        assert!(!secrets().same("abc", "abd"));
        assert!(!secrets().same("abc", "abcd"));
        assert!(!secrets().same("abc", ""));
    }
}
