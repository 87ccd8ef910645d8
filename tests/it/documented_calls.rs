//! Every documented call, sent as its curl line is printed, gets its documented answer.
//!
//! What is substituted: the host, the shortened token, ids of customers who are not in the demo,
//! and the e-mail addresses that the page blanked out (`-d ""`, `customer[email]` without a value).

mod codes;
mod curl;
mod differences;
mod example;
mod importing;
mod keepsakes;
mod stage;
mod standing;

use std::collections::BTreeSet;

use laurel_tests::client::Answer;
use laurel_tests::server::{Server, every_engine};
use serde_json::{Value, json};

use self::differences::{DETAILED, EXACTLY, FOUND, LISTED, OLDER, ONLY_THE_ID};
use self::example::Differences;
use self::stage::Stage;

const JOHN_DOE: &str = "00000000-0000-474c-b092-b0dd880c07e1";
const JANE_DOE: &str = "00000000-0000-474c-b092-b0dd880c07e2";

macro_rules! printed {
    ($name:literal) => {
        include_str!(concat!("documented_calls/answers/", $name, ".json"))
    };
}

#[tokio::test]
async fn every_documented_call_gets_its_documented_answer() {
    for engine in every_engine() {
        let server = Server::demo(engine).await;
        let stage = Stage::set(&server).await;
        standing::play(&stage).await;
        looking_at_customers(&stage).await;
        registering(&stage).await;
        updating(&stage).await;
        activating(&stage).await;
        codes::redeemed(&stage, &server).await;
        codes::requested(&stage, &server).await;
        codes::confirmed(&stage, &server).await;
        assigning(&stage).await;
        at_the_till(&stage).await;
        keepsakes::play(&stage).await;
        importing::importing(&stage).await;
        deleting(&stage).await;
        registering_without_an_email(&stage).await;
        let all: BTreeSet<_> = stage.calls.iter().map(|it| it.name.clone()).collect();
        assert_eq!(*stage.played.lock().unwrap(), all);
    }
}

async fn looking_at_customers(stage: &Stage) {
    let details = stage.play("details", &[]).await.must(200);
    stage.expect(&details, printed!("details"), DETAILED);

    // The blanked-out filter was an e-mail: these two shall have one in common.
    for (id, email) in [(JOHN_DOE, "john@doe.example"), (JANE_DOE, "jane@doe.example")] {
        let change = stage.client.put(&format!("/api/DEFAULT/customer/{id}")).token(&stage.admin);
        change.form(&[("customer[email]", email)]).await.must(200);
    }
    let email = [("strict=0", "strict=0&email=doe.example")];
    let by_page = stage.play("list by page", &email).await.must(200);
    let mut page = by_page.json();
    // By id ascending John comes before Jane: the print is not sorted as its call asks.
    page["customers"].as_array_mut().expect("a list").reverse();
    let by_page = Answer { body: page.to_string().into_bytes(), ..by_page };
    stage.expect(&by_page, printed!("list_by_page"), LISTED);
    assert_eq!(page["customers"][0]["customerId"], JANE_DOE);
    assert_eq!(page["customers"][0]["firstName"], "Jane");
    assert_eq!(page["customers"][1]["customerId"], JOHN_DOE);
    assert_eq!(page["total"], 2);

    // One that is only a part of addresses finds nobody strictly.
    let email = [("strict=1", "strict=1&email=doe.example")];
    let strictly = stage.play("list strictly", &email).await.must(200);
    assert_eq!(strictly.json(), json!({ "customers": [], "total": 0 }));
    stage.expect(&strictly, printed!("list_strictly"), EXACTLY);

    for name in ["test-1@example.com", "test-2@example.com"] {
        stage.a_customer("test", name, "").await;
    }
    let latest = stage.play("list", &[]).await.must(200);
    let mut list = latest.json();
    assert_eq!(list["total"], 12);
    list["customers"].as_array_mut().expect("a list").truncate(2);
    let latest = Answer { body: list.to_string().into_bytes(), ..latest };
    stage.expect(&latest, printed!("list"), Differences { examples: OLDER, exceptions: &[] });

    let email = [("strict=0", "strict=0&email=test-")];
    let as_admin = stage.play("list as admin", &email).await.must(200);
    stage.expect(&as_admin, printed!("list"), Differences { examples: OLDER, exceptions: &[] });
    assert_eq!(as_admin.json()["total"], 2);

    stage.a_customer("check", "check@example.com", "899000333").await;
    let check = stage.play("check", &[]).await.must(200);
    stage.expect(&check, printed!("check"), EXACTLY);
}

