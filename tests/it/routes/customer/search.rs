//! `pos/search/customer`, whose answer is that of customers.

use super::super::{errors_at, redacted, worlds};
use super::names;

const PATH: &str = "/api/DEFAULT/pos/search/customer";

#[tokio::test]
async fn a_search_finds_by_part_of_every_field() {
    for world in worlds().await {
        for (form, found) in [
            ("search[firstName]=John&search[lastName]=Doe", &["John", "John1"][..]),
            ("search[firstName]=JOHN&search[lastName]=doe1", &["John1"]),
            ("search[phone]=48234", &["John"]),
            ("search[phone]=%2B48234234000", &["John"]),
            ("search[email]=user-temp", &["Jane"]),
            ("search[loyaltyCardNumber]=478", &["John"]),
            ("search[city]=lond&search[postcode]=00-0", &["Jane"]),
            ("search[city]=London&search[firstName]=John", &[]),
            ("search[firstName]=%25", &[]),
        ] {
            let answer = world.post(PATH, form).await.must(200);
            assert_eq!(names(&answer), found, "{form}");
            assert_eq!(answer.json().as_object().map(serde_json::Map::len), Some(1));
        }
        let one = world.post(PATH, "search[lastName]=Smith").await.must(200);
        insta::assert_snapshot!(
            "search",
            redacted(&one, &["updatedAt", "lastLevelRecalculation", "lastTransactionDate"], &[])
        );
    }
}

#[tokio::test]
async fn a_search_for_nothing_or_for_nonsense_is_refused() {
    for world in worlds().await {
        for form in ["", "search=", "search[firstName]=", "other=1"] {
            let refused = world.post(PATH, form).await.must(400);
            assert_eq!(errors_at(&refused, ""), r#"["Provide at least one field"]"#, "{form}");
        }
        let refused = world.post(PATH, "search[phone]=12-34").await.must(400);
        let format = r#"["Incorrect phone number format, use +00000000000"]"#;
        assert_eq!(errors_at(&refused, "phone"), format);
        insta::assert_snapshot!("search_with_a_bad_phone", redacted(&refused, &[], &[]));
    }
}
