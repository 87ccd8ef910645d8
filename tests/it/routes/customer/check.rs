//! `customer/check`

use super::super::worlds;

#[tokio::test]
async fn a_contact_is_counted_without_showing_anybody() {
    for world in worlds().await {
        for (query, total) in [
            ("?emailOrPhone=user@oloy.com", 1),
            ("?emailOrPhone=USER@OLOY.COM", 1),
            ("?emailOrPhone=%2B48234234000", 1),
            ("?emailOrPhone=48234234000", 1),
            ("?emailOrPhone=+48234234000", 1),
            ("?emailOrPhone=nobody@x.y", 0),
            ("?emailOrPhone=oloy", 0),
            ("?emailOrPhone=", 0),
            ("?emailOrPhone[x]=user@oloy.com", 0),
            ("", 0),
        ] {
            let answer = world.client.get(&format!("/api/DEFAULT/customer/check{query}")).await;
            assert_eq!(answer.must(200).text(), format!(r#"{{"total":{total}}}"#), "{query}");
        }
    }
}