/// DEFAULT activates by e-mail, so the blanked-out address is needed.
async fn registering(stage: &Stage) {
    for (call, email) in [
        ("register", "kowalski@example.com"),
        ("register with everything", "Kowalski.2@example.com"),
        ("register as admin", "kowalski.3@example.com"),
    ] {
        let with_email = format!("customer[email]={email}");
        let made = stage.play(call, &[("customer[email]", &with_email)]).await.must(200);
        stage.expect(&made, printed!("registered"), ONLY_THE_ID);
        assert_eq!(made.json()["email"], email.to_lowercase());
        let id = made.json()["customerId"].as_str().expect("an id").to_owned();
        let details = stage.details(&id).await;
        assert_eq!((&details["active"], &details["lastName"]), (&json!(true), &json!("Kowalski")));
        if call == "register with everything" {
            everything_is_kept(&details);
        }
    }
    let nothing = stage.play("register with nothing", &[]).await.must(400);
    stage.expect(&nothing, printed!("register_with_nothing"), EXACTLY);
}

fn everything_is_kept(details: &Value) {
    for (at, expected) in [
        ("phone", json!("000000004000")),
        ("birthDate", json!("1990-01-01T00:00:00+0100")),
        (
            "address",
            json!({
                "street": "Street", "province": "Dolnoslaskie", "city": "Wroclaw",
                "postal": "00-000", "country": "Poland",
            }),
        ),
        ("company", json!({ "name": "Company name", "nip": "111-222-33-44" })),
        ("loyaltyCardNumber", json!("00000000000000002")),
        ("agreement1", json!(true)),
        ("agreement2", json!(true)),
        ("agreement3", json!(true)),
    ] {
        assert_eq!(details[at].to_string(), expected.to_string(), "{at}");
    }
}

async fn updating(stage: &Stage) {
    let id = stage.a_customer("update", "before@example.com", "123456789").await;
    let printed_id = ("e0eb0355-8aaa-4fb1-8159-f58e81b7a25c", id.as_str());
    let email = ("customer[email]", "customer[email]=after@example.com");
    let updated = stage.play("update", &[printed_id, email]).await.must(200);
    stage.expect(&updated, printed!("updated"), ONLY_THE_ID);
    assert_eq!(updated.json(), json!({ "customerId": id }));
    let details = stage.details(&id).await;
    assert_eq!(details["email"], "after@example.com");
    assert_eq!(details["phone"], "");
    assert_eq!(details["agreement2"], true);
    assert_eq!((&details["firstName"], &details["agreement1"]), (&json!("update"), &json!(true)));

    let refused = stage.play("update with a bad phone", &[printed_id]).await.must(400);
    stage.expect(&refused, printed!("update_with_a_bad_phone"), EXACTLY);
    assert_eq!(stage.details(&id).await, details);
}

async fn activating(stage: &Stage) {
    let id = stage.a_customer("blocked", "blocked@example.com", "").await;
    let printed_id = ("1bbafb37-b51b-47c5-b3e4-e0a2d028e655", id.as_str());
    stage.expect_nothing(&stage.play("deactivate", &[printed_id]).await);
    let details = stage.details(&id).await;
    assert_eq!(
        (&details["active"], &details["status"]["type"]),
        (&json!(false), &json!("blocked"))
    );
    assert_eq!(details["status"].get("state"), None);
    stage.expect_nothing(&stage.play("activate", &[printed_id]).await);
    let details = stage.details(&id).await;
    assert_eq!((&details["active"], &details["status"]["type"]), (&json!(true), &json!("active")));
    assert_eq!(details["status"]["state"], "no-card");
}

async fn assigning(stage: &Stage) {
    let id = stage.a_customer("level", "level@example.com", "").await;
    let printed_id = ("1cb6d205-8b77-40e1-a801-052185ed52d9", id.as_str());
    let level = stage.play("assign level", &[printed_id]).await.must(200);
    stage.expect(&level, printed!("assigned"), EXACTLY);
    let details = stage.details(&id).await;
    assert_eq!(details["levelId"], "e82c96cf-32a3-43bd-9034-4df343e52222");
    assert_eq!(details["manuallyAssignedLevelId"]["levelId"], details["levelId"]);
    assert_eq!(details["levelPercent"], "10.00%");
    stage.expect_nothing(&stage.play("remove manual level", &[printed_id]).await);
    let details = stage.details(&id).await;
    assert_eq!(details["levelId"], "e82c96cf-32a3-43bd-9034-4df343e50000");
    assert_eq!(details.get("manuallyAssignedLevelId"), None);

    let pos = stage.play("assign pos", &[printed_id]).await.must(200);
    stage.expect(&pos, printed!("assigned"), EXACTLY);
    assert_eq!(stage.details(&id).await["posIdentifier"], "pos2");
}

