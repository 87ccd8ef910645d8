//! `customer/register`, and its twins for administrators and sellers.

use std::collections::BTreeMap;

use laurel_tests::client::Client;
use laurel_tests::world::{Store, an_email, unique};
use serde_json::{Value, json};

use super::super::{EXTRA_FIELDS, World, errors_at, marked, redacted, worlds};

const TAKEN_EMAIL: &str = r#"["Customer with such email already exists."]"#;
const TAKEN_PHONE: &str = r#"["Customer with such phone already exists."]"#;
const TAKEN_CARD: &str = r#"["Customer with such loyalty card number already exists."]"#;
const NOT_VALID: &str = r#"["This value is not valid."]"#;

/// A complete form and more.
fn form(more: &str) -> String {
    let email = an_email();
    format!(
        "customer[firstName]=Ada&customer[lastName]=Lovelace&customer[agreement1]=1\
         &customer[email]={email}&{more}"
    )
}

async fn register(world: &World, store: &Store, more: &str) -> Value {
    let answer = world.post(&store.path("customer/register"), &form(more)).await.must(200);
    let id = answer.json()["customerId"].as_str().expect("an id").to_owned();
    world.details(store, &id).await
}

/// The first worked example of behaviour 9.1.
#[tokio::test]
async fn every_error_of_a_form_is_told_at_its_field() {
    for world in worlds().await {
        let body =
            "customer[lastName]=X&customer[gender]=robot&customer[agreement1]=0&customer[foo]=1";
        for path in ["customer/register", "admin/customer/register"] {
            let refused = world.post(&format!("/api/DEFAULT/{path}"), body).await.must(400);
            insta::assert_snapshot!("registration_errors", redacted(&refused, &[], &[]));
        }
        let path = "/api/DEFAULT/customer/register";
        for nothing in ["", "other=1"] {
            let refused = world.post(path, nothing).await.must(400);
            insta::assert_snapshot!("registration_without_a_form", redacted(&refused, &[], &[]));
        }
        let bare = world.client.post(path).token(&world.admin).await.must(400);
        insta::assert_snapshot!("registration_without_a_form", redacted(&bare, &[], &[]));
        let json = world.client.post(path).token(&world.admin).json(&json!({})).await.must(400);
        insta::assert_snapshot!("registration_without_a_form", redacted(&json, &[], &[]));

        let started = world.post(path, "customer[firstName]=").await.must(400);
        assert_eq!(marked(&started), ["firstName", "lastName", "email", "agreement1"]);
        let scalar = world.post(path, "customer=x").await.must(400);
        assert_eq!(
            (errors_at(&scalar, ""), marked(&scalar)),
            (NOT_VALID.to_owned(), vec![String::new()])
        );
        assert_eq!(scalar.json()["errors"].to_string(), NOT_VALID);
    }
}

#[tokio::test]
async fn unique_values_are_unique_whatever_their_spelling() {
    for world in worlds().await {
        let register = async |form: &str| {
            let names = "customer[firstName]=A&customer[lastName]=B&customer[agreement1]=1";
            let path = "/api/DEFAULT/customer/register";
            world.post(path, &format!("{names}&{form}")).await.must(400)
        };
        let free = "customer[email]=free@example.com";
        for (form, field, said) in [
            ("customer[email]=USER@oloy.com".to_owned(), "email", TAKEN_EMAIL),
            (format!("{free}&customer[phone]=48234234000"), "phone", TAKEN_PHONE),
            (format!("{free}&customer[phone]=%2B48234234000"), "phone", TAKEN_PHONE),
            (
                format!("{free}&customer[loyaltyCardNumber]=47834433524"),
                "loyaltyCardNumber",
                TAKEN_CARD,
            ),
            // Only the first is told.
            (
                "customer[email]=user@oloy.com&customer[phone]=48234234000".to_owned(),
                "email",
                TAKEN_EMAIL,
            ),
        ] {
            let refused = register(&form).await;
            assert_eq!(
                (marked(&refused), errors_at(&refused, field)),
                (vec![field.to_owned()], said.to_owned())
            );
        }
    }
}

