//! Every operation for every kind of caller (behaviour 1.5, decision 16). The table is written
//! from the specification, not from `domain::policy`: the two must agree.

mod cast;
mod engine;
mod requests;
mod tokens;
mod trial;

use std::collections::BTreeSet;

use laurel_tests::server::{Engine, every_engine};
use serde_json::Value;

use self::trial::Trial;

/// What a cell expects of a call that is sound in itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    /// 2xx
    Yes,
    /// 401
    Who,
    /// 403
    No,
    /// 400 or 404: let in, and then refused for what the call names: a code that nobody was sent,
    /// or the password of somebody else.
    In,
}

use Cell::{In as IN, No as NO, Who as WHO, Yes as YES};

/// The columns of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Caller {
    /// No credential at all.
    Nobody,
    /// An administrator with the master role.
    Master,
    /// An administrator who may look at everything and change nothing.
    Viewer,
    /// An administrator whose role is about something else.
    Stranger,
    /// A seller of the path's store; where a seller is addressed by a GET, that very seller.
    Seller,
    /// A customer of the path's store; where a customer is addressed, that very customer.
    Own,
    /// Another customer of the path's store.
    Other,
    /// A seller and a customer of another store.
    Abroad,
    /// Deactivated, expired and forged tokens.
    Dead,
}

const COLUMNS: [Caller; 9] = {
    use Caller as C;
    [C::Nobody, C::Master, C::Viewer, C::Stranger, C::Seller, C::Own, C::Other, C::Abroad, C::Dead]
};

