//! `settings/…`, `admin/customer-statuses`

use laurel_tests::client::Answer;
use serde_json::{Value, json};

use super::{World, errors_at, marked, redacted, worlds};

/// What every form of settings needs.
const FORM: &str = "settings[currency]=usd&settings[timezone]=America/New_York\
    &settings[programName]=Points&settings[programPointsSingular]=Star\
    &settings[programPointsPlural]=Stars&settings[accountActivationMethod]=email\
    &settings[tierAssignType]=points&settings[levelDowngradeMode]=none\
    &settings[allTimeNotLocked]=1&settings[customerStatusesEarning][]=active\
    &settings[customerStatusesEarning][]=new&settings[customerStatusesSpending][]=active\
    &settings[marketingVendorsValue]=none";

#[tokio::test]
async fn the_demos_settings_are_shown_with_these_members() {
    for world in worlds().await {
        let shown = world.get("/api/DEFAULT/settings").await.must(200);
        insta::assert_snapshot!("settings_of_the_demo", redacted(&shown, &[], &[]));
    }
}

#[tokio::test]
async fn settings_are_replaced_as_a_whole() {
    for world in worlds().await {
        let store = world.a_store().await;
        let path = store.path("settings");
        let form = format!(
            "{FORM}&settings[excludedLevelSKUs]=&settings[accentColor]=%23abc&settings[unknown]=1\
             &settings[customersIdentificationPriority][0][priority]=1\
             &settings[customersIdentificationPriority][0][field]=email\
             &settings[pushySecretKey]=hidden&settings[pointsDaysExpiryAfter]=after_x_days\
             &settings[pointsDaysActiveCount]=30"
        );
        let set = world.post(&path, &form).await.must(200);
        insta::assert_snapshot!("settings_as_set", redacted(&set, &[], &[]));
        assert_eq!(world.get(&path).await.must(200).text(), set.text());

        // What was answered is accepted as it stands, and changes nothing.
        let again = world.client.post(&path).token(&world.admin);
        let again = again.body("application/json", set.text()).await.must(200);
        assert_eq!(again.text(), set.text());

        let less = world.post(&path, FORM).await.must(200).json();
        let gone = ["accentColor", "pushySecretKey", "excludedLevelSKUs", "pointsDaysActiveCount"];
        assert!(gone.iter().all(|it| less["settings"].get(it).is_none()), "{less}");
        let log = store.path("audit/log?eventType=UpdateSettings&perPage=1");
        let log = world.get(&log).await.must(200).json();
        let mut names: Vec<_> = log["logs"][0]["data"]
            .as_array()
            .expect("names")
            .iter()
            .map(Value::to_string)
            .collect();
        names.sort_unstable();
        assert!(names.contains(&"\"pushySecretKey\"".to_owned()), "{names:?}");
        assert!(!log.to_string().contains("hidden"));
    }
}

#[tokio::test]
async fn bad_settings_are_named_and_change_nothing() {
    for world in worlds().await {
        let store = world.a_store().await;
        let path = store.path("settings");
        let before = world.get(&path).await.must(200);
        let empty = world.post(&path, "settings=").await.must(400);
        insta::assert_snapshot!("settings_errors", redacted(&empty, &[], &[]));
        let unsent = world.post(&path, "x=1").await.must(400);
        assert_eq!(marked(&unsent), Vec::<String>::new());
        let odd = format!(
            "{FORM}&settings[customerStatusesEarning][]=asleep&settings[uriWebhooks]=nowhere\
             &settings[accentColor]=red&settings[levelDowngradeMode]=after_x_days"
        );
        let refused = world.post(&path, &odd).await.must(400);
        let expected = [
            ("levelDowngradeDays", "This value should not be blank."),
            ("levelDowngradeBase", "This value should not be blank."),
            ("customerStatusesEarning.2", "This value is not valid."),
            ("uriWebhooks", "This value is not a valid URL."),
            ("accentColor", "This is not a valid hex color."),
        ];
        assert_eq!(marked(&refused), expected.map(|it| it.0));
        for (field, said) in expected {
            assert_eq!(errors_at(&refused, field), json!([said]).to_string());
        }
        assert_eq!(world.get(&path).await.text(), before.text());
    }
}

