//! Names and passwords for tokens (behaviour 1.2, B2, decision 9).

use laurel_tests::server::every_server;
use laurel_tests::world::{PASSWORD, a_store, an_email};
use serde_json::json;

use super::{decoded, text};

/// Path, name, password and id of people of the demo.
const PEOPLE: [(&str, &str, &str, &str); 9] = [
    ("admin", "admin", "open", "22200000-0000-474c-b092-b0dd880c07e2"),
    ("admin", "ADMIN@oloy.com", "open", "22200000-0000-474c-b092-b0dd880c07e2"),
    ("DEFAULT/admin", "admin", "open", "22200000-0000-474c-b092-b0dd880c07e2"),
    ("DEFAULT/seller", "john@doe.com", "open", "00000000-0000-474c-b092-b0dd880c07e4"),
    ("DEFAULT/customer", "user@oloy.com", "loyalty", "00000000-0000-474c-b092-b0dd880c07e1"),
    ("DEFAULT/customer", "USER@oloy.com", "loyalty", "00000000-0000-474c-b092-b0dd880c07e1"),
    ("DEFAULT/customer", "47834433524", "loyalty", "00000000-0000-474c-b092-b0dd880c07e1"),
    ("DEFAULT/customer", "+48234234000", "loyalty", "00000000-0000-474c-b092-b0dd880c07e1"),
    (
        "DEFAULT/customer",
        "00000000-0000-474c-b092-b0dd880c07e1",
        "loyalty",
        "00000000-0000-474c-b092-b0dd880c07e1",
    ),
];

#[tokio::test]
async fn everybody_signs_in_by_form_and_by_json() {
    for server in every_server().await {
        let client = server.client();
        for (path, name, password, id) in PEOPLE {
            let path = format!("/api/{path}/login_check");
            let form = [("_username", name), ("_password", password)];
            let json = json!({ "_username": name, "_password": password });
            for call in [client.post(&path).form(&form), client.post(&path).json(&json)] {
                let answer = call.await.must(200).json();
                let payload = text(&answer, "token").split('.').nth(1).unwrap();
                assert_eq!(text(&decoded(payload), "sub"), id, "{path} {name}");
                assert!(!text(&answer, "refresh_token").is_empty());
                assert!(answer.get("error").is_none(), "{answer}");
            }
        }
    }
}

#[tokio::test]
async fn a_token_says_who_it_is_for_and_how_long() {
    for server in every_server().await {
        let client = server.client();
        let keys = client.get("/.well-known/jwks.json").await.must(200).json();
        let token = client.login("DEFAULT", "customer", "user-1@oloy.com", "loyalty").await;
        let parts: Vec<_> = token.split('.').collect();
        let [header, payload, _] = parts[..] else { panic!("{} parts", parts.len()) };

        let header = decoded(header);
        assert_eq!(header["alg"], "RS256");
        let key = keys["keys"].as_array().unwrap().iter().find(|it| it["kid"] == header["kid"]);
        assert_eq!(key.unwrap()["alg"], "RS256");
        assert!(key.unwrap().get("d").is_none(), "the private part stays at home");

        let claims = decoded(payload);
        assert_eq!(claims["iss"], "laurel");
        assert_eq!(claims["aud"], "laurel");
        assert_eq!(claims["sub"], "11111111-0000-474c-b092-b0dd880c07e1");
        assert_eq!(claims["store"], "DEFAULT");
        assert_eq!(claims["roles"], json!(["ROLE_PARTICIPANT"]));
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 3600);
        assert_eq!(text(&claims, "jti").len(), 36);
        let another = client.login("DEFAULT", "customer", "user-1@oloy.com", "loyalty").await;
        let another = decoded(another.split('.').nth(1).unwrap());
        assert_ne!(claims["jti"], another["jti"]);
    }
}

#[tokio::test]
async fn every_bad_sign_in_is_answered_alike() {
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let (active, locked) = (store.a_member().await, store.a_member().await);
        let deactivated = store.a_member().await;
        let path = store.path(&format!("admin/customer/{}/deactivate", deactivated.id));
        client.post(&path).token(&store.admin).await.must(204);
        let waiting = an_email();
        let form = [
            ("customer[firstName]", "Never"),
            ("customer[lastName]", "Activated"),
            ("customer[email]", &waiting),
            ("customer[agreement1]", "1"),
            ("customer[plainPassword]", PASSWORD),
        ];
        client.post(&store.path("customer/self_register")).form(&form).await.must(200);
        for _ in 0..11 {
            client.sign_in(&store.code, "customer", &locked.email, "guess").await.must(401);
        }
        let nobody = an_email();
        let long = "x".repeat(100_000);
        let attempts = [
            ("a wrong password", store.code.as_str(), active.email.as_str(), "Wr0ng!pass"),
            ("an endless password", &store.code, &active.email, &long),
            ("nobody", &store.code, &nobody, PASSWORD),
            ("somebody locked", &store.code, &locked.email, PASSWORD),
            ("somebody deactivated", &store.code, &deactivated.email, PASSWORD),
            ("somebody not activated", &store.code, &waiting, PASSWORD),
            ("somebody of another store", "DEFAULT", &active.email, PASSWORD),
        ];
        for (who, store, name, password) in attempts {
            let answer = client.sign_in(store, "customer", name, password).await;
            let said = (answer.status, answer.json());
            assert_eq!(said, (401, json!({ "code": 401, "message": "Bad credentials" })), "{who}");
        }
        // The kinds of accounts are apart.
        let answer = client.sign_in(&store.code, "seller", &active.email, PASSWORD).await;
        assert_eq!(answer.status, 401);
        client.sign_in(&store.code, "customer", &active.email, PASSWORD).await.must(200);
    }
}

#[tokio::test]
async fn a_missing_name_or_password_is_named() {
    for server in every_server().await {
        let client = server.client();
        let path = "/api/DEFAULT/customer/login_check";
        let answer = client.post(path).form(&[("_username", "x")]).await.must(400).json();
        assert_eq!(answer, json!({ "_password": "field is required" }));
        let answer = client.post(path).json(&json!({ "_password": "x" })).await.must(400).json();
        assert_eq!(answer, json!({ "_username": "field is required" }));
    }
}

#[tokio::test]
async fn a_temporary_password_is_to_be_changed() {
    for server in every_server().await {
        let client = server.client();
        let call = client.sign_in("DEFAULT", "customer", "user-temp@oloy.com", "loyalty");
        let answer = call.await.must(200).json();
        assert_eq!(answer["error"], "password change needed");
        assert!(!text(&answer, "token").is_empty());
    }
}

#[tokio::test]
async fn guessing_is_slowed_down_for_each_client() {
    for server in every_server().await {
        let client = server.client();
        // No password is that long, so none of these is worth the slow comparison.
        let guess = "x".repeat(100_000);
        let from = |address: &str| {
            let call = client.sign_in("DEFAULT", "admin", "nobody", &guess);
            call.header("x-forwarded-for", address)
        };
        let mut answer = from("192.0.2.1").await;
        for _ in 0..30 {
            answer = from("192.0.2.1").await;
            if answer.status == 429 {
                break;
            }
        }
        let answer = answer.must(429);
        assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
        from("192.0.2.2").await.must(401);
    }
}
