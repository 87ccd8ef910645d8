//! What the programme itself rewards: logins, the newsletter, and bringing somebody (behaviour
//! 3.2.6, 3.14.6, B10.5).

use chrono::TimeDelta;
use domain::account::User;
use domain::code::{Channel, Purpose};
use domain::ids::CustomerId;
use laurel_tests::codes::{Sent, plant};
use laurel_tests::server::every_server;
use laurel_tests::world::{PASSWORD, Person, Store, a_store, an_email, unique};
use serde_json::{Value, json};

use super::engine::{BY_PURCHASES, a_programme};
use super::{World, worlds};

/// Comments and points of a customer's transfers, the oldest first.
async fn earned(world: &World, store: &Store, customer: &str) -> Value {
    let path = store.path(&format!("points/transfer?customerId={customer}&perPage=50"));
    let list = world.get(&path).await.must(200).json();
    let mut transfers = list["transfers"].as_array().expect("a list").clone();
    transfers.reverse();
    transfers.iter().map(|it| json!([it["comment"], it["value"]])).collect()
}

async fn an_event(store: &Store, name: &str, event: &str, points: &str) -> String {
    let rule = [("[type]", "event"), ("[name]", name), ("[eventName]", event)];
    store.a_rule(&[&rule[..], &[("[pointsAmount]", points)]].concat()).await
}

#[tokio::test]
async fn a_login_is_rewarded_as_often_as_the_rule_says() {
    for world in worlds().await {
        let store = a_programme(&world, BY_PURCHASES).await;
        let ada = store.a_member().await;
        let sign_in = || world.client.login(&store.code, "customer", &ada.email, PASSWORD);
        sign_in().await;
        let rule = an_event(&store, "Login", "oloy.customer.logged_in", "3").await;
        let limit = "earningRule[limit][active]=1&earningRule[limit][period]=1 day\
                     &earningRule[limit][limit]=2";
        world.put(&store.path(&format!("earningRule/{rule}")), limit).await.must(200);
        for _ in 0..3 {
            sign_in().await;
        }
        let wrong = world.client.sign_in(&store.code, "customer", &ada.email, "wrong");
        wrong.await.must(401);
        let twice = json!([["Login", 3], ["Login", 3]]);
        assert_eq!(earned(&world, &store, &ada.id).await, twice);
    }
}

#[tokio::test]
async fn the_newsletter_is_rewarded_once_in_a_lifetime() {
    for world in worlds().await {
        let store = a_programme(&world, BY_PURCHASES).await;
        an_event(&store, "News", "oloy.customer.newsletter_subscription", "85").await;
        let news = json!([["News", 85]]);
        // By a registration.
        let form = format!(
            "customer[firstName]=A&customer[lastName]=B&customer[email]={}\
             &customer[agreement1]=1&customer[agreement2]=1",
            an_email()
        );
        let made = world.post(&store.path("customer/register"), &form).await.must(200).json();
        let ada = made["customerId"].as_str().expect("an id").to_owned();
        assert_eq!(earned(&world, &store, &ada).await, news);
        // By an update; taken back and given again it is no news.
        let bob = store.a_customer().await;
        for who in [&ada, &bob] {
            for agreement in ["1", "0", "1"] {
                let path = store.path(&format!("customer/{who}"));
                world.put(&path, &format!("customer[agreement2]={agreement}")).await.must(200);
            }
            assert_eq!(earned(&world, &store, who).await, news);
            let shown = world.get(&store.path(&format!("customer/{who}"))).await.must(200);
            assert!(!shown.text().to_lowercase().contains("newsletter"), "{shown:?}");
        }
    }
}

#[tokio::test]
async fn activation_by_the_customer_subscribes_and_by_an_administrator_does_not() {
    for server in every_server().await {
        let client = server.client();
        let world = World { admin: client.admin().await, client };
        let store = a_programme(&world, BY_PURCHASES).await;
        an_event(&store, "News", "oloy.customer.newsletter_subscription", "85").await;
        for (by_code, expected) in [(true, json!([["News", 85]])), (false, json!([]))] {
            let form = format!(
                "customer[firstName]=A&customer[lastName]=B&customer[email]={}\
                 &customer[plainPassword]={PASSWORD}&customer[agreement1]=1\
                 &customer[agreement2]=1",
                an_email()
            );
            let path = store.path("customer/self_register");
            let made = world.post(&path, &form).await.must(200).json();
            let id = made["customerId"].as_str().expect("an id").to_owned();
            assert_eq!(earned(&world, &store, &id).await, json!([]));
            if by_code {
                let (secret, purpose) = (unique() + &unique(), Purpose::Activation);
                let user = User::Customer(CustomerId::parse(&id).expect("an id"));
                let (channel, ago) = (Channel::Email, TimeDelta::zero());
                let sent = Sent { user, purpose, channel, secret: &secret, ago, phone: None };
                plant(server, &store.code, sent).await;
                let path = store.path(&format!("customer/activate/{secret}"));
                world.client.post(&path).await.must(204);
            } else {
                let path = store.path(&format!("admin/customer/{id}/activate"));
                world.post(&path, "").await.must(204);
            }
            assert_eq!(earned(&world, &store, &id).await, expected, "{by_code}");
        }
    }
}

