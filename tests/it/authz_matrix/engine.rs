//! Sound forms of points, purchases and rewards.

use laurel_tests::world::Person;

use super::Operation;

/// More points than all additions of the matrix together.
const SPENT: &str = "1000000";

/// A rule as small as can be.
pub(super) const A_RULE: &[(&str, &str)] = &[("[type]", "points"), ("[pointValue]", "1")];

/// The forms of points, purchases and rewards.
pub(super) fn engine_form<'a>(
    operation: &Operation,
    member: &'a Person,
    email: &'a str,
    name: &'a str,
) -> Vec<(&'a str, &'a str)> {
    match operation.id.as_str() {
        "points_add" | "points_add_at_pos" => {
            vec![("transfer[customer]", &member.id), ("transfer[points]", "1")]
        }
        "points_spend" | "points_spend_at_pos" => {
            vec![("transfer[customer]", &member.id), ("transfer[points]", SPENT)]
        }
        "points_give" => vec![
            ("transfer[sender]", &member.id),
            ("transfer[receiver]", &member.email),
            ("transfer[points]", "1"),
        ],
        "points_give_as_customer" => {
            vec![("transfer[receiver]", email), ("transfer[points]", "1")]
        }
        "transaction_create" => vec![
            ("transaction[transactionData][documentNumber]", name),
            ("transaction[transactionData][purchaseDate]", "2022-01-01"),
            ("transaction[customerData][name]", "A"),
        ],
        "transaction_assign" | "transaction_assign_as_customer" | "transaction_assign_at_pos" => {
            vec![("assign[transactionDocumentNumber]", name)]
        }
        "earning_rule_create" => vec![
            ("earningRule[name]", "A"),
            ("earningRule[type]", "instant_reward"),
            ("earningRule[allTimeActive]", "1"),
        ],
        "earning_rule_update" => vec![("earningRule[name]", "B")],
        "event_report" => vec![("event[name]", name)],
        "geolocation_earn" => {
            vec![("earningRule[latitude]", "50"), ("earningRule[longitude]", "15")]
        }
        "qrcode_earn" => vec![("earningRule[code]", name)],
        "earning_rule_activate" => vec![("active", "1")],
        "transaction_labels_append" => vec![("append[transactionDocumentNumber]", name)],
        "segment_create" | "segment_update" => vec![
            ("segment[name]", "A"),
            ("segment[parts][0][criteria][0][type]", "customer_list"),
            ("segment[parts][0][criteria][0][customers][0]", &member.id),
        ],
        "campaign_create" | "campaign_update" => {
            vec![("campaign[name]", "A"), ("campaign[costInPoints]", "1")]
        }
        "campaign_use" => vec![("couponId", "00000000-0000-0000-0000-000000000000"), ("used", "1")],
        _ => vec![],
    }
}
