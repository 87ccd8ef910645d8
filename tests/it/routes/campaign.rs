//! `campaign`

use laurel_tests::world::Store;
use serde_json::json;

use super::{World, marked, redacted, worlds};

const TIMES: [&str; 9] = [
    "createdAt",
    "updatedAt",
    "purchaseAt",
    "activeFrom",
    "activeTo",
    "usageDate",
    "lastLevelRecalculation",
    "pointsTransferId",
    "phone",
];

/// A store where active customers buy.
async fn a_shop(world: &World) -> Store {
    let store = world.a_store().await;
    let settings = "settings[currency]=eur&settings[timezone]=Europe/Warsaw\
        &settings[programName]=A&settings[programPointsSingular]=A&settings[programPointsPlural]=A\
        &settings[accountActivationMethod]=email&settings[tierAssignType]=transactions\
        &settings[levelDowngradeMode]=none&settings[allTimeNotLocked]=1\
        &settings[customerStatusesEarning][]=active&settings[customerStatusesSpending][]=active\
        &settings[marketingVendorsValue]=none";
    world.post(&store.path("settings"), settings).await.must(200);
    store
}

async fn add_points(world: &World, store: &Store, customer: &str, points: &str) {
    let form = format!("transfer[customer]={customer}&transfer[points]={points}");
    world.post(&store.path("points/transfer/add"), &form).await.must(200);
}