/// A customer who came by an invitation of `referrer`, registered by an administrator.
async fn invited(world: &World, store: &Store, referrer: &Person) -> String {
    let email = an_email();
    let form = format!("invitation[recipientEmail]={email}");
    let path = store.path("invitations/invite");
    world.client.post(&path).token(&referrer.token).form_text(&form).await.must(200);
    let list = world.get(&store.path("invitations?sort=invitationId")).await.must(200).json();
    let token = list["invitations"][0]["token"].as_str().expect("a token").to_owned();
    let form = format!(
        "customer[firstName]=A&customer[lastName]=B&customer[email]={email}\
         &customer[agreement1]=1&customer[invitationToken]={token}"
    );
    let made = world.post(&store.path("customer/register"), &form).await.must(200).json();
    made["customerId"].as_str().expect("an id").to_owned()
}

async fn buy(world: &World, store: &Store, customer: &str) {
    let path = store.path(&format!("customer/{customer}"));
    let email = world.get(&path).await.must(200).json()["email"].as_str().unwrap().to_owned();
    let form = format!(
        "transaction[transactionData][documentNumber]={}\
         &transaction[transactionData][purchaseDate]=2022-03-01\
         &transaction[customerData][name]=A&transaction[customerData][email]={email}",
        unique()
    );
    world.post(&store.path("transaction"), &form).await.must(200);
}

#[tokio::test]
async fn whoever_brings_somebody_is_rewarded_as_the_rules_say() {
    for world in worlds().await {
        let store = a_programme(&world, BY_PURCHASES).await;
        for (name, event, rewards, points) in [
            ("Host", "register", "referrer", "1"),
            ("Guest", "register", "referred", "2"),
            ("First", "first_transaction", "both", "4"),
            ("Every", "every_transaction", "referrer", "8"),
            ("Also", "every_transaction", "referred", "16"),
        ] {
            store
                .a_rule(&[
                    ("[type]", "referral"),
                    ("[name]", name),
                    ("[eventName]", event),
                    ("[rewardType]", rewards),
                    ("[pointsAmount]", points),
                ])
                .await;
        }
        let mia = store.a_member().await;
        let ada = invited(&world, &store, &mia).await;
        assert_eq!(earned(&world, &store, &mia.id).await, json!([["Host", 1]]));
        assert_eq!(earned(&world, &store, &ada).await, json!([["Guest", 2]]));
        buy(&world, &store, &ada).await;
        buy(&world, &store, &ada).await;
        let host = json!([["Host", 1], ["First", 4], ["Every", 8], ["Every", 8]]);
        assert_eq!(earned(&world, &store, &mia.id).await, host);
        let guest = json!([["Guest", 2], ["First", 4], ["Also", 16], ["Also", 16]]);
        assert_eq!(earned(&world, &store, &ada).await, guest);
        // Nobody brought her.
        buy(&world, &store, &mia.id).await;
        assert_eq!(earned(&world, &store, &mia.id).await, host);
        let list = world.get(&store.path("invitations")).await.must(200).json();
        assert_eq!(list["invitations"][0]["status"], "made_purchase");
    }
}

#[tokio::test]
async fn two_who_buy_for_the_same_referrer_do_not_wait_for_each_other_for_ever() {
    for server in every_server().await {
        let client = server.client();
        let admin = client.admin().await;
        let store = a_store(&client, &admin).await;
        let world = World { client, admin };
        let settings = "settings[currency]=eur&settings[timezone]=UTC&settings[programName]=A\
             &settings[programPointsSingular]=A&settings[programPointsPlural]=A\
             &settings[accountActivationMethod]=email&settings[allTimeNotLocked]=1\
             &settings[customerStatusesEarning][]=active&settings[customerStatusesSpending][]=active\
             &settings[marketingVendorsValue]=none&settings[tierAssignType]=points\
             &settings[levelDowngradeMode]=none";
        world.post(&store.path("settings"), settings).await.must(200);
        let rule = [
            ("[type]", "referral"),
            ("[eventName]", "every_transaction"),
            ("[rewardType]", "both"),
            ("[pointsAmount]", "1"),
        ];
        store.a_rule(&rule).await;
        let mia = store.a_member().await;
        let guests = [invited(&world, &store, &mia).await, invited(&world, &store, &mia).await];
        let each = |who| {
            let (world, store) = (&world, &store);
            async move {
                for _ in 0..5 {
                    buy(world, store, who).await;
                }
            }
        };
        tokio::join!(each(&guests[0]), each(&guests[1]), each(&mia.id));
        let points = earned(&world, &store, &mia.id).await;
        assert_eq!(points.as_array().map(Vec::len), Some(10));
    }
}
