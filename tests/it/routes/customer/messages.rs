//! What customers are sent, redeemed as they would (behaviour 9.8, 7.4, B5, B10)

use laurel_tests::client::Client;
use laurel_tests::mail::{after, received};
use laurel_tests::server::every_server;
use laurel_tests::world::{PASSWORD, Store, a_phone, a_store, an_email};
use serde_json::json;

const NEWER: &str = "N3wer!pass";

async fn by_sms(client: &Client, store: &Store) {
    let method = [("store[accountActivationMethod]", "sms")];
    let path = format!("/api/admin/store/{}", store.code);
    client.put(&path).token(&store.admin).form(&method).await.must(200);
}

#[tokio::test]
async fn the_link_of_the_first_email_activates_once() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let email = an_email();
        let id = store.a_new_customer(&email, "").await;
        let sign_in = || client.sign_in(&store.code, "customer", &email, PASSWORD);
        sign_in().await.must(401);
        let call = |token: &str| client.post(&store.path(&format!("customer/activate/{token}")));
        call("0123456789abcdef0123").await.must(404);

        let letters = received(server, &store.code, "activation", &email, 1).await;
        let token = after(&letters[0], "/registration/activate/");
        assert!(token.len() == 20 && token.bytes().all(|it| it.is_ascii_hexdigit()), "{token}");
        assert_eq!(call(&token).await.must(204).text(), "");
        let path = store.path(&format!("customer/{id}"));
        let details = client.get(&path).token(&store.admin).await.must(200).json();
        assert_eq!(details["status"]["type"], "active");
        assert_eq!(details["status"]["state"], "no-card");
        sign_in().await.must(200);
        call(&token).await.must(404);
    }
}

#[tokio::test]
async fn only_the_latest_texted_code_activates_and_only_once() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        by_sms(&client, &store).await;
        let phone = a_phone();
        let id = store.a_new_customer(&an_email(), &phone).await;
        let first = received(server, &store.code, "activation", &phone, 1).await.remove(0);
        let first = after(&first, "activation code (no. 1): ");
        // Two minutes have not gone by, but whoever helps the customer need not wait.
        let again = store.path("customer/customer-phone/send-sms-code");
        let refused = client.post(&again).form(&[("phone", &phone)]).await.must(400);
        assert_eq!(refused.text(), r#""""#);
        let send = store.path(&format!("admin/customer/{id}/send-sms-code"));
        client.post(&send).token(&store.admin).await.must(204);
        let second = received(server, &store.code, "activation", &phone, 2).await.remove(1);
        let second = after(&second, "activation code (no. 2): ");
        assert!(second.len() == 6 && second.bytes().all(|it| it.is_ascii_digit()), "{second}");

        let call = |code: &str| client.post(&store.path(&format!("customer/activate-sms/{code}")));
        call(&first).await.must(404);
        assert_eq!(call(&second).await.must(204).text(), "");
        call(&second).await.must(404);
        // An active customer is sent nothing.
        client.post(&send).token(&store.admin).await.must(204);
        assert_eq!(received(server, &store.code, "activation", &phone, 2).await.len(), 2);
    }
}

#[tokio::test]
async fn a_forgotten_password_is_set_by_the_link_of_an_email() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let seller = store.a_seller(&store.a_pos().await).await;
        let ask = store.path("password/reset/request");
        client.post(&ask).form(&[("username", &seller.email)]).await.must(200);
        let letter = received(server, &store.code, "password_reset", &seller.email, 1).await;
        let token = after(&letter[0], "#!/password/reset/");
        assert_eq!(token.len(), 43);
        let reset = store.path("password/reset");
        let form = [("token", token.as_str()), ("reset[plainPassword]", NEWER)];
        client.post(&reset).form(&form).await.must(200);
        client.post(&reset).form(&form).await.must(404);
        client.sign_in(&store.code, "seller", &seller.email, NEWER).await.must(200);
        // Used, so another one may be asked for at once.
        client.post(&ask).form(&[("username", &seller.email)]).await.must(200);
        received(server, &store.code, "password_reset", &seller.email, 2).await;
    }
}

#[tokio::test]
async fn a_customers_password_and_phone_are_changed_by_texted_codes() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        by_sms(&client, &store).await;
        let mia = store.a_member().await;
        let own = store.path(&format!("customer/{}", mia.id));
        let phone = a_phone();
        let change = [("customer[phone]", phone.as_str())];
        client.put(&own).token(&mia.token).form(&change).await.must(200);
        let text = received(server, &store.code, "phone_change", &phone, 1).await.remove(0);
        let code = after(&text, "confirmation code (no. 1): ");
        let confirm = store.path(&format!("customer/confirm-change/{code}"));
        client.post(&confirm).token(&mia.token).await.must(204);
        let details = client.get(&own).token(&mia.token).await.must(200).json();
        assert_eq!(details["phone"], phone);

        let ask = store.path("customer/password/reset/request");
        client.post(&ask).form(&[("username", &phone)]).await.must(200);
        let text = received(server, &store.code, "password_reset", &phone, 1).await.remove(0);
        let code = after(&text, "password reset code (no. 1): ");
        let form = [("token", code.as_str()), ("reset[plainPassword]", NEWER)];
        client.post(&store.path("customer/password/reset")).form(&form).await.must(200);
        client.sign_in(&store.code, "customer", &phone, NEWER).await.must(200);
        client.get(&own).token(&mia.token).await.must(401);
    }
}

#[tokio::test]
async fn the_link_of_an_invitation_registers_whoever_follows_it() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let mia = store.a_member().await;
        let email = an_email();
        let invite = store.path("invitations/invite");
        let form = [("invitation[recipientEmail]", email.as_str())];
        client.post(&invite).token(&mia.token).form(&form).await.must(200);
        let letter = received(server, &store.code, "invitation", &email, 1).await.remove(0);
        let token = after(&letter, "#!/register/");
        let form = [
            ("customer[firstName]", "Ada"),
            ("customer[lastName]", "Byron"),
            ("customer[email]", email.as_str()),
            ("customer[agreement1]", "1"),
            ("customer[plainPassword]", PASSWORD),
            ("customer[invitationToken]", token.as_str()),
        ];
        let call = client.post(&store.path("customer/self_register")).form(&form);
        let id = call.await.must(200).json()["customerId"].clone();
        let list = client.get(&store.path("invitations")).token(&store.admin).await.must(200);
        let invitation = list.json()["invitations"][0].clone();
        assert_eq!(
            (&invitation["recipientId"], &invitation["status"]),
            (&id, &json!("registered"))
        );
    }
}
