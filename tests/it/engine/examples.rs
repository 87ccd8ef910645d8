//! What the contract prints and the specification works out, from data, over the wire and under a
//! clock that is set (behaviour 3.11, 6.8, 9.6).

use application::ports::Storage;
use chrono::TimeDelta;
use laurel_tests::client::Client;
use laurel_tests::databases::every_database;
use laurel_tests::world::{Store, a_store, unique};
use serde_json::{Value, json};

use super::papers::with_spending_rule;
use super::programme::Programme;

const JOHN_DOE: &str = "00000000-0000-474c-b092-b0dd880c07e1";
const OF_JOHN: &str = include_str!("../documented_calls/answers/status_of_john.json");

/// As its owner sees it, as JSON of one line: values and order.
async fn status_of_john(client: &Client, token: &str, caller: &str) -> String {
    let path = format!("/api/DEFAULT/{caller}/customer/{JOHN_DOE}/status");
    client.get(&path).token(token).await.must(200).json().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_printed_status_of_john_doe_comes_out_to_the_letter() {
    let printed: Value = serde_json::from_str(OF_JOHN).unwrap();
    for it in every_database().await {
        let programme = Programme::empty(&it);
        programme.go_to("2019-03-16T12:00:00Z");
        assert!(application::demo::load(&programme.ports).await.unwrap());
        let client = programme.serve().await;
        let admin = client.admin().await;
        let change = async |verb: &str, points: &str, days: &str| {
            let form = [
                ("transfer[customer]", JOHN_DOE),
                ("transfer[points]", points),
                ("transfer[validityDuration]", days),
            ];
            let path = format!("/api/DEFAULT/points/transfer/{verb}");
            client.post(&path).token(&admin).form(&form).await.must(200);
        };
        // 216.9 are there: 100 of them until tomorrow, 116.9 until the 15th of April.
        change("add", "33", "29").await;
        change("add", "13", "1").await;
        change("spend", "25", "").await;
        programme.pass(TimeDelta::days(2));
        let admin = client.admin().await;
        let form = [("transfer[customer]", JOHN_DOE), ("transfer[points]", "12")];
        let path = "/api/DEFAULT/points/transfer/add";
        client.post(path).token(&admin).form(&form).await.must(200);
        let john = client.login("DEFAULT", "customer", "user@oloy.com", "loyalty").await;
        let sally = client.login("DEFAULT", "seller", "john@doe.com", "open").await;
        for (token, caller) in [(&john, "customer"), (&sally, "seller")] {
            let told = status_of_john(&client, token, caller).await;
            assert_eq!(told, printed.to_string(), "{} {caller}", it.engine);
        }
        assert_eq!(it.database.differences(10).await.unwrap(), []);
        programme.close();
        it.remove().await;
    }
}

/// A programme for which the third print could be: levels from 15 per cent.
async fn programme_of_the_print(client: &Client, settings: &[(&str, &str)]) -> Store {
    let store = a_store_with_one_level(client, settings).await;
    for (condition, reward) in [("20", "15"), ("200", "20")] {
        store.a_level_worth(condition, reward).await;
    }
    store
}

async fn a_store_with_one_level(client: &Client, settings: &[(&str, &str)]) -> Store {
    let store = a_store(client, &client.admin().await).await;
    let mut form = vec![
        ("settings[currency]", "eur"),
        ("settings[timezone]", "UTC"),
        ("settings[programName]", "A"),
        ("settings[programPointsSingular]", "A"),
        ("settings[programPointsPlural]", "A"),
        ("settings[accountActivationMethod]", "email"),
        ("settings[allTimeNotLocked]", "1"),
        ("settings[customerStatusesEarning][]", "active"),
        ("settings[customerStatusesSpending][]", "active"),
        ("settings[marketingVendorsValue]", "none"),
        ("settings[returns]", "1"),
    ];
    form.extend(settings);
    client.post(&store.path("settings")).token(&store.admin).form(&form).await.must(200);
    store
}

/// The third print shows at once what no programme shows at once: each of its figures is told by
/// one of these (behaviour 3.11.1). A hundred and fifty points that expire are no zero points.
#[tokio::test(flavor = "multi_thread")]
async fn every_figure_of_the_third_printed_status_is_told_by_some_programme() {
    let printed: Value =
        serde_json::from_str(include_str!("../documented_calls/answers/status.json")).unwrap();
    for it in every_database().await {
        let programme = Programme::empty(&it);
        programme.go_to("2019-03-16T12:00:00Z");
        assert!(application::demo::load(&programme.ports).await.unwrap());
        let client = programme.serve().await;
        let by_purchases = [
            ("settings[tierAssignType]", "transactions"),
            ("settings[levelDowngradeMode]", "none"),
            ("settings[excludeDeliveryCostsFromTierAssignment]", "1"),
            ("settings[excludedDeliverySKUs][0]", "DEL"),
        ];
        let by_points = [
            ("settings[tierAssignType]", "points"),
            ("settings[levelDowngradeMode]", "after_x_days"),
            ("settings[levelDowngradeDays]", "100"),
            ("settings[levelDowngradeBase]", "active_points"),
        ];
        let mut told = vec![];

        let store = programme_of_the_print(&client, &by_purchases).await;
        let (test, card) = a_customer_of_the_print(&client, &store).await;
        for gross in ["40", "60"] {
            hand_in(&client, &store, &card, (&unique(), gross), None).await;
        }
        told.push(status(&client, &store, &test).await);

        let store = programme_of_the_print(&client, &by_points).await;
        let (test, _) = a_customer_of_the_print(&client, &store).await;
        let levels = client.get(&store.path("level")).token(&store.admin).await.must(200).json();
        let levels = levels["levels"].as_array().unwrap();
        let second = levels.iter().find(|it| it["conditionValue"] == 20).unwrap();
        let form = [("levelId", second["levelId"].as_str().or(second["id"].as_str()).unwrap())];
        let path = store.path(&format!("customer/{test}/level"));
        client.post(&path).token(&store.admin).form(&form).await.must(200);
        told.push(status(&client, &store, &test).await);

        let form = [("transfer[customer]", test.as_str()), ("transfer[points]", "150")];
        let path = store.path("points/transfer/add");
        let form = [&form[..], &[("transfer[validityDuration]", "30")]].concat();
        client.post(&path).token(&store.admin).form(&form).await.must(200);
        told.push(status(&client, &store, &test).await);

        let of_other_data = ["customerId", "levelName", "nextLevelName"];
        for (name, value) in printed.as_object().unwrap() {
            let is_told = told.iter().any(|it| it[name] == *value);
            assert!(is_told || of_other_data.contains(&&**name), "{name} {value}: {told:#?}");
        }
        programme.close();
        it.remove().await;
    }
}

async fn a_customer_of_the_print(client: &Client, store: &Store) -> (String, String) {
    let card = unique();
    let form = [
        ("customer[firstName]", "Test"),
        ("customer[lastName]", "test"),
        ("customer[loyaltyCardNumber]", &card),
        ("customer[email]", &format!("{card}@example.com")),
        ("customer[agreement1]", "1"),
    ];
    let path = store.path("customer/register");
    let made = client.post(&path).token(&store.admin).form(&form).await.must(200).json();
    (made["customerId"].as_str().unwrap().to_owned(), card)
}

async fn status(client: &Client, store: &Store, customer: &str) -> Value {
    let path = store.path(&format!("admin/customer/{customer}/status"));
    client.get(&path).token(&store.admin).await.must(200).json()
}

/// A sale, or what comes back of one.
async fn hand_in(
    client: &Client,
    store: &Store,
    card: &str,
    (number, gross): (&str, &str),
    revised: Option<&str>,
) {
    let form = [
        ("transaction[transactionData][documentNumber]", number),
        ("transaction[transactionData][documentType]", revised.map_or("sell", |_| "return")),
        ("transaction[transactionData][purchaseDate]", "2019-03-01"),
        ("transaction[revisedDocument]", revised.unwrap_or_default()),
        ("transaction[customerData][name]", "Test"),
        ("transaction[customerData][loyaltyCardNumber]", card),
        ("transaction[items][0][sku][code]", "S"),
        ("transaction[items][0][name]", "thing"),
        ("transaction[items][0][quantity]", "1"),
        ("transaction[items][0][grossValue]", gross),
        ("transaction[items][0][category]", "things"),
    ];
    client.post(&store.path("transaction")).token(&store.admin).form(&form).await.must(200);
}

/// Behaviour 9.6.
#[tokio::test(flavor = "multi_thread")]
async fn returns_take_back_their_share_of_what_the_sale_earned() {
    for it in every_database().await {
        let programme = Programme::empty(&it);
        programme.go_to("2019-03-16T12:00:00Z");
        assert!(application::demo::load(&programme.ports).await.unwrap());
        let client = programme.serve().await;
        let by_points =
            [("settings[tierAssignType]", "points"), ("settings[levelDowngradeMode]", "none")];
        let store = a_store_with_one_level(&client, &by_points).await;
        with_spending_rule(&it.database, &store, "2.3").await;
        let figures = async |who: &str| {
            let it = status(&client, &store, who).await;
            let names = ["points", "totalEarnedPoints", "usedPoints"];
            Value::from(names.map(|name| it[name].clone()).to_vec())
        };
        let spend = async |who: &str, points: &str| {
            let form = [("transfer[customer]", who), ("transfer[points]", points)];
            let path = store.path("points/transfer/spend");
            client.post(&path).token(&store.admin).form(&form).await.must(200);
        };

        let (ada, card) = a_customer_of_the_print(&client, &store).await;
        hand_in(&client, &store, &card, ("sale", "100"), None).await;
        assert_eq!(figures(&ada).await, json!([230, 230, 0]));
        for (number, gross, left, used) in
            [("r1", "40", 138, 92), ("r2", "60", 0, 230), ("r3", "10", 0, 230)]
        {
            hand_in(&client, &store, &card, (number, gross), Some("sale")).await;
            assert_eq!(figures(&ada).await, json!([left, 230, used]), "{} {number}", it.engine);
        }

        let (bob, card) = a_customer_of_the_print(&client, &store).await;
        hand_in(&client, &store, &card, ("other", "100"), None).await;
        spend(&bob, "180").await;
        hand_in(&client, &store, &card, ("r4", "40"), Some("other")).await;
        assert_eq!(figures(&bob).await, json!([0, 230, 230]), "of 92 only 50 are left");
        // The 42 that were not there are not owed.
        let form = [("transfer[customer]", bob.as_str()), ("transfer[points]", "10")];
        let path = store.path("points/transfer/add");
        client.post(&path).token(&store.admin).form(&form).await.must(200);
        assert_eq!(figures(&bob).await, json!([10, 240, 230]));
        assert_eq!(it.database.differences(10).await.unwrap(), []);
        programme.close();
        it.remove().await;
    }
}
