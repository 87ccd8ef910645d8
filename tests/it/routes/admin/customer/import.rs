//! `admin/customer/import`

use laurel_tests::client::{Answer, Call};
use laurel_tests::world::{Store, an_email, unique};
use serde_json::{Value, json};

use super::super::super::{EXTRA_FIELDS, World, errors_at, marked, worlds};

/// A sound row; `more` are further nodes.
fn row(email: &str, more: &str) -> String {
    format!(
        "<customer><email>{email}</email><firstName>Ada</firstName><lastName>Byron</lastName>\
         <active>true</active><sendActivationMail>false</sendActivationMail>\
         <birthDate>1990-02-01</birthDate><agreement1>true</agreement1>\
         <gender>female</gender>{more}</customer>"
    )
}

fn document(rows: &[String]) -> Vec<u8> {
    format!("<?xml version=\"1.0\"?>\n<customers>{}</customers>", rows.concat()).into_bytes()
}

fn call(world: &World, store: &Store) -> Call {
    world.client.post(&store.path("admin/customer/import")).token(&world.admin)
}

async fn import(world: &World, store: &Store, rows: &[String]) -> Answer {
    call(world, store).typed_file("file[file]", "application/xml", document(rows)).await
}

fn messages(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let items = json["items"].as_array().expect("items").iter();
    items.map(|it| it["message"].as_str().unwrap_or_default().to_owned()).collect()
}

async fn total(world: &World, store: &Store) -> Value {
    world.get(&store.path("customer")).await.must(200).json()["total"].clone()
}

#[tokio::test]
async fn failing_rows_do_not_stop_the_import_and_are_told_in_order() {
    for world in worlds().await {
        let store = world.a_store().await;
        let john = an_email();
        world
            .post(
                &store.path("customer/register"),
                &format!(
                    "customer[firstName]=John&customer[lastName]=Doe&customer[agreement1]=1\
                     &customer[email]={john}"
                ),
            )
            .await
            .must(200);
        let ada = an_email();
        let rows = [
            row(&ada, ""),
            row("two@example.com", "").replace("1990-02-01", "01-02-1990"),
            row("three@example.com", "").replace("<gender>female</gender>", ""),
            row(&john.to_uppercase(), ""),
            row("five@example.com", "").replace("<active>true", "<active>yes"),
        ];
        let answer = import(&world, &store, &rows).await.must(200);
        let id = answer.json()["items"][0]["processImportResult"]["object"].clone();
        let id = id.as_str().expect("an id");
        let shouted = john.to_uppercase();
        let expected = format!(
            "{{\"items\":[{{\"status\":\"success\",\"processImportResult\":{{\"object\":\"{id}\"}},\
             \"identifier\":\"{ada}\"}},\
             {{\"status\":\"error\",\"message\":\"Convert exception: birthDate has invalid date format \
             (Y-m-d required)\",\"identifier\":\"two@example.com\"}},\
             {{\"status\":\"error\",\"message\":\"Convert exception: gender is required node\",\
             \"identifier\":\"three@example.com\"}},\
             {{\"status\":\"error\",\"message\":\"Process exception: Customer with such email already \
             exists\",\"identifier\":\"{shouted}\"}},\
             {{\"status\":\"error\",\"message\":\"Convert exception: active should one of (true, \
             false)\",\"identifier\":\"five@example.com\"}}],\
             \"totalProcessed\":5,\"totalSuccess\":1,\"totalFailed\":4}}"
        );
        assert_eq!(answer.text(), expected);
        assert_eq!(total(&world, &store).await, 2);
    }
}

