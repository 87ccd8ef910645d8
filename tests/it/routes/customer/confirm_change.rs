//! A customer's own change of phone and `customer/confirm-change/<token>` (behaviour 7.4)

use chrono::TimeDelta;
use domain::account::User;
use domain::code::{Channel, Purpose};
use domain::ids::CustomerId;
use laurel_tests::client::Call;
use laurel_tests::codes::{Sent, plant};
use laurel_tests::server::{Server, every_server};
use laurel_tests::world::{Person, Store, a_phone, a_store};

async fn by_sms(server: &Server) -> Store {
    let client = server.client();
    let admin = client.admin().await;
    let store = a_store(&client, &admin).await;
    let method = [("store[accountActivationMethod]", "sms")];
    let path = format!("/api/admin/store/{}", store.code);
    client.put(&path).token(&admin).form(&method).await.must(200);
    store
}

/// The code for this number, as if it had been sent so many minutes ago.
async fn sent(server: &Server, store: &Store, who: &Person, phone: &str, minutes: i64) {
    let user = User::Customer(CustomerId::parse(&who.id).unwrap());
    let (purpose, channel) = (Purpose::PhoneChange, Channel::Sms);
    let (secret, ago) = ("153105", TimeDelta::minutes(minutes));
    let code = Sent { user, purpose, channel, secret, ago, phone: Some(phone) };
    plant(server, &store.code, code).await;
}

struct Mia<'a> {
    server: &'a Server,
    store: Store,
    who: Person,
}

impl Mia<'_> {
    fn confirm(&self, secret: &str) -> Call {
        let path = self.store.path(&format!("customer/confirm-change/{secret}"));
        self.server.client().post(&path).token(&self.who.token)
    }

    fn change(&self, form: &[(&str, &str)]) -> Call {
        let path = self.store.path(&format!("customer/{}", self.who.id));
        self.server.client().put(&path).token(&self.who.token).form(form)
    }

    async fn shown(&self, field: &str) -> String {
        let path = self.store.path(&format!("customer/{}", self.who.id));
        let details = self.server.client().get(&path).token(&self.store.admin).await.must(200);
        details.json()[field].as_str().unwrap_or_default().to_owned()
    }
}

async fn mia(server: &Server) -> Mia<'_> {
    let store = by_sms(server).await;
    let who = store.a_member().await;
    Mia { server, store, who }
}

#[tokio::test]
async fn a_new_phone_counts_when_its_code_comes_back() {
    for server in every_server().await {
        let mia = mia(server).await;
        let (old, new) = (mia.shown("phone").await, a_phone());
        let form = [("customer[phone]", new.as_str()), ("customer[firstName]", "Ida")];
        mia.change(&form).await.must(200);
        assert_eq!((mia.shown("phone").await, mia.shown("firstName").await), (old, "Ida".into()));
        mia.confirm("153105").await.must(404);

        sent(server, &mia.store, &mia.who, &new, 29).await;
        assert_eq!(mia.confirm("153105").await.must(204).text(), "");
        assert_eq!(mia.shown("phone").await, new);
        mia.confirm("153105").await.must(404);
        let client = server.client();
        let password = laurel_tests::world::PASSWORD;
        client.sign_in(&mia.store.code, "customer", &new, password).await.must(200);
    }
}

#[tokio::test]
async fn the_current_number_cancels_and_another_one_replaces_the_code() {
    for server in every_server().await {
        let mia = mia(server).await;
        let (old, new) = (mia.shown("phone").await, a_phone());
        for number in [&old, &a_phone()] {
            sent(server, &mia.store, &mia.who, &new, 1).await;
            mia.change(&[("customer[phone]", number)]).await.must(200);
            mia.confirm("153105").await.must(404);
            assert_eq!(mia.shown("phone").await, old);
        }
    }
}

#[tokio::test]
async fn a_wrong_old_or_foreign_code_is_not_found_and_five_are_too_many() {
    for server in every_server().await {
        let mia = mia(server).await;
        let eve = Mia { server, store: mia.store.clone(), who: mia.store.a_member().await };
        let new = a_phone();
        sent(server, &mia.store, &mia.who, &new, 30).await;
        mia.confirm("153105").await.must(404);
        sent(server, &mia.store, &mia.who, &new, 1).await;
        eve.confirm("153105").await.must(404);
        for guess in ["1", "999999", "x", "153106", "153104"] {
            let refused = mia.confirm(guess).await.must(404);
            assert_eq!(refused.text(), r#"{"error":{"code":404,"message":"Not Found"}}"#);
        }
        mia.confirm("153105").await.must(404);
        assert_ne!(mia.shown("phone").await, new);
    }
}

#[tokio::test]
async fn a_number_that_is_taken_is_refused_at_once_and_at_the_end() {
    for server in every_server().await {
        let mia = mia(server).await;
        let eve = Mia { server, store: mia.store.clone(), who: mia.store.a_member().await };
        let taken = eve.shown("phone").await;
        let tree = r#"{"form":{"children":{"phone":{"errors":["Customer with such phone already exists."]}}},"errors":[]}"#;
        let refused = mia.change(&[("customer[phone]", &taken)]).await.must(400);
        assert_eq!(super::super::marked(&refused), ["phone"]);
        sent(server, &mia.store, &mia.who, &taken, 1).await;
        assert_eq!(mia.confirm("153105").await.must(400).text(), tree);
    }
}

#[tokio::test]
async fn changes_by_others_and_where_accounts_are_activated_by_email_count_at_once() {
    for server in every_server().await {
        let mia = mia(server).await;
        let new = a_phone();
        let path = mia.store.path(&format!("customer/{}", mia.who.id));
        let change = server.client().put(&path).token(&mia.store.admin);
        change.form(&[("customer[phone]", &new)]).await.must(200);
        assert_eq!(mia.shown("phone").await, new);

        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let ida = Mia { server, who: store.a_member().await, store };
        ida.change(&[("customer[phone]", &new)]).await.must(200);
        assert_eq!(ida.shown("phone").await, new);
    }
}

#[tokio::test]
async fn a_customer_has_codes_sent_to_ten_phones_at_once() {
    for server in every_server().await {
        let mia = mia(server).await;
        let change = async || mia.change(&[("customer[phone]", &a_phone())]).await;
        for _ in 0..10 {
            change().await.must(200);
        }
        let refused = change().await.must(429);
        let said = r#"{"error":{"code":429,"message":"Too Many Requests"}}"#;
        assert_eq!(refused.text(), said);
        // What sends no code is not counted, and neither is what others do.
        mia.change(&[("customer[firstName]", "Mia")]).await.must(200);
        let path = mia.store.path(&format!("customer/{}", mia.who.id));
        let form = [("customer[phone]", a_phone())];
        server.client().put(&path).token(&mia.store.admin).form(&form).await.must(200);
    }
}
