//! A sound request for every operation, on things that a cell may break.

use laurel_tests::client::Call;
use laurel_tests::jobs::plant_dead;
use laurel_tests::pictures::PNG;
use laurel_tests::world::{PASSWORD, an_email, unique};

use super::cast::{Cast, Things};
use super::engine::{A_RULE, engine_form};
use super::{Caller, Cell, Operation};

const UNKNOWN_STORE: &str = "NOSUCHSTORE";

/// Never called: nothing happens that it would be told.
const WEBHOOK_URL: &str = "https://example.com/hook";

/// What nobody was sent.
const NO_CODE: &str = "000000";

/// What stands in a path's braces.
pub(super) struct Target {
    store: String,
    customer: String,
    level: String,
    segment: String,
    campaign: String,
    pos: String,
    identifier: String,
    seller: String,
    role: String,
    key: String,
    webhook: String,
    rule: String,
    job: String,
}

impl Target {
    /// The things of the path's store.
    fn plain(cast: &Cast) -> Self {
        Self::made_of(&cast.things, &cast.own.code)
    }

    fn made_of(things: &Things, store: &str) -> Self {
        Self {
            store: store.to_owned(),
            customer: things.member.id.clone(),
            level: things.level.clone(),
            segment: things.segment.clone(),
            campaign: things.campaign.clone(),
            pos: things.pos.clone(),
            identifier: things.identifier.clone(),
            seller: things.seller.id.clone(),
            // Roles and keys are everybody's: there is none of another store.
            role: String::new(),
            key: String::new(),
            webhook: things.webhook.clone(),
            rule: things.rule.clone(),
            job: things.job.clone(),
        }
    }

    /// A target that is fresh wherever the call may change it.
    pub(super) async fn of(operation: &Operation, caller: Caller, cell: Cell, cast: &Cast) -> Self {
        let mut target = Self::plain(cast);
        let changes = operation.method != "GET";
        let (path, store) = (&operation.path, &cast.own);
        if changes && path.contains("{customer}") && caller != Caller::Own {
            target.customer = store.a_customer().await;
        }
        let shows = ["customer_avatar", "customer_remove_avatar"].contains(&operation.id.as_str());
        if shows && cell == Cell::Yes {
            let path = store.path(&format!("customer/{}/avatar", target.customer));
            let set = cast.client.post(&path).token(&cast.admin);
            set.file("avatar[file]", "me.png", PNG).await.must(204);
        }
        if operation.id == "customer_remove_manual_level" && cell == Cell::Yes {
            let path = store.path(&format!("customer/{}/level", target.customer));
            let form = [("levelId", &target.level)];
            cast.client.post(&path).token(&cast.admin).form(&form).await.must(200);
        }
        if changes && path.contains("{level}") {
            target.level = store.a_level("300").await;
        }
        if changes && path.contains("{segment}") && cell == Cell::Yes {
            target.segment = store.a_segment().await;
        }
        if changes && path.contains("{seller}") && cell == Cell::Yes {
            target.seller = store.a_seller(&target.pos).await.id;
        }
        if path.contains("{role}") {
            target.role = a_role(cast).await;
        }
        if path.contains("{key}") {
            target.key = a_key(cast).await;
        }
        if changes && path.contains("{webhook}") && cell == Cell::Yes {
            target.webhook = cast.own.a_webhook(WEBHOOK_URL).await;
        }
        if changes && path.contains("{rule}") && cell == Cell::Yes {
            target.rule = cast.own.a_rule(A_RULE).await;
        }
        if changes && path.contains("{job}") && cell == Cell::Yes {
            target.job = plant_dead(&cast.database_url, &cast.own.code).await;
        }
        target
    }

    pub(super) fn in_unknown_store(cast: &Cast) -> Self {
        let nil = uuid::Uuid::nil().to_string();
        Self { store: UNKNOWN_STORE.to_owned(), role: nil, ..Self::plain(cast) }
    }