#[tokio::test]
async fn a_row_is_registered_with_everything_it_says() {
    for world in worlds().await {
        let store = world.a_store().await;
        let (pos, gold) = (store.a_pos().await, store.a_level("100").await);
        let card = unique();
        let more = format!(
            "<levelId>{gold}</levelId><posId>{pos}</posId><phone>+48123123123</phone>\
             <loyaltyCardNumber>{card}</loyaltyCardNumber>\
             <company><name>Acme &amp; Sons</name><nip>1</nip></company>\
             <address><city>Wrocław</city></address>\
             <labels><label><key>a</key><value>b:c;d</value></label></labels>"
        );
        let quiet = row(&an_email(), "").replace("<active>true", "<active>false");
        let answer = import(&world, &store, &[row(&an_email(), &more), quiet]).await.must(200);
        let id = |at: usize| {
            let made = answer.json()["items"][at]["processImportResult"]["object"].clone();
            made.as_str().expect("an id").to_owned()
        };
        let details = world.details(&store, &id(0)).await;
        for (at, expected) in [
            ("/active", json!(true)),
            ("/status/state", json!("no-card")),
            ("/manuallyAssignedLevelId/levelId", json!(gold)),
            ("/posId", json!(pos)),
            ("/phone", json!("+48123123123")),
            ("/loyaltyCardNumber", json!(card)),
            ("/company", json!({ "name": "Acme & Sons", "nip": "1" })),
            ("/address", json!({ "city": "Wrocław" })),
            ("/labels", json!([{ "key": "a", "value": "b:c;d" }])),
            ("/birthDate", json!("1990-02-01T00:00:00+0000")),
        ] {
            assert_eq!(details.pointer(at), Some(&expected), "{at}");
        }
        let details = world.details(&store, &id(1)).await;
        assert_eq!(
            (&details["active"], &details["status"]["type"]),
            (&json!(false), &json!("new"))
        );
        assert_eq!(details["levelId"], store.level);
    }
}

#[tokio::test]
async fn what_the_programme_refuses_is_said_with_the_row() {
    for world in worlds().await {
        let store = world.a_store().await;
        let nobody = uuid::Uuid::nil();
        let twin = an_email();
        let rows = [
            row(&an_email(), &format!("<levelId>{nobody}</levelId>")),
            row(&an_email(), &format!("<posId>{nobody}</posId>")),
            row(&an_email(), &format!("<sellerId>{nobody}</sellerId>")),
            row("nonsense", ""),
            row(&an_email(), "<phone>1</phone>"),
            row(&twin, "<phone>777888999</phone><loyaltyCardNumber>1</loyaltyCardNumber>"),
            row(&twin, ""),
            row(&an_email(), "<phone>+777888999</phone>").replace("+777", "777"),
            row(&an_email(), "<loyaltyCardNumber>1</loyaltyCardNumber>"),
            row(&an_email(), "<labels><label><value>x</value></label></labels>"),
            row(&an_email(), "<levelId>1</levelId>"),
        ];
        let answer = import(&world, &store, &rows).await.must(200);
        let expected = [
            "Process exception: levelId does not exist",
            "Process exception: posId does not exist",
            "Process exception: sellerId does not exist",
            "Process exception: This value is not a valid email address.",
            "Process exception: This value is not a valid phone number.",
            "",
            "Process exception: Customer with such email already exists",
            "Process exception: Customer with such phone already exists.",
            "Process exception: Customer with such loyalty card number already exists",
            "Process exception: Customer labels invalid data",
            "Convert exception: levelId should be UUID",
        ];
        assert_eq!(messages(&answer), expected);
        assert_eq!(total(&world, &store).await, 1);
        let path = format!("level/{}/activate", store.level);
        world.post(&store.path(&path), "active=0").await.must(204);
        let answer = import(&world, &store, &[row(&an_email(), "")]).await.must(200);
        let said =
            "Process exception: Neither level is not available as start level for this customer.";
        assert_eq!(messages(&answer), [said]);
    }
}

#[tokio::test]
async fn a_broken_row_among_many_costs_only_itself() {
    for world in worlds().await {
        let store = world.a_store().await;
        let mut rows: Vec<_> = (0..300).map(|_| row(&an_email(), "")).collect();
        rows[150] = "<customer><email>x</mail></customer>".to_owned();
        let answer = import(&world, &store, &rows).await.must(200).json();
        let counts = (&answer["totalProcessed"], &answer["totalSuccess"], &answer["totalFailed"]);
        assert_eq!(counts, (&json!(300), &json!(299), &json!(1)));
        let broken = json!({
            "status": "error",
            "message": "Convert exception: XML has invalid structure",
            "identifier": "",
        });
        assert_eq!(answer["items"][150], broken);
        assert_eq!(total(&world, &store).await, 299);
    }
}