#[tokio::test]
async fn a_registration_by_an_administrator_keeps_what_was_said() {
    for world in worlds().await {
        let store = world.a_store().await;
        let (level, pos) = (store.a_level("20").await, store.a_pos().await);
        let seller = store.a_seller(&pos).await;
        let form = format!(
            "customer[firstName]=%20Ada%20&customer[lastName]=Lovelace&customer[gender]=female\
             &customer[email]=Ada%40Example.com&customer[phone]=%2B48123123999\
             &customer[birthDate]=1990-09-11&customer[createdAt]=2020-06-01 12:30:00\
             &customer[address][street]=Street&customer[address][address1]=1\
             &customer[address][address2]=2&customer[address][postal]=00-000\
             &customer[address][city]=Łódź&customer[address][province]=P&customer[address][country]=PL\
             &customer[company][name]=Co&customer[company][nip]=7\
             &customer[loyaltyCardNumber]=c1&customer[labels]=a:1;b;c:x:y\
             &customer[agreement1]=1&customer[agreement2]=true&customer[agreement3]=0\
             &customer[levelId]={level}&customer[posId]={pos}&customer[sellerId]={}\
             &customer[invitationToken]=unknown",
            seller.id
        );
        let answer = world.post(&store.path("admin/customer/register"), &form).await.must(200);
        let json = answer.json();
        let id = json["customerId"].as_str().expect("an id");
        let email = "ada@example.com";
        assert_eq!(answer.text(), json!({ "customerId": id, "email": email }).to_string());
        let details = world.get(&store.path(&format!("customer/{id}"))).await.must(200);
        let ids =
            [(id, "<customer>"), (&level, "<level>"), (&pos, "<pos>"), (&seller.id, "<seller>")];
        let shown = redacted(&details, &["updatedAt", "posIdentifier"], &ids);
        insta::assert_snapshot!("registered_with_everything", shown);
    }
}

#[tokio::test]
async fn a_registration_of_the_least_fills_in_the_rest() {
    for world in worlds().await {
        let store = world.a_store().await;
        let details = register(&world, &store, "customer[company][name]=A").await;
        for (at, expected) in [
            ("active", json!(true)),
            ("gender", json!("not_disclosed")),
            ("address", json!({})),
            ("loyaltyCardNumber", json!("")),
            ("labels", json!([])),
            ("agreement1", json!(true)),
            ("agreement2", json!(false)),
            ("levelId", json!(store.level)),
            ("levelPercent", json!("5.00%")),
        ] {
            assert_eq!(details[at], expected, "{at}");
        }
        for absent in
            ["company", "phone", "birthDate", "posId", "sellerId", "manuallyAssignedLevelId"]
        {
            assert_eq!(details.get(absent), None, "{absent}");
        }
    }
}

#[tokio::test]
async fn a_seller_is_the_seller_of_whom_he_registers() {
    for world in worlds().await {
        let store = world.a_store().await;
        let pos = store.a_pos().await;
        let seller = store.a_seller(&pos).await;
        let path = store.path("seller/customer/register");
        let post = |form: &str| world.client.post(&path).token(&seller.token).form_text(form);
        let made = post(&form("")).await.must(200).json();
        let id = made["customerId"].as_str().expect("an id");
        let details = world.details(&store, id).await;
        assert_eq!((&details["posId"], &details["sellerId"]), (&json!(pos), &json!(seller.id)));
        assert_eq!(details["status"]["type"], "active");
        assert_eq!(details["status"]["state"], "no-card");
        let refused = post(&form(&format!("customer[sellerId]={}", seller.id))).await.must(400);
        assert_eq!(errors_at(&refused, ""), EXTRA_FIELDS);
        assert_eq!(refused.json()["form"]["children"].get("sellerId"), None);
    }
}

