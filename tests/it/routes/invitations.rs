//! `invitations` and `invitations/invite` (behaviour B9, B10)

use laurel_tests::server::every_server;
use laurel_tests::world::{PASSWORD, Store, a_phone, a_store, an_email};
use serde_json::{Value, json};

use super::{JOHN_DOE, errors_at, marked, worlds};

#[tokio::test]
async fn the_demo_has_six_invitations() {
    for world in worlds().await {
        let path = "/api/DEFAULT/invitations";
        let list = world.get(&format!("{path}?sort=invitationId&direction=asc")).await.must(200);
        let list = list.json();
        assert_eq!(list["total"], 6);
        let mut first = list["invitations"][0].clone();
        let token = first["token"].as_str().unwrap();
        assert!(token.len() == 40 && token.bytes().all(|it| it.is_ascii_hexdigit()), "{token}");
        first["token"] = "<token>".into();
        let expected = json!({
            "referrerId": JOHN_DOE,
            "invitationId": "22200000-0000-474c-b092-b0dd880c07e1",
            "referrerEmail": "user@oloy.com",
            "referrerName": "John Doe",
            "recipientEmail": "test1@oloy.com",
            "status": "invited",
            "token": "<token>",
        });
        assert_eq!(first.to_string(), expected.to_string());
        assert_eq!(list["invitations"][5]["recipientPhone"], "123123106");
        for (query, total) in [
            ("recipientEmail=TEST", 4),
            ("recipientEmail=test1@oloy.com&strict=1", 1),
            ("recipientEmail=test1&strict=1", 0),
            ("recipientPhone=12312310", 2),
            ("referrerName=john+doe", 6),
            ("referrerEmail=user-1", 0),
            (&format!("referrerId={JOHN_DOE}"), 6),
            (&format!("recipientId={JOHN_DOE}"), 0),
            ("referrerId=x", 0),
            ("status=invited", 6),
            ("status=registered", 0),
            ("status=x", 0),
            ("page=2&perPage=4", 6),
        ] {
            let found = world.get(&format!("{path}?{query}")).await.must(200).json();
            assert_eq!(found["total"], total, "{query}");
        }
        world.client.get(path).await.must(401);
    }
}

/// The tokens of the store's invitations, the latest first.
async fn listed(client: &laurel_tests::client::Client, store: &Store) -> Vec<Value> {
    let path = store.path("invitations?sort=invitationId");
    let list = client.get(&path).token(&store.admin).await.must(200).json();
    list["invitations"].as_array().unwrap().clone()
}

#[tokio::test]
async fn somebody_who_is_invited_and_registers_is_attached() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let mia = store.a_member().await;
        let path = store.path("invitations/invite");
        let invite = |form: &[(&str, &str)]| client.post(&path).token(&mia.token).form(form);
        let (email, phone) = (an_email(), a_phone());
        let by_email = [("invitation[recipientEmail]", email.as_str())];
        let by_phone =
            [("invitation[type]", "mobile"), ("invitation[recipientPhone]", phone.as_str())];
        for form in [&by_email[..], &by_phone[..]] {
            assert_eq!(invite(form).await.must(200).text(), "");
            let again = invite(form).await.must(400);
            assert_eq!(errors_at(&again, ""), r#"["Invitation exists"]"#);
        }
        let known = [("invitation[recipientEmail]", mia.email.as_str())];
        let known = invite(&known).await.must(400);
        assert_eq!(known.json()["errors"], json!(["Invitation exists"]));
        for (form, field) in [
            (vec![("invitation[type]", "email")], "recipientEmail"),
            (vec![("invitation[recipientEmail]", "x")], "recipientEmail"),
            (vec![("invitation[type]", "mobile")], "recipientPhone"),
            (vec![("invitation[type]", "pigeon")], "type"),
        ] {
            assert_eq!(marked(&invite(&form).await.must(400)), [field]);
        }
        let nothing = r#"{"form":{"children":{"type":{},"recipientEmail":{},"recipientPhone":{}}},"errors":[]}"#;
        assert_eq!(invite(&[]).await.must(400).text(), nothing);

        let sent = listed(&client, &store).await;
        assert_eq!(sent.len(), 2);
        let token = sent[1]["token"].as_str().unwrap();
        for (path, token, attached) in [
            ("customer/self_register", "unknown", false),
            ("customer/self_register", token, true),
            // Somebody was faster.
            ("customer/register", token, false),
        ] {
            let email = an_email();
            let mut form = vec![
                ("customer[firstName]", "Ada"),
                ("customer[lastName]", "Byron"),
                ("customer[email]", &email),
                ("customer[agreement1]", "1"),
                ("customer[invitationToken]", token),
            ];
            if path == "customer/self_register" {
                form.push(("customer[plainPassword]", PASSWORD));
            }
            let call = client.post(&store.path(path)).token(&store.admin).form(&form);
            let id = call.await.must(200).json()["customerId"].clone();
            let now = &listed(&client, &store).await[1];
            assert_eq!(now["recipientId"] == id, attached, "{path} {token}");
        }
        let attached = &listed(&client, &store).await[1];
        assert_eq!(attached["status"], "registered");
        assert_eq!(attached["recipientName"], "Ada Byron");
        assert_eq!(attached["recipientEmail"], email);
    }
}

#[tokio::test]
async fn by_sms_the_token_is_the_phone_of_the_one_who_invited() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let method = [("store[accountActivationMethod]", "sms")];
        let path = format!("/api/admin/store/{}", store.code);
        client.put(&path).token(&store.admin).form(&method).await.must(200);
        let (inviting, own) = (a_phone(), a_phone());
        let mia = store.a_new_customer(&an_email(), &inviting).await;
        let form = [
            ("customer[firstName]", "Ada"),
            ("customer[lastName]", "Byron"),
            ("customer[phone]", own.as_str()),
            ("customer[agreement1]", "1"),
            ("customer[plainPassword]", PASSWORD),
            ("customer[invitationToken]", inviting.as_str()),
        ];
        let call = client.post(&store.path("customer/self_register")).form(&form);
        let id = call.await.must(200).json()["customerId"].clone();
        let list = listed(&client, &store).await;
        let [invitation] = &list[..] else { panic!("{list:?}") };
        assert_eq!((&invitation["referrerId"], &invitation["recipientId"]), (&json!(mia), &id));
        assert_eq!(invitation["recipientPhone"], own);
        assert_eq!(invitation["status"], "registered");
    }
}

#[tokio::test]
async fn a_customer_invites_ten_at_once() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let (mia, eve) = (store.a_member().await, store.a_member().await);
        let path = store.path("invitations/invite");
        let invite = |token: &str| {
            let form = [("invitation[recipientEmail]", an_email())];
            client.post(&path).token(token).form(&form)
        };
        for _ in 0..10 {
            invite(&mia.token).await.must(200);
        }
        let refused = invite(&mia.token).await.must(429);
        let said = r#"{"error":{"code":429,"message":"Too Many Requests"}}"#;
        assert_eq!(refused.text(), said);
        assert!(refused.header("retry-after").parse::<u32>().is_ok(), "{refused:?}");
        invite(&eve.token).await.must(200);
        assert_eq!(listed(&client, &store).await.len(), 10);
    }
}
