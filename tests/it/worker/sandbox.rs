//! Two years of a programme in one script: a sandbox whose time an administrator moves.

use std::time::Duration;

use laurel_tests::client::Client;
use laurel_tests::patience::until;
use laurel_tests::receiver::Receiver;
use laurel_tests::server::{Server, every_engine};
use laurel_tests::world::{Store, a_store_with};
use serde_json::{Value, json};

use super::deliveries::{PRIVATE, SETTINGS, encoded};

/// Levels by points that are looked at every 90 days; points for 30 days; notices 10 days ahead.
const BY_POINTS: &str = "&settings[levelDowngradeDays]=90\
    &settings[levelDowngradeBase]=active_points&settings[pointsDaysExpiryAfter]=after_x_days\
    &settings[pointsDaysActiveCount]=30&settings[expirePointsNotificationDays]=10\
    &settings[expireLevelsNotificationDays]=10";

struct Programme {
    client: Client,
    store: Store,
    receiver: Receiver,
    _server: Server,
}

impl Programme {
    async fn of(server: Server) -> Self {
        let client = server.client();
        let store = a_store_with(&client, &client.admin().await, &[("store[sandbox]", "1")]).await;
        store.a_level_worth("200", "10").await;
        let receiver = Receiver::start(Duration::ZERO).await;
        let points = SETTINGS
            .replace("tierAssignType]=transactions", "tierAssignType]=points")
            .replace("levelDowngradeMode]=none", "levelDowngradeMode]=after_x_days");
        let form = format!("{points}{BY_POINTS}{}", encoded("uriWebhooks", &receiver.url));
        let path = store.path("settings");
        client.post(&path).token(&store.admin).form_text(&form).await.must(200);
        Self { client, store, receiver, _server: server }
    }

    async fn wait(&self, days: u32) {
        let path = format!("/api/admin/store/{}/clock", self.store.code);
        let form = format!("clock[days]={days}");
        self.client.post(&path).token(&self.store.admin).form_text(&form).await.must(200);
    }

    async fn get(&self, path: &str) -> Value {
        let path = self.store.path(path);
        self.client.get(&path).token(&self.store.admin).await.must(200).json()
    }

    /// Points, expired points and level.
    async fn standing(&self, customer: &str) -> Value {
        let it = self.get(&format!("admin/customer/{customer}/status")).await;
        json!([it["points"], it["expiredPoints"], it["level"]])
    }

    /// What webhooks were told of a kind.
    fn told(&self, kind: &str) -> Vec<Value> {
        let calls = self.receiver.received().into_iter();
        let bodies = calls.map(|it| serde_json::from_str::<Value>(&it.body).expect("JSON"));
        bodies.filter(|it| it["type"] == kind).map(|it| it["data"].clone()).collect()
    }

    async fn is_told(&self, kind: &str) -> Value {
        until(kind, async || !self.told(kind).is_empty()).await;
        self.told(kind)[0].clone()
    }
}

#[tokio::test]
async fn two_years_of_a_programme_pass_in_a_sandbox() {
    for engine in every_engine() {
        let it = Programme::of(Server::demo_with(engine, &[PRIVATE]).await).await;
        let ada = it.store.a_customer().await;
        let form = format!("transfer[customer]={ada}&transfer[points]=300");
        let path = it.store.path("points/transfer/add");
        it.client.post(&path).token(&it.store.admin).form_text(&form).await.must(200);
        assert_eq!(it.standing(&ada).await, json!([300, 0, "10.00%"]));

        let (points, level) =
            ("account.expiring_points_notification", "account.expiring_level_notification");
        it.wait(20).await;
        let notice = it.is_told(points).await;
        assert_eq!((&notice["customerId"], &notice["points"]), (&json!(ada), &json!(300)));
        it.wait(11).await;
        assert_eq!(it.standing(&ada).await, json!([0, 300, "10.00%"]), "the level waits");
        it.wait(49).await;
        let notice = it.is_told(level).await;
        assert_eq!(notice["customerId"], json!(ada));
        assert!(notice["futureLevelId"].is_string() && notice["levelId"].is_string());
        it.wait(11).await;
        assert_eq!(it.standing(&ada).await, json!([0, 300, "5.00%"]));

        it.wait(366).await;
        it.wait(273).await;
        let history = it.get(&format!("admin/customer/{ada}/history")).await;
        let entries = history.as_array().or_else(|| history["history"].as_array());
        let is_run = |it: &&Value| it["type"] == "CustomerLevelWasRecalculated";
        let runs = entries.expect("a list").iter().filter(is_run).count();
        assert_eq!(runs, 8, "every 90 days: {history}");
        let told = (it.told(points).len(), it.told(level).len());
        assert_eq!(told, (1, 1), "each is told once, and nothing when nothing is lost");
    }
}

#[tokio::test]
async fn only_a_sandbox_has_a_time_of_its_own() {
    for engine in every_engine() {
        let server = Server::demo_with(engine, &[]).await;
        let client = server.client();
        let admin = client.admin().await;
        let path = "/api/admin/store/DEFAULT/clock";
        let refused = client.post(path).token(&admin).form_text("clock[days]=1").await.must(400);
        let message = "This store is not a sandbox: its time is the real one.";
        assert_eq!(refused.json(), json!({ "error": message }));
        let store = a_store_with(&client, &admin, &[("store[sandbox]", "1")]).await;
        let path = format!("/api/admin/store/{}", store.code);
        let shown = client.get(&path).token(&admin).await.must(200).json();
        assert_eq!(shown["sandbox"], json!(true));
        let refused = client.put(&path).token(&admin).form_text("store[sandbox]=0").await;
        assert_eq!(refused.status, 400, "{refused:?}");
        let clock = format!("{path}/clock");
        for form in ["", "clock[days]=0", "clock[days]=1&clock[until]=2099-01-01", "clock[x]=1"] {
            let refused = client.post(&clock).token(&admin).form_text(form).await;
            assert_eq!(refused.status, 400, "{form} {refused:?}");
        }
    }
}
