//! Points and purchases over the wire: the worked examples (behaviour 9.3, 9.5, 9.6).

use laurel_tests::client::Answer;
use laurel_tests::world::{Store, unique};
use serde_json::{Value, json};

use super::{World, errors_at, marked, redacted, worlds};

/// A store that takes returns, with the conditions of the demo's levels: its own start level gives
/// 5 per cent.
pub(super) async fn a_programme(world: &World, settings: &str) -> Store {
    let store = world.a_store().await;
    for (condition, reward) in [("20", "6"), ("200", "10"), ("999", "15")] {
        store.a_level_worth(condition, reward).await;
    }
    let form = format!(
        "settings[currency]=eur&settings[timezone]=UTC&settings[programName]=A\
         &settings[programPointsSingular]=A&settings[programPointsPlural]=A\
         &settings[accountActivationMethod]=email&settings[allTimeNotLocked]=1\
         &settings[customerStatusesEarning][]=active&settings[customerStatusesSpending][]=active\
         &settings[marketingVendorsValue]=none&settings[returns]=1\
         &settings[excludedLevelCategories][]=gifts&{settings}"
    );
    world.post(&store.path("settings"), &form).await.must(200);
    store
}

pub(super) const BY_PURCHASES: &str =
    "settings[tierAssignType]=transactions&settings[levelDowngradeMode]=none";

/// Level, amount, count, and what is missing to the next level.
async fn standing(world: &World, store: &Store, customer: &str) -> Value {
    let path = store.path(&format!("admin/customer/{customer}/status"));
    let it = world.get(&path).await.must(200).json();
    json!([
        it["level"],
        it["transactionsAmount"],
        it["transactionsCount"],
        it["transactionsAmountToNextLevel"]
    ])
}

struct Paper<'a> {
    card: &'a str,
    number: &'a str,
    revised: Option<&'a str>,
    gross: &'a str,
    category: &'a str,
}

async fn hand_in(world: &World, store: &Store, paper: Paper<'_>) -> Answer {
    let Paper { card, number, revised, gross, category } = paper;
    let kind = if revised.is_some() { "return" } else { "sell" };
    let form = format!(
        "transaction[transactionData][documentNumber]={number}\
         &transaction[transactionData][documentType]={kind}\
         &transaction[transactionData][purchaseDate]=2022-03-01\
         &transaction[revisedDocument]={}&transaction[customerData][name]=Ada\
         &transaction[customerData][loyaltyCardNumber]={card}&transaction[items][0][sku][code]=S\
         &transaction[items][0][name]=thing&transaction[items][0][quantity]=2\
         &transaction[items][0][grossValue]={gross}&transaction[items][0][category]={category}",
        revised.unwrap_or_default()
    );
    world.post(&store.path("transaction"), &form).await
}

async fn a_card(world: &World, store: &Store) -> (String, String) {
    let (id, card) = (store.a_customer().await, unique());
    let path = store.path(&format!("customer/{id}"));
    world.put(&path, &format!("customer[loyaltyCardNumber]={card}")).await.must(200);
    (id, card)
}

