//! `admin/transaction/import`

use laurel_tests::client::Answer;
use laurel_tests::world::{Store, unique};
use serde_json::{Value, json};

use super::super::super::{World, errors_at, marked, worlds};

const UNIQUE: &str = "Process exception: Document number should be unique";

/// A store where 20 are enough for the second level, and which takes returns or does not.
async fn a_programme(world: &World, returns: &str) -> Store {
    let store = world.a_store().await;
    store.a_level_worth("20", "6").await;
    let form = format!(
        "settings[currency]=eur&settings[timezone]=UTC&settings[programName]=A\
         &settings[programPointsSingular]=A&settings[programPointsPlural]=A\
         &settings[accountActivationMethod]=email&settings[allTimeNotLocked]=1\
         &settings[customerStatusesEarning][]=active&settings[customerStatusesSpending][]=active\
         &settings[marketingVendorsValue]=none&settings[tierAssignType]=transactions\
         &settings[levelDowngradeMode]=none&settings[returns]={returns}"
    );
    world.post(&store.path("settings"), &form).await.must(200);
    store
}

/// A customer, and the number of its card.
async fn a_card(world: &World, store: &Store) -> (String, String) {
    let (id, card) = (store.a_customer().await, unique());
    let path = store.path(&format!("customer/{id}"));
    world.put(&path, &format!("customer[loyaltyCardNumber]={card}")).await.must(200);
    (id, card)
}

/// A document of one line; `more` are further nodes.
fn row(number: &str, card: &str, gross: &str, more: &str) -> String {
    format!(
        "<transaction><documentNumber>{number}</documentNumber>\
         <purchaseDate>2022-03-01 10:00</purchaseDate>\
         <customerData><name>Ada &amp; Co</name><loyaltyCardNumber>{card}</loyaltyCardNumber>\
         <address><city>Wrocław</city></address></customerData>\
         <items><item><sku><code>S</code></sku><name>Thing</name><quantity>2</quantity>\
         <grossValue>{gross}</grossValue><category>things</category>\
         <labels><label><key>k</key><value>v</value></label></labels></item></items>{more}\
         </transaction>"
    )
}

fn back(revised: &str) -> String {
    format!("<documentType>return</documentType><revisedDocument>{revised}</revisedDocument>")
}

async fn import(world: &World, store: &Store, rows: &[String]) -> Answer {
    let file = format!("<?xml version=\"1.0\"?><transactions>{}</transactions>", rows.concat());
    let call = world.client.post(&store.path("admin/transaction/import")).token(&world.admin);
    call.typed_file("file[file]", "application/xml", file.into_bytes()).await
}

/// The identifier of each row, and what went wrong with it.
fn told(answer: &Answer) -> Value {
    let told = |it: &Value| json!([it["identifier"], it["message"].as_str().unwrap_or_default()]);
    answer.json()["items"].as_array().expect("items").iter().map(told).collect()
}

/// Level, amount, count, and what is missing to the next level; and how many documents there are.
async fn standing(world: &World, store: &Store, customer: &str) -> Value {
    let it = world.get(&store.path(&format!("admin/customer/{customer}/status"))).await;
    let it = it.must(200).json();
    let all = world.get(&store.path("transaction")).await.must(200).json();
    let history = world.get(&store.path(&format!("admin/customer/{customer}/history"))).await;
    json!([
        it["level"],
        it["transactionsAmount"],
        it["transactionsCount"],
        it["transactionsAmountToNextLevel"],
        all["total"],
        history.must(200).text().matches("AssignedTransactionToCustomer").count()
    ])
}

