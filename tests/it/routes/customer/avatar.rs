//! `customer/<customer>/avatar`

use laurel_tests::client::{Answer, Client};
use laurel_tests::pictures::{JPEG, PNG};

use super::super::{errors_at, worlds};

const FILE: &str = "avatar[file]";

async fn send(client: &Client, path: &str, token: &str, name: &str, bytes: &[u8]) -> Answer {
    client.post(path).token(token).file(FILE, name, bytes).await
}

#[tokio::test]
async fn a_picture_is_shown_replaced_and_removed() {
    for world in worlds().await {
        let store = world.a_store().await;
        let mia = store.a_member().await;
        let path = store.path(&format!("customer/{}/avatar", mia.id));
        world.get(&path).await.must(404);
        world.delete(&path).await.must(404);

        let set =
            send(&world.client, &path, &mia.token, "C:\\me and\tyou.jpg", JPEG).await.must(204);
        assert_eq!(set.text(), "");
        let details = world.details(&store, &mia.id).await;
        let first = details["avatarPath"].as_str().unwrap().to_owned();
        let hex = first.strip_prefix("avatars/").and_then(|it| it.strip_suffix(".jpg")).unwrap();
        assert!(hex.len() == 32 && hex.bytes().all(|it| it.is_ascii_hexdigit()), "{first}");
        assert_eq!(details["avatarMime"], "image/jpeg");
        assert_eq!(details["avatarOriginalName"], "me andyou.jpg");
        let shown = world.get(&path).await.must(200);
        assert_eq!(shown.header("content-type"), "image/jpeg");
        assert_eq!(shown.header("content-disposition"), "inline");
        assert_eq!(shown.header("x-content-type-options"), "nosniff");
        assert_eq!(shown.header("content-security-policy"), "default-src 'none'");
        assert_eq!(shown.body[..3], [0xff, 0xd8, 0xff]);

        // What it is called and declared to be does not matter.
        send(&world.client, &path, &world.admin, "me.gif", PNG).await.must(204);
        let details = world.details(&store, &mia.id).await;
        assert_eq!(details["avatarMime"], "image/png");
        let second = details["avatarPath"].as_str().unwrap();
        assert!(second.strip_suffix(".png").is_some() && second != first, "{second}");
        let shown = world.client.get(&path).token(&mia.token).await.must(200);
        assert_eq!((shown.header("content-type"), &shown.body[1..4]), ("image/png", &b"PNG"[..]));

        let gone = world.delete(&path).await.must(204);
        assert_eq!(gone.text(), "");
        world.get(&path).await.must(404);
        world.delete(&path).await.must(404);
        assert_eq!(world.details(&store, &mia.id).await.get("avatarPath"), None);
        let history = store.path(&format!("admin/customer/{}/history", mia.id));
        let history = world.get(&history).await.must(200).json();
        let kinds: Vec<_> =
            history.as_array().unwrap().iter().map(|it| it["type"].clone()).collect();
        let expected = ["CustomerAvatarWasRemoved", "CustomerAvatarWasSet", "CustomerAvatarWasSet"];
        assert_eq!(kinds[..3], expected);
    }
}

#[tokio::test]
async fn what_is_no_picture_is_told_on_the_field() {
    for world in worlds().await {
        let store = world.a_store().await;
        let id = store.a_customer().await;
        let path = store.path(&format!("customer/{id}/avatar"));
        let tree = |said: &str| {
            format!(r#"{{"form":{{"children":{{"file":{{"errors":["{said}"]}}}}}},"errors":[]}}"#)
        };
        let not_valid = tree("This file is not a valid image.");
        let mut large = PNG.to_vec();
        large.resize(2_100_000, 0);
        for (bytes, said) in [
            (&b"just a text"[..], not_valid.clone()),
            (&PNG[..20], not_valid.clone()),
            (b"", not_valid.clone()),
            (&large, tree("The file is too large (2.1 MB). Allowed maximum size is 2 MB.")),
        ] {
            let refused = send(&world.client, &path, &world.admin, "me.png", bytes).await.must(400);
            assert_eq!(refused.text(), said);
        }
        // As the contract's curl line does it.
        let text = world.post(&path, "avatar[file]=C:\\\\fakepath\\\\avatar.jpg").await.must(400);
        assert_eq!(text.text(), not_valid);
        for empty in ["avatar[file]=", "avatar="] {
            let refused = world.post(&path, empty).await.must(400);
            assert_eq!(errors_at(&refused, "file"), r#"["This value should not be blank."]"#);
        }
        let nothing = world.post(&path, "").await.must(400);
        assert_eq!(nothing.text(), r#"{"form":{"children":{"file":{}}},"errors":[]}"#);
        world.get(&path).await.must(404);
        let nobody = store.path("customer/a1b2c3d4-0000-4000-8000-000000000000/avatar");
        send(&world.client, &nobody, &world.admin, "me.png", PNG).await.must(404);
    }
}