    /// Another store's things by the path of one's own; `None` when the operation has none.
    pub(super) fn of_another_store(operation: &Operation, cast: &Cast) -> Option<Self> {
        let owned = [
            "{customer}",
            "{level}",
            "{segment}",
            "{campaign}",
            "{pos}",
            "{identifier}",
            "{seller}",
            "{webhook}",
            "{job}",
            "{rule}",
        ];
        let has_one = owned.iter().any(|it| operation.path.contains(it));
        has_one.then(|| Self::made_of(&cast.foreign, &cast.own.code))
    }

    pub(super) fn path(&self, operation: &Operation) -> String {
        operation
            .path
            .replace("{storeCode}", &self.store)
            .replace("{store}", &self.store)
            .replace("{customer}", &self.customer)
            .replace("{level}", &self.level)
            .replace("{segment}", &self.segment)
            .replace("{campaign}", &self.campaign)
            .replace("{pos}", &self.pos)
            .replace("{identifier}", &self.identifier)
            .replace("{seller}", &self.seller)
            .replace("{role}", &self.role)
            .replace("{key}", &self.key)
            .replace("{webhook}", &self.webhook)
            .replace("{job}", &self.job)
            .replace("{rule}", &self.rule)
            .replace("{token}", NO_CODE)
            .replace("{tokenToRemove}", "token")
            .replace("{choice}", "country")
            // Nobody's: whoever may ask is told so.
            .replace("{transfer}", &uuid::Uuid::nil().to_string())
            .replace("{transaction}", &uuid::Uuid::nil().to_string())
    }

    /// The call with a body that is accepted.
    pub(super) async fn filled(&self, call: Call, operation: &Operation, cast: &Cast) -> Call {
        if operation.id == "customer_set_avatar" {
            return call.file("avatar[file]", "me.png", PNG);
        }
        call.form(&self.form(operation, cast).await)
    }

