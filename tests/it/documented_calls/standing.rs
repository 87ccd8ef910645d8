//! Where a customer stands, under every configuration that the print shows at once.

use std::collections::BTreeSet;

use laurel_tests::world::a_store;
use serde_json::Value;

use super::JOHN_DOE;
use super::differences::STANDING;
use super::stage::Stage;

const OF_JOHN: &str = include_str!("answers/status_of_john.json");

pub async fn play(stage: &Stage) {
    for name in ["status as customer", "status as seller"] {
        let answer = stage.play(name, &[]).await.must(200);
        stage.expect(&answer, OF_JOHN, STANDING);
        assert_eq!(answer.json()["points"].to_string(), "216.9");
    }
    everything_at_once(stage).await;
}

/// The print combines all there can be: each configuration shows its own part of it, in the
/// printed order.
async fn everything_at_once(stage: &Stage) {
    let printed: Value = serde_json::from_str(include_str!("answers/status.json")).unwrap();
    let printed = names(&printed);
    let john = ("1bbafb37-b51b-47c5-b3e4-e0a2d028e655", JOHN_DOE);
    let mut shown = BTreeSet::new();
    shown.extend(names(&stage.play("status", &[john]).await.must(200).json()));
    for settings in [
        &[
            ("settings[tierAssignType]", "transactions"),
            ("settings[excludeDeliveryCostsFromTierAssignment]", "1"),
            ("settings[excludedDeliverySKUs][0]", "DEL"),
        ][..],
        &[
            ("settings[tierAssignType]", "points"),
            ("settings[levelDowngradeMode]", "after_x_days"),
            ("settings[levelDowngradeDays]", "100"),
            ("settings[levelDowngradeBase]", "active_points"),
        ],
    ] {
        let store = a_store(&stage.client, &stage.admin).await;
        for (amount, reward) in [("0", "0"), ("20", "15"), ("200", "20")] {
            store.a_level_worth(amount, reward).await;
        }
        let mut form = vec![
            ("settings[currency]", "eur"),
            ("settings[timezone]", "UTC"),
            ("settings[programName]", "A"),
            ("settings[programPointsSingular]", "A"),
            ("settings[programPointsPlural]", "A"),
            ("settings[accountActivationMethod]", "email"),
            ("settings[levelDowngradeMode]", "none"),
            ("settings[allTimeNotLocked]", "1"),
            ("settings[customerStatusesEarning][]", "active"),
            ("settings[customerStatusesSpending][]", "active"),
            ("settings[marketingVendorsValue]", "none"),
        ];
        form.retain(|(name, _)| !settings.iter().any(|it| it.0 == *name));
        form.extend(settings);
        let path = store.path("settings");
        stage.client.post(&path).token(&stage.admin).form(&form).await.must(200);
        let customer = store.a_customer().await;
        let path = store.path(&format!("admin/customer/{customer}/status"));
        let answer = stage.client.get(&path).token(&stage.admin).await.must(200).json();
        let found = names(&answer);
        let in_print: Vec<_> = printed.iter().filter(|it| found.contains(it)).collect();
        let in_answer: Vec<_> = found.iter().filter(|it| printed.contains(it)).collect();
        assert_eq!(in_answer, in_print, "the printed order");
        shown.extend(found);
    }
    let never: Vec<_> = printed.iter().filter(|it| !shown.contains(*it)).collect();
    assert!(never.is_empty(), "{never:?}");
}

fn names(object: &Value) -> Vec<String> {
    object.as_object().expect("an object").keys().cloned().collect()
}
