//! For each form operation of the contract, a body that it accepts.

mod engine;
mod rewards;
mod rules;
mod settings;

use laurel_tests::world::{PASSWORD, an_email, unique};

use self::engine::{LINES, TRANSACTION, TRANSFER};
use self::rewards::{CAMPAIGN, CRITERION, PERIOD, SEGMENT};
pub use self::rules::A_RULE;
use self::rules::{EVENT, RULE, RULE_PARTS};
use self::settings::{COUPLED, SETTINGS};

use super::Place;

/// Pairs of one body.
pub type Pairs = Vec<(String, String)>;

/// An operation that takes a form.
pub struct Row {
    pub operation: &'static str,
    /// Fields below the form's name, each with a value that is accepted. Every documented one.
    fields: &'static [(&'static str, &'static str)],
    /// Required although the contract cannot say so: by a setting, by a role, within its group.
    pub required: &'static [&'static str],
    /// What shows whether something changed.
    pub witness: &'static str,
}

const CUSTOMER: &[(&str, &str)] = &[
    ("customer[firstName]", "Ada"),
    ("customer[lastName]", "Lovelace"),
    ("customer[gender]", "female"),
    ("customer[email]", "<email>"),
    ("customer[phone]", "<phone>"),
    ("customer[birthDate]", "1990-01-01"),
    ("customer[createdAt]", "2020-01-01 10:00:00"),
    ("customer[address][street]", "Street"),
    ("customer[address][address1]", "1"),
    ("customer[address][address2]", "2"),
    ("customer[address][postal]", "00-000"),
    ("customer[address][city]", "City"),
    ("customer[address][province]", "Province"),
    ("customer[address][country]", "PL"),
    ("customer[company][name]", "Company"),
    ("customer[company][nip]", "7"),
    ("customer[loyaltyCardNumber]", "<unique>"),
    ("customer[labels]", "a:1"),
    ("customer[agreement1]", "1"),
    ("customer[agreement2]", "1"),
    ("customer[agreement3]", "0"),
    ("customer[levelId]", "<level>"),
    ("customer[posId]", "<pos>"),
    ("customer[sellerId]", "<seller>"),
    ("customer[referral_customer_email]", "friend@example.com"),
    ("customer[invitationToken]", "token"),
    ("customer[plainPassword]", PASSWORD),
];

const LEVEL: &[(&str, &str)] = &[
    ("level[translations][en][name]", "Gold"),
    ("level[translations][en][description]", "Shiny"),
    ("level[active]", "1"),
    ("level[conditionValue]", "10"),
    ("level[minOrder]", "1"),
    ("level[reward][name]", "Reward"),
    ("level[reward][value]", "5"),
    ("level[reward][code]", "code"),
    ("level[specialRewards][0][name]", "Special"),
    ("level[specialRewards][0][value]", "5"),
    ("level[specialRewards][0][code]", "code"),
    ("level[specialRewards][0][active]", "1"),
    ("level[specialRewards][0][startAt]", "2020-01-01"),
    ("level[specialRewards][0][endAt]", "2020-12-31"),
];

const SPECIAL: &[&str] = &[
    "level[specialRewards][0][name]",
    "level[specialRewards][0][value]",
    "level[specialRewards][0][code]",
    "level[specialRewards][0][startAt]",
    "level[specialRewards][0][endAt]",
];

const POS: &[(&str, &str)] = &[
    ("pos[name]", "Shop"),
    ("pos[identifier]", "<unique>"),
    ("pos[description]", "Shop"),
    ("pos[location][street]", "Street"),
    ("pos[location][address1]", "1"),
    ("pos[location][address2]", "2"),
    ("pos[location][postal]", "00-000"),
    ("pos[location][city]", "City"),
    ("pos[location][province]", "Province"),
    ("pos[location][country]", "PL"),
    ("pos[location][lat]", "51.5"),
    ("pos[location][long]", "17"),
];

const SELLER: &[(&str, &str)] = &[
    ("seller[firstName]", "Sam"),
    ("seller[lastName]", "Seller"),
    ("seller[active]", "1"),
    ("seller[email]", "<email>"),
    ("seller[phone]", "<phone>"),
    ("seller[posId]", "<pos>"),
    ("seller[plainPassword]", PASSWORD),
    ("seller[allowPointTransfer]", "1"),
];

