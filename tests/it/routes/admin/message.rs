//! `admin/message`, and messages to a customer's devices

use laurel_tests::patience::until;
use laurel_tests::world::{PASSWORD, an_email};
use serde_json::Value;

use super::super::{marked, worlds};

#[tokio::test]
async fn what_was_sent_is_read_by_operators() {
    for world in worlds().await {
        let store = world.a_store().await;
        let path = store.path("admin/message");
        assert_eq!(world.get(&path).await.must(200).text(), r#"{"messages":[],"total":0}"#);
        let email = an_email();
        let form = format!(
            "customer[firstName]=A&customer[lastName]=B&customer[email]={email}\
             &customer[agreement1]=1&customer[plainPassword]={PASSWORD}"
        );
        let register = store.path("customer/self_register");
        world.client.post(&register).form_text(&form).await.must(200);
        let messages = async || world.get(&path).await.must(200).json();
        until("the message is sent", async || messages().await["total"] == 1).await;
        let listed = messages().await;
        let message = &listed["messages"][0];
        let text = |name: &str| message[name].as_str().unwrap_or_default().to_owned();
        assert_eq!([text("channel"), text("kind"), text("to")], ["email", "activation", &email]);
        assert_eq!(text("subject"), "Account created");
        // The link in it works.
        let link = "#!/customer/panel/customer/registration/activate/";
        let (_, token) = message["text"].as_str().and_then(|it| it.split_once(link)).expect("it");
        let token: String = token.chars().take_while(char::is_ascii_alphanumeric).collect();
        let activate = store.path(&format!("customer/activate/{token}"));
        assert!(world.client.post(&activate).await.status < 300);
        world.client.login(&store.code, "customer", &email, PASSWORD).await;
    }
}

#[tokio::test]
async fn a_customers_devices_are_told() {
    for world in worlds().await {
        let store = world.a_store().await;
        let id = store.a_customer().await;
        let push = store.path(&format!("admin/customer/{id}/push"));
        assert_eq!(marked(&world.post(&push, "push[title]=").await.must(400)), ["title", "text"]);
        let device = store.path(&format!("customer/{id}/pushy-token"));
        world.post(&device, "customer[pushyToken]=device-1").await.must(204);
        world.post(&push, "push[title]=Hello&push[text]=you").await.must(204);
        let path = store.path("admin/message");
        let pushed = async || -> Option<Value> {
            let listed = world.get(&path).await.must(200).json();
            let mut all = listed["messages"].as_array().expect("a list").clone().into_iter();
            all.find(|it| it["channel"] == "push")
        };
        until("the message is sent", async || pushed().await.is_some()).await;
        let message = pushed().await.expect("it");
        assert!(message["text"].as_str().is_some_and(|it| it.contains("you")), "{message}");
        world.post(&store.path("admin/customer/x/push"), "push[title]=A").await.must(404);
    }
}
