//! Pictures in a bucket: shown, replaced and erased as those in a folder are. `tests/s3.sh` runs it,
//! with a `laurel` that was built with the feature `s3`.

use laurel_tests::client::{Answer, Client};
use laurel_tests::patience::until;
use laurel_tests::pictures::{JPEG, PNG};
use laurel_tests::server::{Server, every_engine};
use laurel_tests::world::a_store;

/// The address of a server that speaks S3, asks for no signature and has the bucket `laurel`.
const S3: &str = "LAUREL_TEST_S3";

async fn send(client: &Client, path: &str, token: &str, bytes: &[u8]) -> Answer {
    client.post(path).token(token).file("avatar[file]", "me.png", bytes).await
}

/// The names of what is in the bucket.
async fn kept(bucket: &Client) -> Vec<String> {
    let listed = bucket.get("/laurel?list-type=2&prefix=avatars%2F").await.must(200);
    let names = listed.text().split("<Key>").skip(1);
    names.map(|it| it.split('<').next().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn pictures_in_a_bucket_are_shown_replaced_and_leave_no_orphan() {
    let Ok(endpoint) = std::env::var(S3) else {
        println!("skipped: {S3} names no server");
        return;
    };
    let bucket = Client::of(&endpoint);
    for engine in every_engine() {
        let settings = [
            ("LAUREL__FILES__KIND", "s3"),
            ("LAUREL__FILES__BUCKET", "laurel"),
            ("LAUREL__FILES__ENDPOINT", &endpoint),
            ("LAUREL__FILES__ACCESS_KEY", "key"),
            ("LAUREL__FILES__SECRET_KEY", "s3cret"),
        ];
        let server = Server::demo_with(engine, &settings).await;
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let (mia, eve) = (store.a_member().await, store.a_member().await);
        let own = |who: &str| store.path(&format!("customer/{who}"));
        let avatar = |who: &str| format!("{}/avatar", own(who));

        for bytes in [JPEG, PNG] {
            for who in [&mia, &eve] {
                send(&client, &avatar(&who.id), &who.token, bytes).await.must(204);
            }
        }
        let shown = client.get(&avatar(&mia.id)).token(&mia.token).await.must(200);
        assert_eq!((shown.header("content-type"), &shown.body[1..4]), ("image/png", &b"PNG"[..]));
        until("the replaced ones are gone", async || kept(&bucket).await.len() == 2).await;
        let refused = send(&client, &avatar(&mia.id), &mia.token, b"no picture").await;
        refused.must(400);
        assert_eq!(kept(&bucket).await.len(), 2, "{engine}");
        assert!(!server.data.join("files").exists(), "{engine}");

        client.delete(&avatar(&mia.id)).token(&mia.token).await.must(204);
        client.get(&avatar(&mia.id)).token(&mia.token).await.must(404);
        client.delete(&own(&eve.id)).token(&store.admin).await.must(204);
        until("nothing is left", async || kept(&bucket).await.is_empty()).await;
        assert!(!server.log().contains("s3cret"), "{engine}");
    }
}