#[tokio::test]
async fn whoever_only_looks_sees_no_secret() {
    for world in worlds().await {
        let store = world.a_store().await;
        let form = format!("{FORM}&settings[pushySecretKey]=hidden&settings[smsApiKey]=hidden2");
        let set = world.post(&store.path("settings"), &form).await.must(200);
        assert!(set.text().contains("hidden") && set.text().contains("hidden2"));
        let key = "key[name]=A&key[permissions][0][resource]=SETTINGS&key[permissions][0][access]";
        let key = world.post("/api/admin/key", &format!("{key}=VIEW")).await.must(200).json();
        let key = key["key"].as_str().expect("a key");
        let call = world.client.get(&store.path("settings")).header("x-auth-token", key);
        let seen = call.await.must(200);
        assert!(!seen.text().contains("hidden"), "{seen:?}");
        assert_eq!(seen.json()["settings"]["pushySecretKey"], "••••");

        let body = seen.text().to_owned();
        let again = world.client.post(&store.path("settings")).token(&world.admin);
        let kept = again.body("application/json", &body).await.must(200);
        assert_eq!(kept.text(), set.text());
    }
}

async fn public(world: &World, path: &str) -> Answer {
    let answer = world.client.get(path).await.must(200);
    assert_eq!(answer.header("cache-control"), "public, max-age=60");
    answer
}

#[tokio::test]
async fn strangers_are_told_what_is_public() {
    for world in worlds().await {
        let store = world.a_store().await;
        let method = public(&world, &store.path("settings/activation-method")).await;
        assert_eq!(method.text(), r#"{"method":"email"}"#);
        let css = public(&world, &store.path("settings/css")).await;
        assert_eq!((css.text(), css.header("content-type")), ("", "text/css; charset=utf-8"));
        let form = FORM.replace("Method]=email", "Method]=sms");
        let form = format!("{form}&settings[cssTemplate]=a%20%7B%0A%7D");
        world.post(&store.path("settings"), &form).await.must(200);
        let method = public(&world, &store.path("settings/activation-method")).await;
        assert_eq!(method.text(), r#"{"method":"sms"}"#);
        assert_eq!(public(&world, &store.path("settings/css")).await.text(), "a {\n}");
        let choices = public(&world, &store.path("settings/choices/referralTypes")).await;
        assert_eq!(
            choices.text(),
            r#"{"choices":{"Both":"both","Referrer":"referrer","Referred":"referred"}}"#
        );
        let zones = public(&world, &store.path("settings/choices/timezone")).await.json();
        assert_eq!(zones["choices"]["Europe/Warsaw"], "Europe/Warsaw");
        world.client.get(&store.path("settings/choices/weather")).await.must(404);
    }
}

#[tokio::test]
async fn settings_work_from_the_next_call_on() {
    for world in worlds().await {
        let store = world.a_store().await;
        world.post(&store.path("settings"), FORM).await.must(200);
        let member = store.a_member().await;
        let path = store.path(&format!("customer/{}", member.id));
        let edit = world.client.put(&path).token(&member.token);
        edit.form_text("customer[firstName]=Eve").await.must(400);
        let open = format!("{FORM}&settings[allowCustomersProfileEdits]=1");
        world.post(&store.path("settings"), &open).await.must(200);
        let edit = world.client.put(&path).token(&member.token);
        edit.form_text("customer[firstName]=Eve").await.must(200);
        let details = world.details(&store, &member.id).await;
        assert_eq!(details["currency"], "usd");
    }
}

#[tokio::test]
async fn the_statuses_are_listed() {
    for world in worlds().await {
        let statuses = world.get("/api/DEFAULT/admin/customer-statuses").await.must(200);
        let expected = r#"{"statuses":["new","active","blocked","deleted"],"total":4}"#;
        assert_eq!(statuses.text(), expected);
    }
}