const ROLE: &[(&str, &str)] = &[
    ("role[name]", "<unique>"),
    ("role[permissions][0][resource]", "POS"),
    ("role[permissions][0][access]", "VIEW"),
];

const GRANT: &[&str] = &["role[permissions][0][resource]", "role[permissions][0][access]"];

const STORE: &[(&str, &str)] = &[
    ("store[code]", "<code>"),
    ("store[name]", "Store"),
    ("store[active]", "1"),
    ("store[currency]", "eur"),
    ("store[timezone]", "UTC"),
    ("store[defaultLocale]", "en"),
    ("store[accountActivationMethod]", "email"),
    ("store[allowCustomersProfileEdits]", "1"),
    ("store[tierAssignType]", "transactions"),
];

const NEW_STORE: &[(&str, &str)] = &[
    ("store[code]", "<code>"),
    ("store[name]", "Store"),
    ("store[active]", "1"),
    ("store[currency]", "eur"),
    ("store[timezone]", "UTC"),
    ("store[defaultLocale]", "en"),
    ("store[accountActivationMethod]", "email"),
    ("store[allowCustomersProfileEdits]", "1"),
    ("store[tierAssignType]", "transactions"),
    ("store[sandbox]", "0"),
];

const KEY: &[(&str, &str)] = &[
    ("key[name]", "Key"),
    ("key[permissions][0][resource]", "POS"),
    ("key[permissions][0][access]", "VIEW"),
    ("key[store]", "DEFAULT"),
    ("key[expiresAt]", "2100-01-01"),
];

const SEARCH: &[(&str, &str)] = &[
    ("search[loyaltyCardNumber]", "1"),
    ("search[phone]", "1"),
    ("search[email]", "a"),
    ("search[firstName]", "a"),
    ("search[lastName]", "a"),
    ("search[city]", "a"),
    ("search[postcode]", "0"),
];

const PUSHY: &[(&str, &str)] = &[("customer[pushyToken]", "token")];

const WEBHOOK: &[(&str, &str)] = &[
    ("webhook[url]", "https://example.com/hook"),
    ("webhook[events][0]", "customer.updated"),
    ("webhook[active]", "1"),
    ("webhook[headerName]", "X-Key"),
    ("webhook[headerValue]", "value"),
];
const HEADER: &[&str] = &["webhook[headerName]", "webhook[headerValue]"];
const TARGET: &[&str] = &["webhook[url]", "webhook[headerName]", "webhook[headerValue]"];
const REPLAY: &[(&str, &str)] = &[("replay[from]", "2026-01-01"), ("replay[until]", "2026-01-02")];
const PUSH: &[(&str, &str)] = &[("push[title]", "Hello"), ("push[text]", "you")];

const EMAIL: &[&str] = &["customer[email]"];

const CUSTOMERS: &str = "/api/{storeCode}/customer";
const RULES: &str = "/api/{storeCode}/earningRule";
const LEVELS: &str = "/api/{storeCode}/level";

