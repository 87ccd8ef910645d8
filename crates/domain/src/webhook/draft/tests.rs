//! What is taken of an endpoint, and what is not.

use uuid::Uuid;

use super::*;
use crate::ids::EndpointId;

fn stored() -> Endpoint {
    Endpoint {
        id: EndpointId(Uuid::nil()),
        url: "https://example.com/hook".to_owned(),
        topics: vec![Topic::CustomerDeleted],
        secret: "whsec_1".to_owned(),
        previous: None,
        header: Some(("X-Key".to_owned(), "value".to_owned())),
        active: true,
        disabled_reason: None,
        from_settings: false,
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

fn texts(words: &[&str]) -> GivenGroup<Vec<Given>> {
    GivenGroup::Members(words.iter().copied().map(Given::text).collect())
}

fn paths(result: Result<EndpointTerms, FormErrors>) -> Vec<String> {
    result.unwrap_err().fields.into_iter().map(|it| it.path.into_owned()).collect()
}

#[test]
fn a_new_endpoint_needs_an_address_and_gets_everything() {
    let draft = EndpointDraft { url: Given::text("https://x.io"), ..EndpointDraft::default() };
    let terms = draft.open(|_| true).unwrap();
    assert!(terms.active && terms.topics.is_empty() && terms.header.is_none());
    assert_eq!(paths(EndpointDraft::default().open(|_| true)), ["url"]);
    let unsent = EndpointDraft { shape: Shape::NotSubmitted, ..EndpointDraft::default() };
    assert_eq!(paths(unsent.open(|_| true)), ["url"]);
    let refused = draft.open(|_| false).unwrap_err();
    assert_eq!(refused.fields[0].message, NOT_URL);
}

#[test]
fn what_a_change_leaves_out_stays() {
    let terms = EndpointDraft::default().change(&stored(), |_| false).unwrap();
    let Endpoint { url, topics, active, header, .. } = stored();
    assert_eq!(terms, EndpointTerms { url, topics, active, header });
    let change = EndpointDraft {
        events: GivenGroup::Empty,
        active: Given::text("0"),
        header_name: Given::Empty,
        ..EndpointDraft::default()
    };
    let terms = change.change(&stored(), |_| false).unwrap();
    assert!(!terms.active && terms.topics.is_empty() && terms.header.is_none());
}

#[test]
fn events_are_chosen_from_those_there_are() {
    let draft = |words| EndpointDraft { events: texts(words), ..EndpointDraft::default() };
    let known = draft(&["customer.updated", "customer.updated", "customer.deleted"]);
    let terms = known.change(&stored(), |_| true).unwrap();
    assert_eq!(terms.topics, [Topic::CustomerUpdated, Topic::CustomerDeleted]);
    let unknown = draft(&["customer.eaten", "customer.deleted", "x"]);
    assert_eq!(paths(unknown.change(&stored(), |_| true)), ["events.0", "events.2"]);
}

#[test]
fn a_header_has_a_name_and_a_value_that_can_be_sent() {
    for (name, value, bad) in [
        ("X-A", "b c", &[][..]),
        ("X-A", "", &["headerValue"]),
        ("", "b", &["headerName"]),
        ("X A", "b", &["headerName"]),
        ("X-A", "b\r\nX-B: c", &["headerValue"]),
        ("Content-Length", "1", &["headerName"]),
        ("Webhook-Id", "1", &["headerName"]),
    ] {
        let draft = EndpointDraft {
            url: Given::text("https://x.io"),
            header_name: Given::text(name),
            header_value: Given::text(value),
            ..EndpointDraft::default()
        };
        let checked = draft.open(|_| true);
        if bad.is_empty() {
            assert_eq!(checked.unwrap().header, Some((name.to_owned(), value.to_owned())));
        } else {
            assert_eq!(paths(checked), bad, "{name}: {value}");
        }
    }
}

#[test]
fn an_endpoint_of_the_settings_keeps_what_they_say() {
    let of_settings = Endpoint { from_settings: true, ..stored() };
    let change = EndpointDraft {
        url: Given::text("https://x.io"),
        active: Given::text("0"),
        ..EndpointDraft::default()
    };
    assert_eq!(paths(change.change(&of_settings, |_| true)), ["url"]);
    let change = EndpointDraft { url: Given::Absent, ..change };
    assert!(!change.change(&of_settings, |_| true).unwrap().active);
}

#[test]
fn a_replay_has_a_beginning_before_its_end() {
    let check = |from: &str, until: &str| {
        let draft = ReplayDraft {
            from: Given::text(from),
            until: Given::text(until),
            ..ReplayDraft::default()
        };
        let checked = draft.check(chrono_tz::Europe::Warsaw);
        checked
            .map_err(|it| it.fields.into_iter().map(|it| it.path.into_owned()).collect::<Vec<_>>())
    };
    let (from, _) = check("2026-01-01 10:00", "2026-01-02").unwrap();
    assert_eq!(from.to_rfc3339(), "2026-01-01T09:00:00+00:00");
    assert_eq!(check("", "x"), Err(vec!["from".to_owned(), "until".to_owned()]));
    assert_eq!(check("2026-01-02", "2026-01-02"), Err(vec!["until".to_owned()]));
}
