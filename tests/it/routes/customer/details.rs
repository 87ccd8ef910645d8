//! `GET customer/<customer>`

use super::super::{JOHN_DOE, JOHN1_DOE1, redacted, worlds};

#[tokio::test]
async fn details_show_these_members_in_this_order() {
    for world in worlds().await {
        for (id, name) in [
            (JOHN_DOE, "details_of_john_doe"),
            (JOHN1_DOE1, "details_of_john1_doe1"),
            ("22222222-0000-474c-b092-b0dd880c07e1", "details_of_alice_smith"),
            ("00000000-0000-474c-b092-b0dd880c07e2", "details_of_jane_doe"),
        ] {
            let answer = world.get(&format!("/api/DEFAULT/customer/{id}")).await.must(200);
            insta::assert_snapshot!(
                name,
                redacted(
                    &answer,
                    &["updatedAt", "lastLevelRecalculation", "lastTransactionDate"],
                    &[]
                )
            );
        }
    }
}

#[tokio::test]
async fn a_card_number_names_its_holder() {
    for world in worlds().await {
        for who in ["47834433524", JOHN_DOE, &JOHN_DOE.to_uppercase()] {
            let answer = world.get(&format!("/api/DEFAULT/customer/{who}")).await.must(200);
            assert_eq!(answer.json()["customerId"], JOHN_DOE, "{who}");
        }
        let polish = world.get(&format!("/api/DEFAULT/customer/{JOHN_DOE}?_locale=pl")).await;
        assert_eq!(polish.json()["level"]["name"], "poziom0");
    }
}
