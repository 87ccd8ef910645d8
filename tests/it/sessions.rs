//! Signing in, staying signed in, signing out, and permanent keys.

use laurel_tests::server::every_server;
use laurel_tests::world::a_store;

#[tokio::test]
async fn smoke() {
    for server in every_server().await {
        let client = server.client();
        let admin = client.admin().await;
        let store = a_store(&client, &admin).await;
        let pos = store.a_pos().await;
        let seller = store.a_seller(&pos).await;
        let member = store.a_member().await;
        let customer = store.a_customer().await;
        println!("{seller:?} {member:?} {customer}");
    }
}
