//! `earningRule`

use serde_json::json;

use super::{marked, redacted, worlds};

const QR_RULE: &str = "e378c813-2116-448a-b125-564cef15f932";

#[tokio::test]
async fn rules_are_shown_with_these_members() {
    for world in worlds().await {
        let list = world.get("/api/DEFAULT/earningRule?perPage=20").await.must(200);
        insta::assert_snapshot!("earning_rules", redacted(&list, &["startAt", "endAt"], &[]));
        let one = world.get(&format!("/api/DEFAULT/earningRule/{QR_RULE}")).await.must(200);
        let shown = list.json();
        let mut rules = shown["earningRules"].as_array().expect("a list").iter();
        let listed = rules.find(|it| it["earningRuleId"] == QR_RULE);
        assert_eq!(Some(&one.json()), listed);
        for (query, total) in
            [("type=points", 3), ("type=nonsense", 0), ("active=1", 14), ("active=0", 0)]
        {
            let path = format!("/api/DEFAULT/earningRule?{query}");
            assert_eq!(world.get(&path).await.must(200).json()["total"], total, "{query}");
        }
        let sorted = world.get("/api/DEFAULT/earningRule?sort=name&direction=desc&perPage=1").await;
        assert_eq!(sorted.must(200).json()["earningRules"][0]["name"], "Qr Code earning rule");
    }
}

#[tokio::test]
async fn a_rule_is_made_changed_switched_and_deleted() {
    for world in worlds().await {
        let store = world.a_store().await;
        let pos = store.a_pos().await;
        let form = format!(
            "earningRule[name]=Spend&earningRule[description]=Money&earningRule[type]=points\
             &earningRule[active]=1&earningRule[startAt]=2022-03-01&earningRule[endAt]=2022-03-31\
             &earningRule[levels][0]={}&earningRule[segments][0]={}&earningRule[pos][]={pos}\
             &earningRule[limit][active]=1&earningRule[limit][period]=3 months\
             &earningRule[limit][limit]=2&earningRule[lastExecutedRule]=1\
             &earningRule[pointValue]=2.5&earningRule[excludedSKUs][]=a\
             &earningRule[labelsIncluded][0][key]=k&earningRule[labelsIncluded][0][value]=v\
             &earningRule[labelsExcluded][0][key]=x&earningRule[labelsExcluded][0][value]=y\
             &earningRule[minOrderValue]=10&earningRule[excludeDeliveryCost]=1",
            store.level, store.level
        );
        let made = world.post(&store.path("earningRule"), &form).await.must(200);
        let id = made.json()["earningRuleId"].as_str().expect("an id").to_owned();
        assert_eq!(made.text(), json!({ "earningRuleId": id }).to_string());
        let path = store.path(&format!("earningRule/{id}"));
        let shown = world.get(&path).await.must(200);
        let ids = [(id.as_str(), "<rule>"), (&store.level, "<level>"), (&pos, "<pos>")];
        insta::assert_snapshot!("an_earning_rule", redacted(&shown, &[], &ids));

        let updated = world.put(&path, "earningRule[pointValue]=3").await.must(200);
        assert_eq!(updated.text(), made.text());
        let mut expected = shown.json();
        expected["pointValue"] = json!(3);
        assert_eq!(world.get(&path).await.json(), expected);
        let other = world.put(&path, "earningRule[type]=qrcode&earningRule[code]=1").await;
        assert_eq!(marked(&other.must(400)), ["type"]);
        let odd = "earningRule[levels][]=00000000-0000-4000-8000-000000000000\
            &earningRule[pos][]=x&earningRule[limit][period]=1 hour";
        let odd = world.put(&path, odd).await.must(400);
        assert_eq!(marked(&odd), ["levels.0", "pos.0", "limit.period"]);
        assert_eq!(world.get(&path).await.json(), expected);

        let switch = format!("{path}/activate");
        world.post(&switch, "active=0").await.must(204);
        assert_eq!(world.get(&path).await.json()["active"], false);
        let missing = world.post(&switch, "").await.must(400);
        assert_eq!(missing.text(), r#"{"active":"this field is required"}"#);
        let refused = world.post(&store.path("earningRule"), "earningRule[active]=1").await;
        insta::assert_snapshot!("earning_rule_errors", redacted(&refused.must(400), &[], &[]));

        world.delete(&path).await.must(204);
        world.delete(&path).await.must(404);
        world.get(&path).await.must(404);
        world.put(&path, "earningRule[name]=A").await.must(404);
        let log = world.get(&store.path("audit/log?perPage=100")).await.must(200);
        let log = log.json();
        let mut said: Vec<_> =
            log["logs"].as_array().map_or(&[][..], Vec::as_slice).iter().collect();
        said.retain(|it| it["entityType"] == "earningRule");
        assert_eq!(said.len(), 4, "{log}");
    }
}