#[tokio::test]
async fn the_level_is_the_named_one_or_the_start_level() {
    for world in worlds().await {
        let store = world.a_store().await;
        let level = store.a_level("200").await;
        let details = register(&world, &store, &format!("customer[levelId]={level}")).await;
        assert_eq!(details["levelId"], level);
        assert_eq!(details["manuallyAssignedLevelId"], json!({ "levelId": level }));

        let path = store.path("customer/register");
        let off = |id: &str| store.path(&format!("level/{id}/activate"));
        world.post(&off(&level), "active=0").await.must(204);
        for odd in [level.as_str(), "a1b2c3d4-0000-4000-8000-000000000000", "x"] {
            let refused =
                world.post(&path, &form(&format!("customer[levelId]={odd}"))).await.must(400);
            assert_eq!(
                (marked(&refused), errors_at(&refused, "levelId")),
                (vec!["levelId".to_owned()], NOT_VALID.to_owned())
            );
        }
        world.post(&off(&store.level), "active=0").await.must(204);
        let refused = world.post(&path, &form("")).await.must(400);
        let no_start = r#"["Neither level is not available as start level for this customer."]"#;
        assert_eq!(
            (marked(&refused), errors_at(&refused, "levelId")),
            (vec!["levelId".to_owned()], no_start.to_owned())
        );
    }
}

#[tokio::test]
async fn json_and_multipart_say_the_same_as_a_form() {
    for world in worlds().await {
        let store = world.a_store().await;
        let path = store.path("customer/register");
        let body = json!({ "customer": {
            "firstName": "Ada", "lastName": "Lovelace", "email": "ada@example.com",
            "agreement1": true, "agreement2": false, "loyaltyCardNumber": 17,
            "address": { "city": "London", "street": null }, "labels": "a:b",
        }});
        let made = world.client.post(&path).token(&world.admin).json(&body).await.must(200).json();
        let details = world.details(&store, made["customerId"].as_str().expect("an id")).await;
        assert_eq!(details["address"], json!({ "city": "London" }));
        assert_eq!(details["loyaltyCardNumber"], "17");
        assert_eq!((&details["agreement1"], &details["agreement2"]), (&json!(true), &json!(false)));
        let email = an_email();
        let parts = [
            ("customer[firstName]", "Ada"),
            ("customer[lastName]", "Lovelace"),
            ("customer[email]", email.as_str()),
            ("customer[agreement1]", "1"),
            ("customer[address][city]", "Łódź"),
        ];
        let made = world.client.post(&path).token(&world.admin).multipart(&parts).await.must(200);
        let id = made.json()["customerId"].as_str().expect("an id").to_owned();
        assert_eq!(world.details(&store, &id).await["address"], json!({ "city": "Łódź" }));
    }
}

async fn try_to_register(
    client: Client,
    token: String,
    path: String,
    email: String,
) -> (u16, String) {
    let form = [
        ("customer[firstName]", "A"),
        ("customer[lastName]", "B"),
        ("customer[email]", &email),
        ("customer[agreement1]", "1"),
    ];
    let answer = client.post(&path).token(&token).form(&form).await;
    let said = if answer.status == 200 { String::new() } else { errors_at(&answer, "email") };
    (answer.status, said)
}

#[tokio::test]
async fn of_many_registrations_at_once_one_gets_the_email() {
    for world in worlds().await {
        let store = world.a_store().await;
        let email = format!("{}@example.com", unique());
        let tries: Vec<_> = (0..50)
            .map(|at| {
                let spelling = if at % 2 == 0 { email.clone() } else { email.to_uppercase() };
                let path = store.path("customer/register");
                let (client, admin) = (world.client.clone(), world.admin.clone());
                tokio::spawn(try_to_register(client, admin, path, spelling))
            })
            .collect();
        let mut outcomes = BTreeMap::new();
        for it in tries {
            *outcomes.entry(it.await.expect("an answer")).or_insert(0) += 1;
        }
        let expected = [((200, String::new()), 1), ((400, TAKEN_EMAIL.to_owned()), 49)];
        assert_eq!(outcomes, BTreeMap::from(expected));
        let list = world.get(&store.path("customer")).await.must(200);
        assert_eq!(list.json()["total"], 1);
    }
}