    /// A form that is accepted.
    async fn form(&self, operation: &Operation, cast: &Cast) -> Vec<(String, String)> {
        let Things { member, seller, pos, level, .. } = &cast.things;
        let email = an_email();
        let name = unique();
        let pairs: Vec<(&str, &str)> = match operation.id.as_str() {
            "admin_sign_in" | "admin_sign_in_in_store" => {
                vec![("_username", "supervisor"), ("_password", "open")]
            }
            "seller_sign_in" => vec![("_username", &seller.email), ("_password", PASSWORD)],
            "customer_sign_in" => vec![("_username", &member.email), ("_password", PASSWORD)],
            "session_refresh" | "session_refresh_in_store" => {
                let call = cast.client.sign_in("DEFAULT", "admin", "supervisor", "open");
                let token = call.await.must(200).json()["refresh_token"].clone();
                return vec![("refresh_token".to_owned(), token.as_str().unwrap().to_owned())];
            }
            "customer_register" | "customer_register_as_seller" | "customer_register_as_admin" => {
                vec![
                    ("customer[firstName]", "A"),
                    ("customer[lastName]", "B"),
                    ("customer[email]", &email),
                    ("customer[agreement1]", "1"),
                ]
            }
            "customer_self_register" => vec![
                ("customer[firstName]", "A"),
                ("customer[lastName]", "B"),
                ("customer[email]", &email),
                ("customer[agreement1]", "1"),
                ("customer[plainPassword]", PASSWORD),
            ],
            "password_reset_request" | "password_reset_request_as_customer" => {
                return vec![("username".to_owned(), cast.own.a_customer().await)];
            }
            "password_reset" | "password_reset_as_customer" => {
                vec![("token", NO_CODE), ("reset[plainPassword]", PASSWORD)]
            }
            "password_change_as_admin"
            | "password_change_as_customer"
            | "password_change_as_seller" => {
                vec![("currentPassword", PASSWORD), ("plainPassword", PASSWORD)]
            }
            "invitation_create" => vec![("invitation[recipientEmail]", &email)],
            "customer_resend_code" => vec![("phone", "48000000000")],
            "customer_update" => vec![("customer[firstName]", "A")],
            "customer_search" => vec![("search[email]", &member.email)],
            "customer_add_pushy_token" => vec![("customer[pushyToken]", "token")],
            "customer_assign_level" => vec![("levelId", level)],
            "customer_assign_pos" | "customer_assign_pos_as_seller" => vec![("posId", pos)],
            "level_create" | "level_update" => vec![
                ("level[translations][en][name]", "A"),
                ("level[conditionValue]", "500"),
                ("level[reward][name]", "A"),
                ("level[reward][value]", "5"),
                ("level[reward][code]", "A"),
            ],
            "level_activate" | "segment_activate" | "campaign_activate" => vec![("active", "1")],
            "pos_create" | "pos_update" => vec![
                ("pos[name]", "A"),
                (
                    "pos[identifier]",
                    if operation.id == "pos_create" { &name } else { &self.identifier },
                ),
                ("pos[location][street]", "A"),
                ("pos[location][address1]", "1"),
                ("pos[location][postal]", "1"),
                ("pos[location][city]", "A"),
                ("pos[location][province]", "A"),
                ("pos[location][country]", "PL"),
            ],
            "seller_register" | "seller_update" => vec![
                ("seller[firstName]", "A"),
                ("seller[lastName]", "B"),
                ("seller[active]", "1"),
                ("seller[email]", &email),
                ("seller[posId]", pos),
                ("seller[plainPassword]", PASSWORD),
            ],
            "role_create" | "role_update" => vec![("role[name]", &name)],
            "store_create" => vec![("store[code]", &name), ("store[name]", "A")],
            "settings_update" => SETTINGS.to_vec(),
            "store_update" => vec![("store[name]", "A")],
            "store_move_time" => vec![("clock[days]", "1")],
            "key_create" => vec![
                ("key[name]", "A"),
                ("key[permissions][0][resource]", "CUSTOMER"),
                ("key[permissions][0][access]", "VIEW"),
            ],
            "customer_push" => vec![("push[title]", "A"), ("push[text]", "A")],
            "webhook_create" => vec![("webhook[url]", WEBHOOK_URL)],
            "webhook_update" => vec![("webhook[active]", "1")],
            "webhook_replay" => {
                vec![("replay[from]", "2026-01-01"), ("replay[until]", "2026-01-02")]
            }
            _ => engine_form(operation, member, &email, &name),
        };
        pairs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
    }
}

const SETTINGS: [(&str, &str); 12] = [
    ("settings[currency]", "eur"),
    ("settings[timezone]", "UTC"),
    ("settings[programName]", "A"),
    ("settings[programPointsSingular]", "A"),
    ("settings[programPointsPlural]", "A"),
    ("settings[accountActivationMethod]", "email"),
    ("settings[tierAssignType]", "transactions"),
    ("settings[levelDowngradeMode]", "none"),
    ("settings[allTimeNotLocked]", "1"),
    ("settings[customerStatusesEarning][]", "active"),
    ("settings[customerStatusesSpending][]", "active"),
    ("settings[marketingVendorsValue]", "none"),
];

async fn a_role(cast: &Cast) -> String {
    let name = unique();
    let path = cast.own.path("admin/acl/role");
    let form = [("role[name]", &name)];
    cast.client.post(&path).token(&cast.admin).form(&form).await.must(204);
    let listed = cast.client.get(&path).token(&cast.admin).await.must(200).json();
    let roles = listed["roles"].as_array().unwrap();
    let role = roles.iter().find(|it| it["name"] == name.as_str()).unwrap();
    role["id"].as_str().unwrap().to_owned()
}

async fn a_key(cast: &Cast) -> String {
    let form = [
        ("key[name]", "A"),
        ("key[permissions][0][resource]", "CUSTOMER"),
        ("key[permissions][0][access]", "VIEW"),
    ];
    let call = cast.client.post("/api/admin/key").token(&cast.admin).form(&form);
    call.await.must(200).json()["keyId"].as_str().unwrap().to_owned()
}
