//! `customer`: lists, and what is below.

mod activate;
mod anonymize;
mod avatar;
mod check;
mod confirm_change;
mod delete;
mod details;
mod history;
mod level;
mod messages;
mod pos;
mod pushy_token;
mod register;
mod registrations;
mod search;
mod self_register;
mod send_code;
mod status;
mod update;

use laurel_tests::client::Answer;
use serde_json::Value;

use super::{redacted, worlds};

/// First names, in order.
fn names(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let customers = json["customers"].as_array().expect("a list").iter();
    customers.map(|it| it["firstName"].as_str().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn a_list_shows_these_members_in_this_order() {
    for world in worlds().await {
        let query = "email=user&sort=phone&direction=asc&perPage=7&strict=0";
        for path in ["customer", "admin/customer", "customer/"] {
            let answer = world.get(&format!("/api/DEFAULT/{path}?{query}")).await.must(200);
            assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
            insta::assert_snapshot!(
                "list",
                redacted(
                    &answer,
                    &["updatedAt", "scrollId", "lastLevelRecalculation", "lastTransactionDate"],
                    &[]
                )
            );
        }
    }
}

/// The check values and worked examples (behaviour 6.13, 9.7).
#[tokio::test]
async fn filters_pages_and_sorts_find_whom_they_should() {
    let everybody = 10;
    let cases: &[(&str, usize, u64)] = &[
        ("", 10, everybody),
        ("perPage=100", 10, everybody),
        ("perPage=-1", 10, everybody),
        ("perPage=0", 10, everybody),
        ("perPage=x&page=x", 10, everybody),
        ("page=2&perPage=4", 4, everybody),
        ("page=3&perPage=4", 2, everybody),
        ("page=9", 0, everybody),
        ("page=-1&perPage=3", 3, everybody),
        ("sort=unknown", 10, everybody),
        ("unknown=1", 10, everybody),
        ("firstName=&lastName=null", 10, everybody),
        ("firstName=John", 2, 2),
        ("firstName=oh", 2, 2),
        ("firstName=OH", 2, 2),
        ("firstName=John&strict=1", 1, 1),
        ("firstName=john&strict=true", 1, 1),
        ("firstName=John&strict=false", 2, 2),
        ("firstName=John&lastName=Doe1", 1, 1),
        ("firstName=J%25n", 0, 0),
        ("firstName=J_hn", 0, 0),
        ("firstName=J*n", 0, 0),
        ("email=OLOY", 10, everybody),
        ("strict=1&email=USER@OLOY.COM", 1, 1),
        ("strict=1&email=oloy.com", 0, 0),
        ("strict=1&phone=%2B48234234000", 1, 1),
        ("strict=1&phone=48234234000", 1, 1),
        ("strict=1&phone=+48234234000", 1, 1),
        ("phone=23123", 5, 5),
        ("loyaltyCardNumber=4783", 1, 1),
        ("loyaltyCardNumber=4783&strict=1", 0, 0),
        ("loyaltyCardNumber=0000&strict=1", 1, 1),
        ("labels[0][key]=test", 1, 1),
        ("labels[7][key]=test&labels[7][value]=test", 1, 1),
        ("labels[0][key]=test&labels[0][value]=nope", 0, 0),
        ("labels[0][key]=TEST", 0, 0),
        ("labels[0][value]=test&labels[1][key]=test", 1, 1),
        ("labels[0][key]=test&labels[1][key]=other", 0, 0),
        ("labels[0][key]=&labels[0][value]=", 10, everybody),
        ("hoursFromLastUpdateTo=1", 10, everybody),
        ("emailOrPhone=user@oloy.com&strict=1", 1, 1),
        ("manuallyAssignedLevel=1", 0, 0),
        ("transactionsCountFrom=1", 3, 3),
        ("transactionsCountTo=0", 7, 7),
        ("transactionsAmountFrom=1000", 1, 1),
    ];
    for world in worlds().await {
        for (query, shown, total) in cases {
            let answer = world.get(&format!("/api/DEFAULT/customer?{query}")).await.must(200);
            let json = answer.json();
            let found = json["customers"].as_array().map_or(0, Vec::len);
            assert_eq!((found, &json["total"]), (*shown, &Value::from(*total)), "{query}");
        }
    }
}

#[tokio::test]
async fn sorts_are_by_the_named_field_and_ties_by_id() {
    for world in worlds().await {
        for (query, first) in [
            ("sort=firstName&direction=asc", ["Alice", "Jane"]),
            ("sort=lastName&direction=ASC", ["John", "Jane"]),
            ("sort=email&direction=desc", ["John", "TestUser"]),
            ("sort=loyaltyCardNumber&direction=asc", ["Jane", "John"]),
            ("sort=customerId&direction=asc", ["TestUser", "John"]),
            ("sort=customerId", ["Jane", "Alice"]),
        ] {
            let list = world.get(&format!("/api/DEFAULT/customer?perPage=2&{query}")).await;
            assert_eq!(names(&list.must(200)), first, "{query}");
        }
    }
}

#[tokio::test]
async fn parameters_that_cannot_be_read_are_named() {
    for world in worlds().await {
        for (query, ignored) in [
            ("transactionsAmountFrom=much&sort=nice", "transactionsAmountFrom, sort"),
            (
                "hoursFromLastUpdateTo=1.5&daysFromLastTransactionTo=soon",
                "daysFromLastTransactionTo, hoursFromLastUpdateTo",
            ),
            ("transactionsCountTo[x]=1", "transactionsCountTo"),
            ("firstName=John&transactionsCountTo=3", ""),
        ] {
            let answer = world.get(&format!("/api/DEFAULT/customer?{query}")).await.must(200);
            assert_eq!(answer.header("x-laurel-ignored"), ignored, "{query}");
        }
    }
}

#[tokio::test]
async fn pages_reach_ten_thousand_rows_and_no_further() {
    for world in worlds().await {
        for (query, within) in [
            ("page=1000&perPage=10", true),
            ("page=1001&perPage=10", false),
            // A page has at most 1000 rows, whatever is asked for.
            ("page=10&perPage=5000", true),
            ("page=10&perPage=-1", true),
            ("page=11&perPage=5000", false),
            ("page=9223372036854775807&perPage=1000", false),
            ("page=99999999999999999999", true),
        ] {
            let answer = world.get(&format!("/api/DEFAULT/customer?{query}")).await;
            if within {
                assert_eq!(answer.must(200).json()["total"], 10, "{query}");
            } else {
                let said = answer.must(400).json();
                let said = said["error"].as_str().expect("a message").to_owned();
                assert!(said.contains("scrollId"), "{query}: {said}");
            }
        }
    }
}

#[tokio::test]
async fn level_names_come_in_the_wanted_language() {
    for world in worlds().await {
        let path = "/api/DEFAULT/customer?strict=1&email=user@oloy.com";
        for (query, accept, name) in [
            ("", "", "level0"),
            ("&_locale=pl", "", "poziom0"),
            ("&_locale=xx", "", "level0"),
            ("", "pl-PL,pl;q=0.9", "poziom0"),
            ("&_locale=en", "pl", "level0"),
        ] {
            let mut call = world.client.get(&format!("{path}{query}")).token(&world.admin);
            if !accept.is_empty() {
                call = call.header("accept-language", accept);
            }
            let list = call.await.must(200).json();
            assert_eq!(list["customers"][0]["level"]["name"], name, "{query} {accept}");
        }
    }
}
