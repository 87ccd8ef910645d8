//! Headers as the contract's curl lines send them.

use poem::Request;
use poem::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use poem::http::{HeaderName, HeaderValue};

const SEEN_ESCAPED: [HeaderName; 3] = [ACCEPT, AUTHORIZATION, CONTENT_TYPE];

/// Some of the contract's calls escape blanks inside quotes, `-H "Accept:\ application/json"`,
/// where a shell keeps the backslash. In no legal value of these headers does one stand before a
/// blank, so it is taken as what was meant.
pub(super) fn unescape_blanks(request: &mut Request) {
    for name in SEEN_ESCAPED {
        let Some(given) = request.headers().get(&name) else { continue };
        let Ok(text) = given.to_str() else { continue };
        if text.contains("\\ ")
            && let Ok(meant) = HeaderValue::from_str(text.replace("\\ ", " ").trim())
        {
            request.headers_mut().insert(name, meant);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escaped_blank_is_a_blank() {
        for (given, meant) in [
            ("\\ application/json", "application/json"),
            ("\\ Bearer\\ a.b.c", "Bearer a.b.c"),
            ("Bearer a.b.c", "Bearer a.b.c"),
            ("a\\b", "a\\b"),
        ] {
            let mut request = Request::builder().header(AUTHORIZATION, given).finish();
            unescape_blanks(&mut request);
            assert_eq!(request.header(AUTHORIZATION), Some(meant));
        }
    }
}
