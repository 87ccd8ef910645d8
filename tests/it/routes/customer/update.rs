//! `PUT customer/<customer>`: what is left out stays, what is empty is erased (behaviour 3.6).

use laurel_tests::world::Store;
use serde_json::{Value, json};

use super::super::{World, errors_at, marked, worlds};

/// A customer with something everywhere.
async fn ada(world: &World, store: &Store) -> String {
    let form = "customer[firstName]=Ada&customer[lastName]=Lovelace&customer[gender]=female\
         &customer[email]=ada@example.com&customer[phone]=123456789&customer[birthDate]=1990-09-11\
         &customer[address][street]=Street&customer[address][city]=City\
         &customer[company][name]=Co&customer[company][nip]=7&customer[loyaltyCardNumber]=c1\
         &customer[labels]=a:1&customer[agreement1]=1&customer[agreement3]=1";
    let made = world.post(&store.path("customer/register"), form).await.must(200);
    made.json()["customerId"].as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn only_what_is_given_changes() {
    for world in worlds().await {
        let store = world.a_store().await;
        let (level, pos) = (store.a_level("20").await, store.a_pos().await);
        let seller = store.a_seller(&pos).await.id;
        let id = ada(&world, &store).await;
        let path = store.path(&format!("customer/{id}"));
        let (level_id, pos_id, seller_id) =
            (format!("levelId={level}"), format!("posId={pos}"), format!("sellerId={seller}"));
        let wrap = |it: &str| {
            it.split('&')
                .map(|pair| {
                    let (name, value) = pair.split_once('=').expect("a pair");
                    let (base, below) = name.split_at(name.find('[').unwrap_or(name.len()));
                    format!("customer[{base}]{below}={value}")
                })
                .collect::<Vec<_>>()
                .join("&")
        };
        // What is sent, and the members that are different afterwards. Null: gone.
        let cases = [
            ("firstName=Augusta", json!({ "firstName": "Augusta" })),
            ("firstName=&lastName=", json!({})),
            ("gender=", json!({ "gender": "not_disclosed" })),
            ("gender=male", json!({ "gender": "male" })),
            ("email=New@Example.com", json!({ "email": "new@example.com" })),
            ("phone=", json!({ "phone": "" })),
            ("phone=%2B48123123123", json!({ "phone": "+48123123123" })),
            ("birthDate=1991-01-02 03:04", json!({ "birthDate": "1991-01-02T03:04:00+0000" })),
            ("birthDate=", json!({ "birthDate": null })),
            ("createdAt=2001-01-01", json!({})),
            ("address[city]=X", json!({ "address": { "city": "X" } })),
            ("address[city]=", json!({ "address": {} })),
            (
                "address[street]=S&address[country]=Poland",
                json!({ "address": { "street": "S", "country": "Poland" } }),
            ),
            ("address=", json!({ "address": {} })),
            ("company[name]=&company[nip]=", json!({ "company": null })),
            ("company[name]=N&company[nip]=8", json!({ "company": { "name": "N", "nip": "8" } })),
            ("company=", json!({ "company": null })),
            ("loyaltyCardNumber=", json!({ "loyaltyCardNumber": "" })),
            ("loyaltyCardNumber=c2", json!({ "loyaltyCardNumber": "c2" })),
            (
                "labels=a:1;b;c:x:y",
                json!({ "labels": [{ "key": "a", "value": "1" }, { "key": "c", "value": "x:y" }] }),
            ),
            ("labels=", json!({ "labels": [] })),
            ("agreement1=0&agreement2=1", json!({ "agreement1": false, "agreement2": true })),
            ("agreement3=", json!({ "agreement3": false })),
            ("levelId=&posId=&sellerId=", json!({})),
            (&pos_id, json!({ "posId": pos })),
            (&seller_id, json!({ "sellerId": seller })),
            (
                &level_id,
                json!({ "levelId": level, "id": level, "manuallyAssignedLevelId": { "levelId": level } }),
            ),
        ];
        for (form, changed) in cases {
            let mut expected = world.get(&path).await.must(200).json();
            let answer = world.put(&path, &wrap(form)).await.must(200);
            assert_eq!(answer.text(), json!({ "customerId": id }).to_string());
            let mut found = world.get(&path).await.must(200).json();
            for (name, value) in changed.as_object().expect("members") {
                expected[name] = value.clone();
            }
            for it in [&mut expected, &mut found] {
                let members = it.as_object_mut().expect("members");
                // Counted, dated, or told by the snapshots of details.
                members.retain(|name, value| {
                    !["updatedAt", "version", "level", "posIdentifier"].contains(&name.as_str())
                        && !value.is_null()
                });
            }
            assert_eq!(found, expected, "{form}");
        }
    }
}

#[tokio::test]
async fn no_form_changes_nothing() {
    for world in worlds().await {
        let store = world.a_store().await;
        let id = ada(&world, &store).await;
        let path = store.path(&format!("customer/{id}"));
        let before = world.get(&path).await.must(200);
        world.put(&path, "").await.must(200);
        world.put(&path, "other=1").await.must(200);
        world.client.put(&path).token(&world.admin).await.must(200);
        assert_eq!(world.get(&path).await.text(), before.text());
    }
}

#[tokio::test]
async fn what_is_refused_changes_nothing() {
    for world in worlds().await {
        let store = world.a_store().await;
        let id = ada(&world, &store).await;
        let rival = "customer[firstName]=R&customer[lastName]=R&customer[agreement1]=1\
             &customer[email]=rival@example.com&customer[phone]=987654321&customer[loyaltyCardNumber]=r1";
        world.post(&store.path("customer/register"), rival).await.must(200);
        let path = store.path(&format!("customer/{id}"));
        let before = world.get(&path).await.must(200);
        let blank = "This value should not be blank.";
        let invalid = "This value is not valid.";
        let cases: &[(&str, &[(&str, &str)])] = &[
            // All that is taken is told at once.
            (
                "customer[email]=RIVAL@example.com&customer[phone]=%2B987654321",
                &[
                    ("email", "Customer with such email already exists."),
                    ("phone", "Customer with such phone already exists."),
                ],
            ),
            (
                "customer[loyaltyCardNumber]=r1",
                &[("loyaltyCardNumber", "Customer with such loyalty card number already exists.")],
            ),
            // The contract documents a 500 for these two.
            ("customer[company][name]=A", &[("company.nip", blank)]),
            ("customer[company][nip]=1&customer[company][name]=", &[("company.name", blank)]),
            ("customer[email]=", &[("email", "Incorrect e-mail address.")]),
            ("customer[email]=x", &[("email", "This value is not a valid email address.")]),
            (
                "customer[phone]=%2B440000000",
                &[("phone", "This value is not a valid phone number.")],
            ),
            ("customer[phone]=+440000000", &[("phone", "This value is not a valid phone number.")]),
            ("customer[labels]=a:1;b;c:x:y;:z", &[("labels", "Customer labels invalid data")]),
            (
                "customer[labels][0]=a:1",
                &[(
                    "labels",
                    "Type of the labels field value is incorrect. The correct type is labels as a string.",
                )],
            ),
            ("customer[gender]=robot", &[("gender", invalid)]),
            (
                "customer[birthDate]=11.09.1990",
                &[("birthDate", "This value is not a valid datetime.")],
            ),
            ("customer[createdAt]=soon", &[("createdAt", invalid)]),
            (
                "customer[address]=x&customer[company]=y",
                &[("address", invalid), ("company", invalid)],
            ),
            (
                "customer[levelId]=x&customer[posId]=a1b2c3d4-0000-4000-8000-000000000000&customer[sellerId]=y",
                &[("levelId", invalid), ("posId", invalid), ("sellerId", invalid)],
            ),
            (
                "customer[firstName]=X&customer[foo]=1",
                &[("", "This form should not contain extra fields.")],
            ),
            ("customer[invitationToken]=1", &[("", "This form should not contain extra fields.")]),
            ("customer=x", &[("", invalid)]),
        ];
        for (form, errors) in cases {
            let refused = world.put(&path, form).await.must(400);
            let expected: Vec<_> = errors.iter().map(|(field, _)| *field).collect();
            assert_eq!(marked(&refused), expected, "{form}");
            for (field, said) in *errors {
                assert_eq!(errors_at(&refused, field), json!([said]).to_string(), "{form}");
            }
            let root: Vec<_> = errors.iter().filter(|it| it.0.is_empty()).map(|it| it.1).collect();
            assert_eq!(refused.json()["errors"], json!(root), "{form}");
            assert_eq!(world.get(&path).await.text(), before.text(), "{form}");
        }
    }
}

#[tokio::test]
async fn ones_own_values_are_not_taken() {
    for world in worlds().await {
        let store = world.a_store().await;
        let id = ada(&world, &store).await;
        let own = "customer[email]=ADA@example.com&customer[phone]=%2B123456789&customer[loyaltyCardNumber]=c1";
        let path = store.path(&format!("customer/{id}"));
        world.put(&path, "customer[phone]=123456789").await.must(200);
        let refused_or_not = world.put(&path, own).await;
        // With a plus the number needs a country; its own spelling is taken back.
        assert_eq!(refused_or_not.status, 400);
        let own = own.replace("%2B", "");
        world.put(&path, &own).await.must(200);
        let details: Value = world.details(&store, &id).await;
        assert_eq!(details["email"], "ada@example.com");
        // A card number names the customer here as well.
        world.put(&store.path("customer/c1"), "customer[firstName]=By card").await.must(200);
        assert_eq!(world.details(&store, &id).await["firstName"], "By card");
    }
}
