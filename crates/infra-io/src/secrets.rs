//! Secrets from the operating system's randomness.

use application::ports::Secrets;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

#[derive(Clone, Copy, Debug, Default)]
pub struct RandomSecrets;

impl Secrets for RandomSecrets {
    fn fresh(&self) -> String {
        URL_SAFE_NO_PAD.encode(random_bytes())
    }

    fn digest(&self, secret: &str) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |half: u8| char::from(DIGITS[usize::from(half)]);
        let digest = Sha256::digest(secret);
        digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }

    fn same(&self, one: &str, other: &str) -> bool {
        verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the Secrets port")]
fn random_bytes() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("no supported system runs out of randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_43_url_safe_characters_and_never_the_same() {
        let secret = RandomSecrets.fresh();
        assert_eq!(secret.len(), 43);
        assert!(secret.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_'));
        assert_ne!(secret, RandomSecrets.fresh());
    }

    #[test]
    fn a_digest_is_sha256_in_hexadecimal() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(RandomSecrets.digest("abc"), abc);
    }

    #[test]
    fn only_equal_digests_are_the_same() {
        assert!(RandomSecrets.same("abc", "abc"));
        assert!(!RandomSecrets.same("abc", "abd"));
        assert!(!RandomSecrets.same("abc", "abcd"));
        assert!(!RandomSecrets.same("abc", ""));
    }
}
