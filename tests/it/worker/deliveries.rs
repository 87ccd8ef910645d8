//! Webhooks, end to end.

use std::time::Duration;

use laurel_tests::client::Client;
use laurel_tests::patience::until;
use laurel_tests::receiver::{Received, Receiver};
use laurel_tests::server::{Server, every_engine};
use laurel_tests::world::{Store, a_store};
use serde_json::Value;
use standardwebhooks::Webhook;

pub const PRIVATE: (&str, &str) = ("LAUREL__WEBHOOKS__ALLOW_PRIVATE_ADDRESSES", "true");

pub const SETTINGS: &str = "settings[webhooks]=1&settings[currency]=eur&settings[timezone]=UTC\
    &settings[programName]=A&settings[programPointsSingular]=a&settings[programPointsPlural]=a\
    &settings[accountActivationMethod]=email&settings[tierAssignType]=transactions\
    &settings[levelDowngradeMode]=none&settings[allTimeNotLocked]=1\
    &settings[customerStatusesEarning][0]=active&settings[customerStatusesSpending][0]=active\
    &settings[marketingVendorsValue]=none";

struct Scene {
    client: Client,
    store: Store,
    _server: Server,
}

async fn scenes() -> Vec<Scene> {
    let mut scenes = vec![];
    for engine in every_engine() {
        let server = Server::demo_with(engine, &[PRIVATE]).await;
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let settings = store.path("settings");
        let answer = client.post(&settings).token(&store.admin).form_text(SETTINGS).await;
        assert!(answer.status < 300, "{answer:?}");
        scenes.push(Scene { client, store, _server: server });
    }
    scenes
}

impl Scene {
    async fn get(&self, rest: &str) -> Value {
        self.client.get(&self.store.path(rest)).token(&self.store.admin).await.must(200).json()
    }

    async fn post(&self, rest: &str, form: &[(&str, &str)]) -> Value {
        let call = self.client.post(&self.store.path(rest)).token(&self.store.admin).form(form);
        let answer = call.await;
        assert!(answer.status < 300, "{answer:?}");
        answer.json()
    }

    /// An endpoint: its id and its secret.
    async fn endpoint(&self, form: &[(&str, &str)]) -> (String, String) {
        let made = self.post("admin/webhook", form).await;
        let text = |name: &str| made[name].as_str().expect("a text").to_owned();
        (text("webhookId"), text("secret"))
    }
}

/// A field of a form, encoded.
pub fn encoded(name: &str, value: &str) -> String {
    format!("&settings[{name}]={}", value.replace(':', "%3A").replace('/', "%2F"))
}

fn must_be_signed(call: &Received, secret: &str) {
    let mut headers = http::HeaderMap::new();
    for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
        headers.insert(name, call.header(name).parse().expect("a header"));
    }
    let webhook = Webhook::new(secret).expect("a secret");
    webhook.verify(call.body.as_bytes(), &headers).expect("a signature of that secret");
}

#[tokio::test]
async fn an_event_is_delivered_signed_once_the_receiver_takes_it() {
    for scene in scenes().await {
        let receiver = Receiver::start(Duration::ZERO).await;
        receiver.answer(&[503]);
        let form = [
            ("webhook[url]", &*receiver.url),
            ("webhook[events][0]", "customer.registered"),
            ("webhook[headerName]", "X-Key"),
            ("webhook[headerValue]", "value"),
        ];
        let (id, secret) = scene.endpoint(&form).await;
        let customer = scene.store.a_customer().await;
        until("two calls", async || receiver.counts().0 == 2).await;
        assert_eq!(receiver.counts(), (2, 1), "every try bears the same id");
        let call = receiver.received().pop().expect("a call");
        must_be_signed(&call, &secret);
        assert_eq!(
            (call.header("x-key"), call.header("content-type")),
            ("value", "application/json")
        );
        let told: Value = serde_json::from_str(&call.body).expect("JSON");
        assert_eq!(told["type"], "customer.registered");
        assert_eq!(told["data"]["customerId"], customer.as_str());
        until("nothing waits", async || scene.get("admin/job?dead=0").await["total"] == 0).await;

        // Both secrets sign after a rotation.
        let rotated = scene.post(&format!("admin/webhook/{id}/rotate-secret"), &[]).await;
        let fresh = rotated["secret"].as_str().expect("a secret");
        assert_ne!(fresh, secret);
        let times = [("replay[from]", "2020-01-01"), ("replay[until]", "2100-01-01")];
        scene.post(&format!("admin/webhook/{id}/replay"), &times).await;
        until("a third call", async || receiver.counts().0 == 3).await;
        let again = receiver.received().pop().expect("a call");
        assert_eq!(
            (&again.body, again.header("webhook-id")),
            (&call.body, call.header("webhook-id"))
        );
        must_be_signed(&again, &secret);
        must_be_signed(&again, fresh);
        let shown = scene.get(&format!("admin/webhook/{id}")).await.to_string();
        assert!(!shown.contains("whsec_") && !shown.contains("value"), "{shown}");
    }
}