#[tokio::test]
async fn a_reward_is_bought_used_once_and_shown() {
    for world in worlds().await {
        let store = a_shop(&world).await;
        let member = store.a_member().await;
        add_points(&world, &store, &member.id, "3").await;
        let campaign = store.a_campaign("1").await;
        let as_member = |path: &str| world.client.get(&store.path(path)).token(&member.token);
        let offers = as_member("customer/campaign").await.must(200).json();
        assert_eq!(offers["campaigns"][0]["costInPoints"], 1);

        let buy = store.path(&format!("campaign/{campaign}/buy"));
        let bought = world.client.post(&buy).token(&member.token).form_text("x=1").await.must(200);
        let bought = bought.json();
        assert_eq!(bought["coupon"]["code"], "CODE1");
        assert!(bought["pointsTransferId"].is_string());
        let form = format!("customerId={}", member.id);
        let second = world.post(&buy, &form).await.must(200).json();
        assert_eq!(second["coupon"]["code"], "CODE2");
        let refused = world.post(&buy, &form).await.must(400);
        assert_eq!(refused.text(), r#"{"error":"no coupons left"}"#);
        let nobody = world.post(&buy, "x=1").await.must(400);
        assert_eq!(nobody.text(), r#"{"customerId":"field is required"}"#);
        let offers = as_member("customer/campaign").await.must(200);
        assert_eq!(offers.text(), r#"{"campaigns":[],"total":0}"#);

        let coupon = bought["coupon"]["id"].as_str().expect("an id").to_owned();
        let mark = store.path(&format!("campaign/{campaign}/purchases/used"));
        let used = format!("couponId={coupon}&used=1");
        let own = || world.client.post(&mark).token(&member.token);
        assert_eq!(own().form_text(&used).await.must(200).json()["canBeUsed"], false);
        let again = own().form_text(&used).await.must(400);
        assert_eq!(again.text(), r#"{"error":"coupon is already used"}"#);
        // What the till took only the till gives back.
        own().form_text(&format!("couponId={coupon}&used=0")).await.must(403);

        let details = world.get(&store.path(&format!("customer/{}", member.id))).await.must(200);
        let shown = details.json()["campaignPurchases"].to_string();
        let listed = world.get(&store.path("customer")).await.must(200).json();
        let email = format!("search[email]={}", member.email);
        let found = world.post(&store.path("pos/search/customer"), &email).await.must(200).json();
        for list in [&listed, &found] {
            let customers = list["customers"].as_array().expect("customers");
            let of_member = customers.iter().find(|it| it["customerId"] == member.id.as_str());
            let purchases = &of_member.expect("the member")["campaignPurchases"];
            assert_eq!(purchases.to_string(), shown);
        }
        let other = second["coupon"]["id"].as_str().expect("an id").to_owned();
        let texts = [
            (campaign.as_str(), "<campaign>"),
            (&coupon, "<coupon>"),
            (&other, "<other coupon>"),
            (&member.id, "<customer>"),
            (&member.email, "<email>"),
            (&store.level, "<level>"),
        ];
        insta::assert_snapshot!("customer_with_purchases", redacted(&details, &TIMES, &texts));

        let lines = as_member("customer/campaign/bought?perPage=1").await.must(200);
        insta::assert_snapshot!("bought_rewards", redacted(&lines, &TIMES, &texts));
        for (query, total) in [
            (format!("customerId={}", member.id), 2),
            (format!("campaignId={campaign}&used=1"), 1),
            ("used=0".to_owned(), 1),
            ("customerId=x".to_owned(), 0),
        ] {
            let listed = world.get(&store.path(&format!("campaign/purchases?{query}"))).await;
            assert_eq!(listed.must(200).json()["total"], total, "{query}");
        }
        let history = store.path(&format!("admin/customer/{}/history", member.id));
        let history = world.get(&history).await.must(200).json();
        assert_eq!(history[0]["type"], "CampaignUsageWasChanged");
        assert_eq!(history[0]["flatVariables"]["coupon"], "CODE1");
        let buying = history.as_array().expect("lines").iter();
        let buying = buying.filter(|it| it["type"] == "CampaignWasBoughtByCustomer").count();
        assert_eq!(buying, 2);
    }
}

#[tokio::test]
async fn a_reward_is_paid_for_or_not_had() {
    for world in worlds().await {
        let store = a_shop(&world).await;
        let customer = store.a_customer().await;
        let campaign = store.a_campaign("2").await;
        let path = store.path(&format!("campaign/{campaign}"));
        let buy = format!("{path}/buy");
        let form = format!("customerId={customer}");
        let refused = world.post(&buy, &form).await.must(400);
        assert_eq!(refused.text(), r#"{"error":"not enough points"}"#);
        add_points(&world, &store, &customer, "2").await;
        world.post(&format!("{path}/activate"), "active=0").await.must(204);
        let refused = world.post(&buy, &form).await.must(400);
        assert_eq!(refused.text(), r#"{"error":"campaign is not active"}"#);
        world.put(&path, "campaign[active]=1&campaign[levels]=").await.must(200);
        let refused = world.post(&buy, &form).await.must(400);
        assert_eq!(refused.text(), r#"{"error":"campaign is not available for this customer"}"#);
        let segment = store.a_segment().await;
        world.put(&path, &format!("campaign[segments][0]={segment}")).await.must(200);
        world.post(&buy, &form).await.must(200);
        assert_eq!(world.get(&path).await.json()["usageCount"], 1);
    }
}

#[tokio::test]
async fn a_campaign_is_made_changed_and_switched() {
    for world in worlds().await {
        let store = world.a_store().await;
        let id = store.a_campaign("10.5").await;
        let path = store.path(&format!("campaign/{id}"));
        let shown = world.get(&path).await.must(200);
        let texts = [(id.as_str(), "<campaign>"), (&store.level, "<level>")];
        insta::assert_snapshot!("a_campaign", redacted(&shown, &["createdAt"], &texts));
        let changed = "campaign[allTimeActive]=1&campaign[coupons][0]=CODE2&campaign[limit]=5";
        world.put(&path, changed).await.must(200);
        let shown = world.get(&path).await.json();
        let figures = (&shown["allTimeActive"], &shown["couponsLeft"], &shown["limit"]);
        assert_eq!(figures, (&json!(true), &json!(1), &json!(5)));
        let bare = world.post(&store.path("campaign"), "campaign[active]=1").await.must(400);
        insta::assert_snapshot!("campaign_errors", redacted(&bare, &[], &[]));
        let odd = "campaign[name]=A&campaign[costInPoints]=1.005&campaign[levels][0]=x\
            &campaign[activeTo]=2030-01-01&campaign[limit]=0";
        let refused = world.post(&store.path("campaign"), odd).await.must(400);
        assert_eq!(marked(&refused), ["costInPoints", "levels.0", "activeFrom", "limit"]);
        assert_eq!(world.get(&store.path("campaign")).await.must(200).json()["total"], 1);
    }
}
