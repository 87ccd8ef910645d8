//! `X-Request-Id`: one name for a request in answers, logs and in front of us.

use poem::http::HeaderMap;

pub(super) const NAME: &str = "x-request-id";

/// The id that a proxy gave, if it is one.
pub(super) fn given(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(NAME)?.to_str().ok()?;
    let legal = id.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    ((1..=64).contains(&id.len()) && legal).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_short_and_plain() {
        let long = "a".repeat(65);
        for (id, good) in
            [("a-1", true), (&long[1..], true), (&long[..], false), ("", false), ("a b", false)]
        {
            let headers = HeaderMap::from_iter([(NAME.parse().unwrap(), id.parse().unwrap())]);
            assert_eq!(given(&headers).is_some(), good, "{id:?}");
        }
    }
}
