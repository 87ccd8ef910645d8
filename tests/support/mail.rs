//! What a demo server has sent: it writes messages to files.

use std::time::{Duration, Instant};

use application::ports::{Page, SentMessages};
use domain::store::StoreCode;
use infra_io::Files;

use crate::server::Server;

/// The texts of all messages of a kind to an address in a store, the first one first, as soon as
/// there are `count` of them.
pub async fn received(
    server: &Server,
    store: &str,
    kind: &str,
    to: &str,
    count: usize,
) -> Vec<String> {
    let files = Files::new(server.data.join("outbox"));
    let store = StoreCode::parse(store).expect("a store code");
    let started = Instant::now();
    loop {
        let page = Page { offset: 0, limit: 1000 };
        let listed = files.list(&store, page).await.expect("the outbox").items;
        let meant = listed.into_iter().filter(|it| it.kind == kind && it.to == to);
        let mut texts: Vec<_> = meant.map(|it| it.text).collect();
        if texts.len() >= count {
            texts.reverse();
            return texts;
        }
        assert!(started.elapsed() < Duration::from_mins(1), "{count} of {kind} to {to}: {texts:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// What comes after `mark` in a text, up to the next blank.
#[track_caller]
pub fn after(text: &str, mark: &str) -> String {
    let (_, rest) = text.split_once(mark).unwrap_or_else(|| panic!("no {mark} in {text}"));
    rest.split_whitespace().next().expect("something after it").to_owned()
}