#[rustfmt::skip]
pub const ROWS: [Row; 33] = [
    row("customer_register",           CUSTOMER, EMAIL,   CUSTOMERS),
    row("customer_register_as_admin",  CUSTOMER, EMAIL,   CUSTOMERS),
    row("customer_register_as_seller", CUSTOMER, EMAIL,   CUSTOMERS),
    row("customer_self_register",      CUSTOMER, EMAIL,   CUSTOMERS),
    row("customer_update",             CUSTOMER, EMAIL,   "/api/{storeCode}/customer/{customer}"),
    row("customer_add_pushy_token",    PUSHY,    &[],     "/api/{storeCode}/customer/{customer}/pushy-token"),
    row("customer_search",             SEARCH,   &[],     CUSTOMERS),
    row("points_add",                  TRANSFER, &[],     "/api/{storeCode}/points/transfer"),
    row("points_add_at_pos",           TRANSFER, &[],     "/api/{storeCode}/points/transfer"),
    row("transaction_create",          TRANSACTION, LINES, "/api/{storeCode}/transaction"),
    row("earning_rule_create",     RULE,     RULE_PARTS, RULES),
    row("earning_rule_update",     RULE,     RULE_PARTS, RULES),
    row("event_report",            EVENT,    &[],     "/api/{storeCode}/points/transfer"),
    row("level_create",                LEVEL,    SPECIAL, LEVELS),
    row("level_update",                LEVEL,    SPECIAL, LEVELS),
    row("segment_create",              SEGMENT,  CRITERION, "/api/{storeCode}/segment"),
    row("segment_update",              SEGMENT,  CRITERION, "/api/{storeCode}/segment/{segment}"),
    row("campaign_create",             CAMPAIGN, PERIOD,  "/api/{storeCode}/campaign"),
    row("campaign_update",             CAMPAIGN, PERIOD,  "/api/{storeCode}/campaign/{campaign}"),
    row("pos_create",                  POS,      &[],     "/api/{storeCode}/pos"),
    row("pos_update",                  POS,      &[],     "/api/{storeCode}/pos"),
    row("seller_register",             SELLER,   &["seller[plainPassword]"], "/api/{storeCode}/seller"),
    row("seller_update",               SELLER,   &[],     "/api/{storeCode}/seller"),
    row("role_create",                 ROLE,     GRANT,   "/api/{storeCode}/admin/acl/role"),
    row("role_update",                 ROLE,     GRANT,   "/api/{storeCode}/admin/acl/role"),
    row("store_create",                NEW_STORE,   &[],     "/api/admin/store"),
    row("store_update",                STORE,    &[],     "/api/admin/store/{store}"),
    row("settings_update",             SETTINGS, COUPLED, "/api/{storeCode}/settings"),
    row("webhook_create",              WEBHOOK,  HEADER,  "/api/{storeCode}/admin/webhook"),
    row("webhook_update",              WEBHOOK,  TARGET,  "/api/{storeCode}/admin/webhook"),
    row("webhook_replay",              REPLAY,   &[],     "/api/{storeCode}/admin/webhook"),
    row("customer_push",               PUSH,     &[],     "/api/{storeCode}/admin/webhook"),
    row("key_create",                  KEY,      &["key[permissions][0][resource]", "key[permissions][0][access]"], "/api/admin/key"),
];

/// Operations that take single parameters; `bodies` and `secrets` try them.
pub const BARE: [&str; 36] = [
    // Of customers for themselves: routes/ tries these.
    "geolocation_earn",
    "qrcode_earn",
    // What they take must have been given before: routes/ and worker/ try these.
    "store_move_time",
    "points_spend",
    "points_spend_at_pos",
    "points_give",
    "points_give_as_customer",
    "transaction_assign",
    "transaction_assign_as_customer",
    "transaction_assign_at_pos",
    "transaction_labels_replace",
    "transaction_labels_append",
    "admin_sign_in",
    "admin_sign_in_in_store",
    "seller_sign_in",
    "customer_sign_in",
    "session_refresh",
    "session_refresh_in_store",
    "customer_resend_code",
    "invitation_create",
    "password_reset_request",
    "password_reset_request_as_customer",
    "password_reset",
    "password_reset_as_customer",
    "password_change_as_admin",
    "password_change_as_customer",
    "password_change_as_seller",
    "customer_assign_level",
    "customer_assign_pos",
    "customer_assign_pos_as_seller",
    "level_activate",
    "earning_rule_activate",
    "segment_activate",
    "campaign_activate",
    "campaign_buy",
    "campaign_use",
];

const fn row(
    operation: &'static str,
    fields: &'static [(&'static str, &'static str)],
    required: &'static [&'static str],
    witness: &'static str,
) -> Row {
    Row { operation, fields, required, witness }
}

impl Row {
    /// A body of exactly the documented fields, new in what must be unique.
    pub fn pairs(&self, documented: &[String], place: &Place) -> Pairs {
        let value = |name: &String| {
            let row = self.fields.iter().find(|(it, _)| it == name);
            row.unwrap_or_else(|| panic!("{}: no value for {name}", self.operation)).1
        };
        documented.iter().map(|it| (it.clone(), self.filled(value(it), place))).collect()
    }

    fn filled(&self, value: &str, place: &Place) -> String {
        match value {
            "<email>" => an_email(),
            "<code>" if self.operation == "store_update" => place.store.code.clone(),
            "<unique>" | "<code>" => unique(),
            "<phone>" => {
                let digits: String = unique().chars().filter(char::is_ascii_digit).collect();
                format!("7{digits:0>14}")[..15].to_owned()
            }
            "<customer>" => place.customer.clone(),
            "<level>" => place.level.clone(),
            "<segment>" => place.segment.clone(),
            "<pos>" => place.pos.clone(),
            "<seller>" => place.seller.id.clone(),
            other => other.to_owned(),
        }
    }
}