#[rustfmt::skip]
const TABLE: &[(&str, [Cell; 9])] = &[
    //                                 nobody master viewer stranger seller own  other abroad dead
    ("admin_sign_in",                 [YES,   YES,   YES,   YES,     YES,   YES, YES,  YES,   YES]),
    ("admin_sign_in_in_store",        [YES,   YES,   YES,   YES,     YES,   YES, YES,  YES,   YES]),
    ("seller_sign_in",                [YES,   YES,   YES,   YES,     YES,   YES, YES,  YES,   YES]),
    ("customer_sign_in",              [YES,   YES,   YES,   YES,     YES,   YES, YES,  YES,   YES]),
    ("session_refresh",               [YES,   YES,   YES,   YES,     YES,   YES, YES,  YES,   YES]),
    ("session_refresh_in_store",      [YES,   YES,   YES,   YES,     YES,   YES, YES,  YES,   YES]),

    ("password_reset_request",        [YES,   YES,   YES,   YES,     YES,   YES, YES,  YES,   YES]),
    ("password_reset_request_as_customer",
                                      [YES,   YES,   YES,   YES,     YES,   YES, YES,  YES,   YES]),
    ("password_reset",                [IN,    IN,    IN,    IN,      IN,    IN,  IN,   IN,    IN]),
    ("password_reset_as_customer",    [IN,    IN,    IN,    IN,      IN,    IN,  IN,   IN,    IN]),
    // The viewer's password is another one.
    ("password_change_as_admin",      [WHO,   YES,   IN,    YES,     YES,   YES, YES,  NO,    WHO]),
    ("password_change_as_customer",   [WHO,   YES,   IN,    YES,     YES,   YES, YES,  NO,    WHO]),
    ("password_change_as_seller",     [WHO,   YES,   IN,    YES,     YES,   YES, YES,  NO,    WHO]),

    ("customer_check",                [YES,   YES,   YES,   YES,     YES,   YES, YES,  YES,   YES]),
    ("customer_self_register",        [YES,   YES,   YES,   YES,     YES,   YES, YES,  YES,   YES]),
    ("customer_activate_by_token",    [IN,    IN,    IN,    IN,      IN,    IN,  IN,   IN,    IN]),
    ("customer_activate_by_code",     [IN,    IN,    IN,    IN,      IN,    IN,  IN,   IN,    IN]),
    ("customer_resend_code",          [IN,    IN,    IN,    IN,      IN,    IN,  IN,   IN,    IN]),
    ("customer_list",                 [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_list_as_admin",        [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_search",               [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_details",              [WHO,   YES,   YES,   NO,      YES,   YES, NO,   NO,    WHO]),
    ("customer_register",             [WHO,   YES,   NO,    NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_register_as_seller",   [WHO,   YES,   NO,    NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_register_as_admin",    [WHO,   YES,   NO,    NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_import",               [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("customer_update",               [WHO,   YES,   NO,    NO,      YES,   YES, NO,   NO,    WHO]),
    ("customer_activate",             [WHO,   YES,   NO,    NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_activate_as_seller",   [WHO,   YES,   NO,    NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_deactivate",           [WHO,   YES,   NO,    NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_deactivate_as_seller", [WHO,   YES,   NO,    NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_send_code",            [WHO,   YES,   NO,    NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_send_code_as_seller",  [WHO,   YES,   NO,    NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_assign_level",         [WHO,   YES,   NO,    NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_remove_manual_level",  [WHO,   YES,   NO,    NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_assign_pos",           [WHO,   YES,   NO,    NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_assign_pos_as_seller", [WHO,   YES,   NO,    NO,      YES,   NO,  NO,   NO,    WHO]),
    ("customer_confirm_change",       [WHO,   NO,    NO,    NO,      NO,    IN,  IN,   NO,    WHO]),
    ("customer_delete",               [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("customer_anonymize",            [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("customer_history",              [WHO,   YES,   YES,   NO,      YES,   YES, NO,   NO,    WHO]),
    ("customer_registrations",        [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("customer_avatar",               [WHO,   YES,   YES,   NO,      YES,   YES, NO,   NO,    WHO]),
    ("customer_set_avatar",           [WHO,   YES,   NO,    NO,      YES,   YES, NO,   NO,    WHO]),
    ("customer_remove_avatar",        [WHO,   YES,   NO,    NO,      YES,   YES, NO,   NO,    WHO]),
    ("customer_pushy_tokens",         [WHO,   YES,   YES,   NO,      YES,   YES, NO,   NO,    WHO]),
    ("customer_add_pushy_token",      [WHO,   YES,   NO,    NO,      YES,   YES, NO,   NO,    WHO]),
    ("customer_remove_pushy_token",   [WHO,   YES,   NO,    NO,      YES,   YES, NO,   NO,    WHO]),

    ("customer_status",               [WHO,   YES,   YES,   NO,      YES,   YES, NO,   NO,    WHO]),
    ("customer_status_as_admin",      [WHO,   YES,   YES,   NO,      YES,   YES, NO,   NO,    WHO]),
    ("customer_status_as_seller",     [WHO,   YES,   YES,   NO,      YES,   YES, NO,   NO,    WHO]),
    ("customer_status_short",         [WHO,   YES,   YES,   NO,      YES,   YES, NO,   NO,    WHO]),
    ("customer_status_explain",         [WHO,   YES,   YES,   NO,      YES,   YES, NO,   NO,    WHO]),
    ("customer_status_explain_as_admin", [WHO,   YES,   YES,   NO,      YES,   YES, NO,   NO,    WHO]),
    ("customer_status_explain_as_seller", [WHO,   YES,   YES,   NO,      YES,   YES, NO,   NO,    WHO]),

    ("transfer_list",                 [WHO,   YES,   YES,   NO,      YES,   YES, YES,  NO,    WHO]),
    ("transfer_list_as_seller",       [WHO,   YES,   YES,   NO,      YES,   YES, YES,  NO,    WHO]),
    ("transfer_list_as_customer",     [WHO,   YES,   YES,   NO,      YES,   YES, YES,  NO,    WHO]),
    // This seller was not allowed to: see routes/points.rs for one who was.
    ("points_add",                    [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("points_add_at_pos",             [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("points_spend",                  [WHO,   IN,    NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("points_spend_at_pos",           [WHO,   IN,    NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("points_give",                   [WHO,   IN,    NO,    NO,      NO,    IN,  IN,   NO,    WHO]),
    ("points_give_as_customer",       [WHO,   IN,    NO,    NO,      NO,    IN,  IN,   NO,    WHO]),
    ("transfer_cancel",               [WHO,   IN,    NO,    NO,      NO,    NO,  NO,   NO,    WHO]),

    ("transaction_list",              [WHO,   YES,   YES,   NO,      YES,   YES, YES,  NO,    WHO]),
    ("transaction_list_as_seller",    [WHO,   YES,   YES,   NO,      YES,   YES, YES,  NO,    WHO]),
    ("transaction_list_as_customer",  [WHO,   YES,   YES,   NO,      YES,   YES, YES,  NO,    WHO]),
    ("transaction_list_of_customer",  [WHO,   YES,   YES,   NO,      YES,   YES, NO,   NO,    WHO]),
    ("transaction_details",           [WHO,   IN,    IN,    NO,      IN,    IN,  IN,   NO,    WHO]),
    ("transaction_details_as_customer", [WHO,   IN,    IN,    NO,      IN,    IN,  IN,   NO,    WHO]),
    ("transaction_create",            [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("transaction_import",            [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("transaction_assign",            [WHO,   IN,    NO,    NO,      IN,    IN,  IN,   NO,    WHO]),
    ("transaction_assign_as_customer", [WHO,   IN,    NO,    NO,      IN,    IN,  IN,   NO,    WHO]),
    ("transaction_assign_at_pos",     [WHO,   IN,    NO,    NO,      IN,    IN,  IN,   NO,    WHO]),
    ("transaction_labels_replace",    [WHO,   IN,    NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("transaction_labels_append",     [WHO,   NO,    NO,    NO,      NO,    IN,  IN,   NO,    WHO]),

    ("earning_rule_list",             [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("earning_rule_details",          [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("earning_rule_create",           [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("earning_rule_update",           [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("earning_rule_activate",         [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("event_report",                  [WHO,   YES,   NO,    NO,      YES,   NO,  NO,   NO,    WHO]),
    ("geolocation_earn",              [WHO,   NO,    NO,    NO,      NO,    YES, YES,  NO,    WHO]),
    ("qrcode_earn",                   [WHO,   NO,    NO,    NO,      NO,    YES, YES,  NO,    WHO]),
    ("earning_rule_delete",           [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),

    ("invitation_list",               [WHO,   YES,   YES,   YES,     NO,    NO,  NO,   NO,    WHO]),
    ("invitation_create",             [WHO,   NO,    NO,    NO,      NO,    YES, YES,  NO,    WHO]),

    ("level_list",                    [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("level_list_as_seller",          [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("level_list_active",             [WHO,   YES,   YES,   NO,      YES,   YES, YES,  NO,    WHO]),
    ("level_details",                 [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("level_details_as_seller",       [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("level_customers",               [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("level_create",                  [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("level_update",                  [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("level_activate",                [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),

    ("segment_list",                  [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("segment_details",               [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("segment_customers",             [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("segment_create",                [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("segment_update",                [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("segment_activate",              [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("segment_delete",                [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),

    ("campaign_list",                 [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("campaign_details",              [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("campaign_create",               [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("campaign_update",               [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("campaign_activate",             [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("campaign_list_active",          [WHO,   YES,   YES,   NO,      YES,   YES, YES,  NO,    WHO]),
    ("campaign_purchases",            [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("campaign_bought",               [WHO,   YES,   YES,   NO,      YES,   YES, YES,  NO,    WHO]),
    // Staff names nobody, customers may not spend here: see routes/campaign.rs.
    ("campaign_buy",                  [WHO,   IN,    NO,    NO,      IN,    IN,  IN,   NO,    WHO]),
    ("campaign_use",                  [WHO,   IN,    NO,    NO,      IN,    IN,  IN,   NO,    WHO]),

    ("pos_list",                      [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("pos_list_as_seller",            [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("pos_details",                   [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("pos_details_as_seller",         [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("pos_details_by_identifier",     [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("pos_create",                    [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("pos_update",                    [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),

    ("seller_list",                   [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("seller_details",                [WHO,   YES,   YES,   NO,      YES,   NO,  NO,   NO,    WHO]),
    ("seller_register",               [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("seller_update",                 [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("seller_activate",               [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("seller_deactivate",             [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("seller_delete",                 [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),

    ("role_list",                     [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("role_details",                  [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("role_create",                   [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("role_update",                   [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("role_delete",                   [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("resource_list",                 [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("access_list",                   [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),

    ("settings_details",              [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("settings_update",               [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("customer_statuses",             [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("activation_method",             [YES,   YES,   YES,   YES,     YES,   YES, YES,  YES,   YES]),
    ("settings_css",                  [YES,   YES,   YES,   YES,     YES,   YES, YES,  YES,   YES]),
    ("settings_choices",              [YES,   YES,   YES,   YES,     YES,   YES, YES,  YES,   YES]),
    ("audit_log_list",                [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),

    ("store_list",                    [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("store_details",                 [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("store_create",                  [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("store_update",                  [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("store_move_time",               [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("key_list",                      [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("key_create",                    [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("key_delete",                    [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),

    ("job_list",                      [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("job_details",                   [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("job_replay",                    [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("job_delete",                    [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("message_list",                  [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("customer_push",                 [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("webhook_list",                  [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("webhook_details",               [WHO,   YES,   YES,   NO,      NO,    NO,  NO,   NO,    WHO]),
    ("webhook_create",                [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("webhook_update",                [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("webhook_delete",                [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("webhook_rotate_secret",         [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
    ("webhook_replay",                [WHO,   YES,   NO,    NO,      NO,    NO,  NO,   NO,    WHO]),
];

/// Signing out: last, because whoever has called it is gone.
#[rustfmt::skip]
const SIGN_OUT: (&str, [Cell; 9]) =
    ("session_revoke",                [WHO,   YES,   YES,   YES,     YES,   YES, YES,  NO,    WHO]);

struct Operation {
    id: String,
    method: String,
    path: String,
}

#[test]
fn every_operation_has_a_row() {
    let offered: BTreeSet<_> = operations().into_iter().map(|it| it.id).collect();
    let judged: BTreeSet<_> = rows().map(|(id, _)| id.to_owned()).collect();
    assert_eq!(offered, judged);
    assert_eq!(rows().count(), judged.len(), "an operation has one row");
}

#[tokio::test]
async fn on_sqlite_every_caller_reaches_what_it_may_and_nothing_else() {
    try_everything(Engine::Sqlite).await;
}

#[tokio::test]
async fn on_postgres_every_caller_reaches_what_it_may_and_nothing_else() {
    if every_engine().contains(&Engine::Postgres) {
        try_everything(Engine::Postgres).await;
    }
}

async fn try_everything(engine: Engine) {
    let deviations = Trial::on(engine).await.deviations().await;
    assert!(deviations.is_empty(), "{deviations:#?}");
}

fn rows() -> impl Iterator<Item = (&'static str, [Cell; 9])> {
    TABLE.iter().copied().chain([SIGN_OUT])
}

fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&api_http::openapi_json()).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, body) in item.as_object().unwrap() {
            let id = body["operationId"].as_str().unwrap().to_owned();
            found.push(Operation { id, method: method.to_uppercase(), path: path.clone() });
        }
    }
    found
}

fn expected(cell: Cell) -> &'static [u16] {
    match cell {
        Cell::Yes => &[200, 204],
        Cell::Who => &[401],
        Cell::No => &[403],
        Cell::In => &[400, 404],
    }
}