#[tokio::test]
async fn purchases_move_levels_as_the_worked_examples_say() {
    for world in worlds().await {
        let store = a_programme(&world, BY_PURCHASES).await;
        let (ada, card) = a_card(&world, &store).await;
        let (first, second, third) = (unique(), unique(), unique());
        let sale =
            |number, gross| Paper { card: &card, number, revised: None, gross, category: "x" };
        let back = |number, revised, gross| Paper { revised: Some(revised), ..sale(number, gross) };
        let steps = [
            (sale(&first, "3"), json!(["5.00%", 3, 1, 17])),
            (sale(&second, "17"), json!(["6.00%", 20, 2, 180])),
            (back("r1", &second, "5"), json!(["5.00%", 15, 2, 5])),
            (back("r2", &second, "12"), json!(["5.00%", 3, 1, 17])),
            (sale(&third, "1000"), json!(["15.00%", 1003, 2, null])),
            (back("r3", &third, "990"), json!(["5.00%", 13, 2, 7])),
            (Paper { category: "gifts", ..sale("g", "300") }, json!(["5.00%", 313, 3, 7])),
        ];
        for (paper, expected) in steps {
            let number = paper.number.to_owned();
            hand_in(&world, &store, paper).await.must(200);
            assert_eq!(standing(&world, &store, &ada).await, expected, "{number}");
        }
        let again = hand_in(&world, &store, sale(&first, "1")).await.must(400);
        let path = "transactionData.documentNumber";
        assert_eq!(errors_at(&again, path), r#"["Document number should be unique"]"#);
        let of_nothing = hand_in(&world, &store, back("r4", "nothing", "1")).await.must(400);
        assert_eq!(errors_at(&of_nothing, "revisedDocument"), r#"["Transaction not exist"]"#);
        let of_return = hand_in(&world, &store, back("r5", "r1", "1")).await.must(400);
        assert_eq!(errors_at(&of_return, "revisedDocument"), r#"["Transaction wrong type"]"#);
    }
}

#[tokio::test]
async fn a_purchase_is_assigned_later_and_once() {
    for world in worlds().await {
        let store = a_programme(&world, BY_PURCHASES).await;
        let (ada, card) = a_card(&world, &store).await;
        let number = unique();
        let paper =
            Paper { card: "nobody", number: &number, revised: None, gross: "20", category: "x" };
        hand_in(&world, &store, paper).await.must(200);
        assert_eq!(standing(&world, &store, &ada).await, json!(["5.00%", 0, 0, 20]));
        let path = store.path("admin/transaction/customer/assign");
        let form = |card: &str| {
            format!(
                "assign[transactionDocumentNumber]={number}\
                 &assign[customerLoyaltyCardNumber]={card}"
            )
        };
        let nobody = world.post(&path, &form("nobody")).await.must(400);
        assert_eq!(marked(&nobody), ["customerLoyaltyCardNumber"]);
        world.post(&path, &form(&card)).await.must(200);
        assert_eq!(standing(&world, &store, &ada).await, json!(["6.00%", 20, 1, 180]));
        let again = world.post(&path, &form(&card)).await.must(400);
        assert_eq!(marked(&again), ["transactionDocumentNumber"]);
        let shown = world.get(&store.path(&format!("transaction?customerId={ada}"))).await;
        assert_eq!(shown.must(200).json()["transactions"][0]["documentNumber"], number.as_str());
    }
}

#[tokio::test]
async fn points_are_added_spent_given_and_cancelled() {
    for world in worlds().await {
        let store = a_programme(&world, BY_PURCHASES).await;
        let (ada, bob) = (store.a_customer().await, store.a_customer().await);
        let transfer =
            |who: &str, points: &str| format!("transfer[customer]={who}&transfer[points]={points}");
        let add = store.path("points/transfer/add");
        let spend = store.path("points/transfer/spend");
        world.post(&add, &transfer(&ada, "100")).await.must(200);
        let second = world.post(&add, &transfer(&ada, "50")).await.must(200).json();
        world.post(&spend, &transfer(&ada, "120")).await.must(200);
        let refused = world.post(&spend, &transfer(&ada, "31")).await.must(400);
        assert_eq!(errors_at(&refused, "points"), r#"["not enough points"]"#);
        let give = format!("transfer[sender]={ada}&transfer[receiver]={bob}&transfer[points]=10.5");
        world.post(&store.path("admin/p2p-points-transfer"), &give).await.must(200);
        let to_oneself =
            format!("transfer[sender]={ada}&transfer[receiver]={ada}&transfer[points]=1");
        let refused = world.post(&store.path("admin/p2p-points-transfer"), &to_oneself).await;
        assert_eq!(
            errors_at(&refused.must(400), "receiver"),
            r#"["transferring points to yourself is forbidden"]"#
        );
        let id = second["pointsTransferId"].as_str().unwrap();
        let cancel = store.path(&format!("points/transfer/{id}/cancel"));
        assert_eq!(world.post(&cancel, "").await.must(200).text(), "[]");
        let again = world.post(&cancel, "").await.must(400);
        assert_eq!(again.json()["error"], "this transfer cannot be canceled");
        for (who, expected) in
            [(&ada, json!([0, 0, 100, 130.5, 0, 0])), (&bob, json!([10.5, 10.5, 0, 0, 0, 0]))]
        {
            let path = store.path(&format!("admin/customer/{who}/status"));
            let it = world.get(&path).await.must(200).json();
            let figures = [
                "points",
                "p2pPoints",
                "totalEarnedPoints",
                "usedPoints",
                "expiredPoints",
                "lockedPoints",
            ];
            assert_eq!(Value::from(figures.map(|name| it[name].clone()).to_vec()), expected);
        }
        let history = world.get(&store.path(&format!("admin/customer/{bob}/history"))).await;
        let latest = &history.must(200).json()[0];
        assert_eq!(latest["type"], "PointsWereTransferred");
        assert_eq!(latest["pointsBalance"].to_string(), "10.5");
    }
}

#[tokio::test]
async fn sellers_move_points_where_they_were_allowed_to() {
    for world in worlds().await {
        let store = a_programme(&world, BY_PURCHASES).await;
        let ada = store.a_customer().await;
        let seller = store.a_seller(&store.a_pos().await).await;
        let form = format!("transfer[customer]={ada}&transfer[points]=5");
        let path = store.path("pos/points/transfer/add");
        let call = || world.client.post(&path).token(&seller.token).form_text(&form);
        call().await.must(403);
        let change = store.path(&format!("seller/{}", seller.id));
        world.put(&change, "seller[allowPointTransfer]=1").await.must(200);
        call().await.must(200);
        let listed = world.get(&store.path("points/transfer")).await.must(200).json();
        assert_eq!(listed["transfers"][0]["issuer"], "seller");
        assert_eq!(listed["total"], 1);
    }
}

/// What an explanation counts is what its parts come to, and what the status says is missing.
#[tokio::test]
async fn a_standing_is_explained() {
    for world in worlds().await {
        let store = a_programme(&world, BY_PURCHASES).await;
        let (ada, card) = a_card(&world, &store).await;
        let (sale, back, gift) = (unique(), unique(), unique());
        for (number, revised, gross, category) in [
            (&sale, None, "30", "food"),
            (&back, Some(&*sale), "4", "food"),
            (&gift, None, "100", "gifts"),
        ] {
            let paper = Paper { card: &card, number, revised, gross, category };
            hand_in(&world, &store, paper).await.must(200);
        }
        let transfer = format!("transfer[customer]={ada}&transfer[points]=12.5");
        world.post(&store.path("points/transfer/add"), &transfer).await.must(200);
        let path = store.path(&format!("admin/customer/{ada}/status/explain"));
        let answer = world.get(&path).await.must(200);
        let why = answer.json();
        let parts = why["movements"]["items"].as_array().expect("a list");
        let counted: f64 = parts.iter().map(|it| it["counted"].as_f64().expect("a number")).sum();
        assert!((counted - why["counted"]["amount"].as_f64().expect("a number")).abs() < 1e-9);
        assert_eq!(why["counted"]["amount"], json!(26));
        assert_eq!((&why["reason"], &why["movements"]["total"]), (&json!("reached"), &json!(3)));
        let status = world.get(&path.replace("/explain", "")).await.must(200).json();
        assert_eq!(why["level"]["reward"], status["level"]);
        assert_eq!(why["nextLevel"]["reward"], status["nextLevel"]);
        assert_eq!(why["active"][0]["points"], status["points"]);
        let ids: Vec<_> = [
            why["level"]["levelId"].as_str(),
            why["nextLevel"]["levelId"].as_str(),
            why["active"][0]["pointsTransferId"].as_str(),
            parts[0]["transactionId"].as_str(),
            parts[1]["transactionId"].as_str(),
            parts[2]["transactionId"].as_str(),
        ]
        .map(|it| (it.expect("an id"), "<id>"))
        .into();
        let mut texts = ids;
        texts.extend([
            (&*ada, "<ada>"),
            (&*sale, "<sale>"),
            (&*back, "<back>"),
            (&*gift, "<gift>"),
        ]);
        let shown = redacted(&answer, &["at", "createdAt", "expiresAt"], &texts);
        insta::assert_snapshot!("a_standing_explained", order_free(&shown));
    }
}

/// Documents of one moment are listed by their ids, which are new in every run.
fn order_free(shown: &str) -> String {
    let at = shown.find("\"movements\"").expect("movements");
    let end = shown[at..].find("\"active\"").expect("lots") + at;
    format!("{}{}", &shown[..at], &shown[end..])
}