#[tokio::test]
async fn a_document_without_customers_imports_nobody() {
    for world in worlds().await {
        let store = world.a_store().await;
        let nobody = json!({
            "items": [], "totalProcessed": 0, "totalSuccess": 0, "totalFailed": 0,
        });
        for document in ["<customers/>", "<anything><else/></anything>", "no document"] {
            let call = call(&world, &store).typed_file("file[file]", "text/xml", document.into());
            assert_eq!(call.await.must(200).json(), nobody, "{document}");
        }
        let evil = format!("<!DOCTYPE a [<!ENTITY x \"y\">]><c>{}</c>", row("&x;@x.io", ""));
        let call = call(&world, &store).typed_file("file[file]", "text/xml", evil.into());
        let answer = call.await.must(200);
        assert_eq!(messages(&answer), ["Convert exception: XML has invalid structure"]);
        assert_eq!(total(&world, &store).await, 0);
    }
}

#[tokio::test]
async fn a_file_that_is_none_is_refused_as_a_form() {
    const BLANK: &str = r#"["This value should not be blank."]"#;
    for world in worlds().await {
        let store = world.a_store().await;
        let nothing = call(&world, &store).multipart(&[("x", "y")]).await.must(400);
        assert_eq!(errors_at(&nothing, "file"), BLANK);
        assert_eq!(marked(&nothing), ["file"]);
        let empty =
            call(&world, &store).typed_file("file[file]", "text/xml", vec![]).await.must(400);
        assert_eq!(errors_at(&empty, "file"), BLANK);
        let text = call(&world, &store).form_text("file[file]=C:\\x.xml").await.must(400);
        assert_eq!(errors_at(&text, "file"), r#"["This value is not valid."]"#);
        let more = call(&world, &store).form_text("file[files]=x&file[format]=csv").await.must(400);
        assert_eq!(more.json()["errors"].to_string(), EXTRA_FIELDS);
        assert_eq!(errors_at(&more, "file"), BLANK);
        let csv = call(&world, &store).typed_file("file[file]", "text/csv", b"a,b".to_vec());
        let said = r#"["The mime type of the file is invalid (\"text/csv\"). Allowed mime types are \"application/xml\", \"text/xml\"."]"#;
        assert_eq!(errors_at(&csv.await.must(400), "file"), said);
        let large = vec![b' '; 17_500_000];
        let large =
            call(&world, &store).typed_file("file[file]", "text/xml", large).await.must(400);
        let said = r#"["The file is too large (17.5 MB). Allowed maximum size is 16 MB."]"#;
        assert_eq!(errors_at(&large, "file"), said);
    }
}

#[tokio::test]
async fn imported_customers_get_what_the_creation_of_an_account_gives() {
    for world in worlds().await {
        let store = world.a_store().await;
        let rule = [
            ("[type]", "event"),
            ("[name]", "Hello"),
            ("[eventName]", "oloy.account.created"),
            ("[pointsAmount]", "100"),
        ];
        store.a_rule(&rule).await;
        let rows: Vec<_> = (0..3).map(|_| row(&an_email(), "")).collect();
        let answer = import(&world, &store, &rows).await.must(200).json();
        assert_eq!(answer["totalSuccess"], 3);
        for item in answer["items"].as_array().expect("items") {
            let id = item["processImportResult"]["object"].as_str().expect("an id");
            let path = store.path(&format!("admin/customer/{id}/status"));
            assert_eq!(world.get(&path).await.must(200).json()["points"], 100);
            let history = store.path(&format!("admin/customer/{id}/history"));
            let history = world.get(&history).await.must(200).text().to_owned();
            assert_eq!(history.matches("PointsWereAdded").count(), 1, "{history}");
        }
        let list = world.get(&store.path("points/transfer")).await.must(200).json();
        assert_eq!(
            (&list["total"], &list["transfers"][0]["comment"]),
            (&json!(3), &json!("Hello"))
        );
    }
}
