//! Stores, people and things of one test's own, made through the API.

#![expect(clippy::disallowed_methods, reason = "tests make up their own names")]

use uuid::Uuid;

use crate::client::Client;

/// Satisfies the rules for passwords.
pub const PASSWORD: &str = "Str0ng!pass";

/// Something that nobody has: letters and digits.
pub fn unique() -> String {
    Uuid::new_v4().simple().to_string()
}

/// Any number below this one, or zero.
pub fn number_below(end: u64) -> u64 {
    let random = Uuid::new_v4().as_u128() % u128::from(end.max(1));
    random.try_into().expect("less than a u64")
}

pub fn an_email() -> String {
    format!("{}@example.com", unique())
}

/// A phone number that nobody has.
pub fn a_phone() -> String {
    format!("49{:012}", Uuid::new_v4().as_u128() % 1_000_000_000_000)
}

/// A customer or seller who can sign in.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: String,
    pub email: String,
    pub token: String,
}

/// A store with nothing in it but a level that everybody starts on.
#[derive(Clone)]
pub struct Store {
    pub code: String,
    pub level: String,
    /// A token of the demo's administrator.
    pub admin: String,
    client: Client,
}

/// A fresh store with one level.
pub async fn a_store(client: &Client, admin: &str) -> Store {
    a_store_with(client, admin, &[]).await
}

/// The same, with more members of the form.
pub async fn a_store_with(client: &Client, admin: &str, more: &[(&str, &str)]) -> Store {
    let code = format!("S{}", &unique()[..16]);
    let mut form = vec![("store[code]", code.as_str()), ("store[name]", "Of a test")];
    form.extend(more);
    client.post("/api/admin/store").token(admin).form(&form).await.must(200);
    let (admin, client) = (admin.to_owned(), client.clone());
    let mut store = Store { code, level: String::new(), admin, client };
    store.level = store.a_level("0").await;
    store
}

impl Store {
    /// `/api/<code>/<rest>`
    pub fn path(&self, rest: &str) -> String {
        format!("/api/{}/{rest}", self.code)
    }

    pub async fn a_level(&self, condition: &str) -> String {
        self.a_level_worth(condition, "5").await
    }

    /// A level that gives so many per cent.
    pub async fn a_level_worth(&self, condition: &str, reward: &str) -> String {
        let form = [
            ("level[translations][en][name]", "Of a test"),
            ("level[active]", "1"),
            ("level[conditionValue]", condition),
            ("level[reward][name]", "Reward"),
            ("level[reward][value]", reward),
            ("level[reward][code]", "CODE"),
        ];
        self.made("level/create", &form, "/id").await
    }

    pub async fn a_pos(&self) -> String {
        let identifier = unique();
        let form = [
            ("pos[name]", "Of a test"),
            ("pos[identifier]", &identifier),
            ("pos[location][street]", "Street"),
            ("pos[location][address1]", "1"),
            ("pos[location][postal]", "00-000"),
            ("pos[location][city]", "City"),
            ("pos[location][province]", "Province"),
            ("pos[location][country]", "PL"),
        ];
        self.made("pos", &form, "/posId").await
    }

    /// Everybody without a purchase.
    pub async fn a_segment(&self) -> String {
        let form = [
            ("segment[name]", "Of a test"),
            ("segment[active]", "1"),
            ("segment[parts][0][criteria][0][type]", "transaction_count"),
            ("segment[parts][0][criteria][0][max]", "0"),
        ];
        self.made("segment", &form, "/segmentId").await
    }

    /// Two things for points, sold to whoever is on the store's first level.
    pub async fn a_campaign(&self, cost: &str) -> String {
        let form = [
            ("campaign[name]", "Of a test"),
            ("campaign[active]", "1"),
            ("campaign[costInPoints]", cost),
            ("campaign[levels][0]", &self.level),
            ("campaign[activeFrom]", "2020-01-01"),
            ("campaign[activeTo]", "2100-01-01"),
            ("campaign[coupons][0]", "CODE1"),
            ("campaign[coupons][1]", "CODE2"),
            ("campaign[daysValid]", "90"),
        ];
        self.made("campaign", &form, "/campaignId").await
    }

    /// A seller who can sign in, and has.
    pub async fn a_seller(&self, pos: &str) -> Person {
        let email = an_email();
        let form = [
            ("seller[firstName]", "Sally"),
            ("seller[lastName]", "Seller"),
            ("seller[active]", "1"),
            ("seller[email]", &email),
            ("seller[posId]", pos),
            ("seller[plainPassword]", PASSWORD),
        ];
        let id = self.made("seller/register", &form, "/sellerId").await;
        let token = self.client.login(&self.code, "seller", &email, PASSWORD).await;
        Person { id, email, token }
    }

    /// A customer, registered by an administrator: active, without a password. Its id.
    pub async fn a_customer(&self) -> String {
        let email = an_email();
        let form = [
            ("customer[firstName]", "Cora"),
            ("customer[lastName]", "Customer"),
            ("customer[email]", &email),
            ("customer[agreement1]", "1"),
        ];
        self.made("customer/register", &form, "/customerId").await
    }

    /// A customer who has just registered itself and waits to be activated. Its id.
    pub async fn a_new_customer(&self, email: &str, phone: &str) -> String {
        let form = [
            ("customer[firstName]", "Mia"),
            ("customer[lastName]", "Member"),
            ("customer[email]", email),
            ("customer[phone]", phone),
            ("customer[agreement1]", "1"),
            ("customer[plainPassword]", PASSWORD),
        ];
        let form: Vec<_> = form.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        self.made("customer/self_register", &form, "/customerId").await
    }

    /// A customer who registered itself, was activated, and has signed in.
    pub async fn a_member(&self) -> Person {
        let email = an_email();
        let id = self.a_new_customer(&email, &a_phone()).await;
        let activate = self.path(&format!("admin/customer/{id}/activate"));
        self.client.post(&activate).token(&self.admin).await.must(204);
        let token = self.client.login(&self.code, "customer", &email, PASSWORD).await;
        Person { id, email, token }
    }

    /// An active earning rule for the level that everybody starts on: what it consists of beside
    /// that, such as `("[type]", "points")`. Its id.
    pub async fn a_rule(&self, members: &[(&str, &str)]) -> String {
        let usual = [
            ("[name]", "Of a test"),
            ("[active]", "1"),
            ("[allTimeActive]", "1"),
            ("[levels][0]", self.level.as_str()),
        ];
        let all = usual.iter().chain(members);
        let form: Vec<_> =
            all.map(|(name, value)| (format!("earningRule{name}"), *value)).collect();
        let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        self.made("earningRule", &form, "/earningRuleId").await
    }

    /// An endpoint of webhooks. Its id.
    pub async fn a_webhook(&self, url: &str) -> String {
        let form = [
            ("webhook[url]", url),
            ("webhook[headerName]", "X-Key"),
            ("webhook[headerValue]", "value"),
        ];
        self.made("admin/webhook", &form, "/webhookId").await
    }

    async fn made(&self, path: &str, form: &[(&str, &str)], id: &str) -> String {
        let call = self.client.post(&self.path(path)).token(&self.admin).form(form);
        let answer = call.await.must(200);
        let made = answer.json();
        let id = made.pointer(id).unwrap_or_else(|| panic!("no {id} in {answer:?}"));
        id.as_str().expect("an id is a text").to_owned()
    }
}