#[tokio::test]
async fn good_rows_count_bad_ones_cost_themselves_and_the_same_file_changes_nothing_more() {
    for world in worlds().await {
        let store = a_programme(&world, "1").await;
        let (ada, card) = a_card(&world, &store).await;
        let pos = store.a_pos().await;
        let nowhere = format!("<posId>{}</posId>", uuid::Uuid::nil());
        let place = format!(
            "<posId>{pos}</posId><purchasePlace>Shop</purchasePlace>\
             <labels><label><key>a</key><value>b</value></label></labels>"
        );
        let rows = [
            row("s1", &card, "3", &place),
            row("s1", &card, "4", ""),
            row("s2", &card, "17.5", ""),
            "<transaction><documentNumber>x</posId></transaction>".to_owned(),
            row("r0", &card, "1", &back("nothing")),
            row("", &card, "1", ""),
            row("s3", &card, "much", ""),
            row("s4", &card, "1", &nowhere),
            row("r1", &card, "2", &back("s2")),
            row("s5", "nobody", "100", ""),
            row("r2", &card, "1", &back("r1")),
        ];
        let answer = import(&world, &store, &rows).await.must(200);
        let expected = json!([
            ["s1", ""],
            ["s1", UNIQUE],
            ["s2", ""],
            ["", "Convert exception: XML has invalid structure"],
            ["r0", "Process exception: Transaction not exist"],
            ["", "Convert exception: documentNumber This value should not be blank."],
            ["s3", "Convert exception: items.0.grossValue This value is not valid."],
            ["s4", "Process exception: posId does not exist"],
            ["r1", ""],
            ["s5", ""],
            ["r2", "Process exception: Transaction wrong type"],
        ]);
        assert_eq!(told(&answer), expected);
        let json = answer.json();
        let counts = (&json["totalProcessed"], &json["totalSuccess"], &json["totalFailed"]);
        assert_eq!(counts, (&json!(11), &json!(4), &json!(7)));
        let after = json!(["5.00%", 18.5, 2, 1.5, 4, 3]);
        assert_eq!(standing(&world, &store, &ada).await, after);

        let id = json["items"][0]["processImportResult"]["object"].as_str().expect("an id");
        let shown = world.get(&store.path(&format!("transaction/{id}"))).await.must(200).json();
        for (at, expected) in [
            ("/documentNumber", json!("s1")),
            ("/documentType", json!("sell")),
            ("/purchaseDate", json!("2022-03-01T10:00:00+0000")),
            ("/purchasePlace", json!("Shop")),
            ("/customerId", json!(ada)),
            ("/customerData/name", json!("Ada & Co")),
            ("/customerData/address", json!({ "city": "Wrocław" })),
            ("/posId", json!(pos)),
            ("/labels", json!([{ "key": "a", "value": "b" }])),
            ("/items/0/sku", json!({ "code": "S" })),
            ("/items/0/labels", json!([{ "key": "k", "value": "v" }])),
            ("/grossValue", json!(3)),
        ] {
            assert_eq!(shown.pointer(at), Some(&expected), "{at}");
        }

        let again = import(&world, &store, &rows).await.must(200);
        assert_eq!(again.json()["totalSuccess"], 0);
        for at in [0, 2, 8, 9] {
            assert_eq!(told(&again)[at][1], UNIQUE);
        }
        assert_eq!(standing(&world, &store, &ada).await, after);

        import(&world, &store, &[row("s6", &card, "2", "")]).await.must(200);
        let higher = json!(["6.00%", 20.5, 3, null, 5, 4]);
        assert_eq!(standing(&world, &store, &ada).await, higher);
    }
}

#[tokio::test]
async fn a_programme_without_returns_takes_none_from_files() {
    for world in worlds().await {
        let store = a_programme(&world, "0").await;
        let (ada, card) = a_card(&world, &store).await;
        let rows = [row("s1", &card, "3", ""), row("r1", &card, "1", &back("s1"))];
        let answer = import(&world, &store, &rows).await.must(200);
        let off = "Process exception: Returns are not enabled";
        assert_eq!(told(&answer), json!([["s1", ""], ["r1", off]]));
        assert_eq!(standing(&world, &store, &ada).await[4], 1);
    }
}

#[tokio::test]
async fn a_file_that_is_none_is_refused_and_one_that_cannot_be_read_ends_with_an_error() {
    for world in worlds().await {
        let store = a_programme(&world, "1").await;
        let path = store.path("admin/transaction/import");
        let call = || world.client.post(&path).token(&world.admin);
        let nothing = call().multipart(&[("x", "y")]).await.must(400);
        assert_eq!(marked(&nothing), ["file"]);
        let text = call().typed_file("file[file]", "text/csv", b"a,b".to_vec()).await.must(400);
        assert!(errors_at(&text, "file").contains("mime type"));
        let large = call().typed_file("file[file]", "text/xml", vec![b' '; 16_500_000]);
        let said = r#"["The file is too large (16.5 MB). Allowed maximum size is 16 MB."]"#;
        assert_eq!(errors_at(&large.await.must(400), "file"), said);
        let evil = format!("<!DOCTYPE a [<!ENTITY x \"y\">]><a>{}</a>", row("1", "x", "1", ""));
        let evil = call().typed_file("file[file]", "text/xml", evil.into()).await.must(200);
        assert_eq!(told(&evil), json!([["", "Convert exception: XML has invalid structure"]]));

        let items = "<item><sku>S</sku></item>".repeat(1001);
        let rows = [
            row("1", "x", "1", ""),
            row("2", "x", "1", &format!("<items>{items}</items>")),
            format!("<!--{}-->", "x".repeat(1_100_000)),
            row("3", "x", "1", ""),
        ];
        let answer = import(&world, &store, &rows).await.must(200);
        let expected = json!([
            ["1", ""],
            ["2", "Convert exception: items This collection should contain 1000 elements or less."],
            [
                "",
                "Convert exception: the rest of the file cannot be read: a piece of the file is \
                 too long"
            ],
        ]);
        assert_eq!(told(&answer), expected);
    }
}