/// John Doe buys two rewards, good for 90 days, and uses them.
async fn buying(stage: &Stage) {
    let post = async |path: &str, form: &[(&str, &str)]| {
        let call = stage.client.post(&format!("/api/DEFAULT/campaign{path}")).token(&stage.admin);
        call.form(form).await.must(200).json()
    };
    let campaign = [
        ("campaign[name]", "Mug"),
        ("campaign[active]", "1"),
        ("campaign[costInPoints]", "1"),
        ("campaign[levels][0]", "e82c96cf-32a3-43bd-9034-4df343e50000"),
        ("campaign[allTimeActive]", "1"),
        ("campaign[daysValid]", "90"),
        ("campaign[coupons][0]", "test1"),
        ("campaign[coupons][1]", "test2"),
    ];
    let made = post("", &campaign).await;
    let id = made["campaignId"].as_str().expect("an id");
    for _ in 0..2 {
        let bought = post(&format!("/{id}/buy"), &[("customerId", JOHN_DOE)]).await;
        let coupon = bought["coupon"]["id"].as_str().expect("an id");
        let used = [("customerId", JOHN_DOE), ("couponId", coupon), ("used", "1")];
        post(&format!("/{id}/purchases/used"), &used).await;
    }
}

/// In the order that leads to the printed search: John Doe has a POS and is blocked.
async fn at_the_till(stage: &Stage) {
    buying(stage).await;
    let seller = &stage.seller;
    let pos = stage.play_as(seller, "assign pos as seller", &[]).await.must(200);
    stage.expect(&pos, printed!("assigned"), EXACTLY);
    let agree = stage.client.put(&format!("/api/DEFAULT/customer/{JOHN_DOE}")).token(seller);
    agree.form(&[("customer[agreement1]", "1")]).await.must(200);
    stage.expect_nothing(&stage.play_as(seller, "deactivate as seller", &[]).await);
    let found = stage.play_as(seller, "search", &[]).await.must(200);
    stage.expect(&found, printed!("search"), FOUND);
    stage.expect_nothing(&stage.play_as(seller, "activate as seller", &[]).await);
    assert_eq!(stage.details(JOHN_DOE).await["active"], true);

    let email = ("customer[email]", "customer[email]=mini@example.com");
    let made = stage.play_as(seller, "register as seller", &[email]).await.must(200);
    stage.expect(&made, printed!("registered"), ONLY_THE_ID);
    let details = stage.details(made.json()["customerId"].as_str().expect("an id")).await;
    assert_eq!((&details["firstName"], &details["gender"]), (&json!("Lady"), &json!("female")));
    assert_eq!(details["sellerId"], "00000000-0000-474c-b092-b0dd880c07e4");
    assert_eq!(details["posIdentifier"], "pos1");
}

async fn deleting(stage: &Stage) {
    let id = stage.a_customer("gone", "gone@example.com", "").await;
    let printed_id = ("1cb6d205-8b77-40e1-a801-052185ed52d9", id.as_str());
    stage.expect_nothing(&stage.play("delete", &[printed_id]).await);
    stage.play("delete", &[printed_id]).await.must(404);
    let path = format!("/api/DEFAULT/customer/{id}");
    stage.client.get(&path).token(&stage.admin).await.must(404);
}

/// Where accounts are activated by SMS, an e-mail without a value is legal as printed.
async fn registering_without_an_email(stage: &Stage) {
    let store = [
        ("store[code]", "SMS"),
        ("store[name]", "By SMS"),
        ("store[accountActivationMethod]", "sms"),
    ];
    stage.client.post("/api/admin/store").token(&stage.admin).form(&store).await.must(200);
    let level = [
        ("level[translations][en][name]", "Start"),
        ("level[active]", "1"),
        ("level[conditionValue]", "0"),
        ("level[reward][name]", "Reward"),
        ("level[reward][value]", "0"),
        ("level[reward][code]", "code"),
    ];
    let create = stage.client.post("/api/SMS/level/create").token(&stage.admin);
    create.form(&level).await.must(200);
    for call in ["register", "register with everything", "register as admin"] {
        let made = stage.play(call, &[("/DEFAULT/", "/SMS/")]).await.must(200);
        stage.expect(
            &made,
            printed!("registered"),
            Differences { examples: &["customerId"], ..EXACTLY },
        );
        assert_eq!(made.json()["email"], "");
    }
}