#[tokio::test]
async fn an_endpoint_that_is_gone_is_switched_off_and_its_deliveries_wait_for_the_operator() {
    for scene in scenes().await {
        let receiver = Receiver::start(Duration::ZERO).await;
        receiver.answer(&[410]);
        let (id, _) = scene.endpoint(&[("webhook[url]", &receiver.url)]).await;
        scene.store.a_customer().await;
        let given_up = async || {
            let listed = scene.get("admin/job").await;
            listed["jobs"].as_array().expect("a list").clone()
        };
        until("a delivery is given up", async || !given_up().await.is_empty()).await;
        let job = given_up().await.remove(0);
        assert_eq!((&job["kind"], &job["webhookId"]), (&"deliver".into(), &id.as_str().into()));
        let shown = scene.get(&format!("admin/webhook/{id}")).await;
        assert_eq!(
            (&shown["active"], &shown["disabledReason"].is_string()),
            (&false.into(), &true)
        );

        let path = scene.store.path(&format!("admin/webhook/{id}"));
        let on = scene.client.put(&path).token(&scene.store.admin);
        on.form(&[("webhook[active]", "1")]).await.must(200);
        for job in given_up().await {
            let job = job["jobId"].as_str().expect("an id").to_owned();
            scene.post(&format!("admin/job/{job}/replay"), &[]).await;
        }
        until("it is delivered", async || given_up().await.is_empty() && receiver.counts().0 >= 2)
            .await;
    }
}

#[tokio::test]
async fn the_address_among_the_settings_is_an_endpoint_too() {
    for scene in scenes().await {
        let first = Receiver::start(Duration::ZERO).await;
        let second = Receiver::start(Duration::ZERO).await;
        let set = async |more: &str| {
            let call = scene.client.post(&scene.store.path("settings")).token(&scene.store.admin);
            call.form_text(&format!("{SETTINGS}{more}")).await.must(200);
        };
        let nothing_waits = async || scene.get("admin/job?dead=0").await["total"] == 0;
        let header = encoded("webhookHeaderName", "X-Key") + &encoded("webhookHeaderValue", "a");
        set(&(encoded("uriWebhooks", &first.url) + &header)).await;
        let customer = scene.store.a_customer().await;
        let registered = async || told(&first, "customer.registered").is_some();
        until("it is told", registered).await;
        until("nothing waits", nothing_waits).await;
        let (call, told_of) = told(&first, "customer.registered").expect("it is told");
        assert_eq!((call.header("x-key"), &told_of), ("a", &customer));

        // Another address takes the place of the first, and none takes it away.
        let before = first.counts();
        set(&encoded("uriWebhooks", &second.url)).await;
        let customer = scene.store.a_customer().await;
        until("it is told", async || told(&second, "customer.registered").is_some()).await;
        until("nothing waits", nothing_waits).await;
        let (call, told_of) = told(&second, "customer.registered").expect("it is told");
        assert_eq!((call.header("x-key"), &told_of), ("", &customer));
        let after = second.counts();
        set("").await;
        scene.store.a_customer().await;
        until("nothing waits", nothing_waits).await;
        assert_eq!((first.counts(), second.counts()), (before, after));
    }
}

/// The first call about such an event, and the customer that it is about.
fn told(receiver: &Receiver, topic: &str) -> Option<(Received, String)> {
    receiver.received().into_iter().find_map(|call| {
        let told: Value = serde_json::from_str(&call.body).expect("JSON");
        let customer = told["data"]["customerId"].as_str()?.to_owned();
        (told["type"] == topic).then_some((call, customer))
    })
}
