//! Who may do what: one table, read top to bottom (behaviour 1.5).

use crate::access::{Access, Resource, Rights};
use crate::ids::{AdminId, CustomerId, SellerId};

/// Who is calling, as far as the rules care.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    Anonymous,
    /// An administrator, or a permanent key with its scopes.
    Admin(AdminId, Rights),
    Seller(SellerId),
    Customer(CustomerId),
}

/// What the caller wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    SignIn,
    SessionRefresh,
    SessionRevoke,
    StoreList,
    StoreManage,
    RoleView,
    RoleManage,
    KeyView,
    KeyManage,
    SellerList,
    SellerView,
    SellerManage,
    PosView,
    PosManage,
    LevelView,
    LevelListActive,
    LevelManage,
    CustomerList,
    CustomerSearch,
    CustomerView,
    CustomerStatus,
    CustomerCheck,
    CustomerSelfRegister,
    CustomerRegister,
    CustomerEdit,
    CustomerActivate,
    CustomerAssignLevel,
    CustomerAssignPos,
    CustomerDelete,
    CustomerAnonymize,
    CustomerSendCode,
    CustomerResendCode,
    CustomerActivateByCode,
    CustomerConfirmChange,
    CustomerStatistics,
    CustomerImport,
    CustomerNotify,
    PointsList,
    PointsChange,
    PointsGive,
    PointsCancel,
    TransactionView,
    TransactionManage,
    TransactionAssign,
    TransactionAppendLabels,
    RuleView,
    RuleManage,
    PasswordChange,
    PasswordReset,
    InvitationList,
    InvitationCreate,
    SettingsView,
    SettingsManage,
    SettingsPublic,
    WebhookView,
    WebhookManage,
    JobView,
    JobManage,
    MessageView,
    AuditView,
}

/// What an administrator needs for an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Nothing,
    Has(Resource, Access),
    /// One of the two will do.
    Either(Resource, Resource, Access),
    /// No administrator may.
    Never,
}

/// How far the grant of another caller reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    Any,
    /// Only what is the caller's own.
    Own,
    Never,
}

/// The table's answer for one caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    /// Yes for the caller's own record, no for any other.
    OnlyOwn,
    No,
}

/// One row: what each kind of caller needs or gets.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub action: Action,
    pub admin: Need,
    pub seller: Grant,
    pub customer: Grant,
    pub anonymous: Grant,
}

const fn row(action: Action, admin: Need, seller: Grant, customer: Grant, anonymous: Grant) -> Row {
    Row { action, admin, seller, customer, anonymous }
}

const fn view(resource: Resource) -> Need {
    Need::Has(resource, Access::View)
}

const fn modify(resource: Resource) -> Need {
    Need::Has(resource, Access::Modify)
}

const fn either(one: Resource, other: Resource) -> Need {
    Need::Either(one, other, Access::View)
}

/// The policy.
#[rustfmt::skip]
pub const TABLE: [Row; 60] = {
    use Action as A;
    use Grant::{Any, Never, Own};
    use Resource as R;
    [
        //  action                   admin                 seller customer anonymous
        row(A::SignIn,               Need::Nothing,         Any,   Any,   Any),
        row(A::SessionRefresh,       Need::Nothing,         Any,   Any,   Any),
        row(A::SessionRevoke,        Need::Nothing,         Any,   Any,   Never),
        row(A::StoreList,            view(R::Settings),     Never, Never, Never),
        row(A::StoreManage,          modify(R::Settings),   Never, Never, Never),
        row(A::RoleView,             view(R::Acl),          Never, Never, Never),
        row(A::RoleManage,           modify(R::Acl),        Never, Never, Never),
        row(A::KeyView,              view(R::Admin),        Never, Never, Never),
        row(A::KeyManage,            modify(R::Admin),      Never, Never, Never),
        row(A::SellerList,           view(R::Seller),       Never, Never, Never),
        row(A::SellerView,           view(R::Seller),       Own,   Never, Never),
        row(A::SellerManage,         modify(R::Seller),     Never, Never, Never),
        row(A::PosView,              view(R::Pos),          Any,   Never, Never),
        row(A::PosManage,            modify(R::Pos),        Never, Never, Never),
        row(A::LevelView,            view(R::Level),        Any,   Never, Never),
        row(A::LevelListActive,      view(R::Level),        Any,   Any,   Never),
        row(A::LevelManage,          modify(R::Level),      Never, Never, Never),
        row(A::CustomerList,         view(R::Customer),     Any,   Never, Never),
        row(A::CustomerSearch,       view(R::Customer),     Any,   Never, Never),
        row(A::CustomerView,         view(R::Customer),     Any,   Own,   Never),
        row(A::CustomerStatus,       view(R::Customer),     Any,   Own,   Never),
        row(A::CustomerCheck,        Need::Nothing,         Any,   Any,   Any),
        row(A::CustomerSelfRegister, Need::Nothing,         Any,   Any,   Any),
        row(A::CustomerRegister,     modify(R::Customer),   Any,   Never, Never),
        row(A::CustomerEdit,         modify(R::Customer),   Any,   Own,   Never),
        row(A::CustomerActivate,     modify(R::Customer),   Any,   Never, Never),
        row(A::CustomerAssignLevel,  modify(R::Customer),   Any,   Never, Never),
        row(A::CustomerAssignPos,    modify(R::Customer),   Any,   Never, Never),
        row(A::CustomerDelete,       modify(R::Customer),   Never, Never, Never),
        row(A::CustomerAnonymize,    modify(R::Customer),   Never, Never, Never),
        row(A::CustomerSendCode,     modify(R::Customer),   Any,   Never, Never),
        row(A::CustomerResendCode,   Need::Nothing,         Any,   Any,   Any),
        row(A::CustomerActivateByCode, Need::Nothing,       Any,   Any,   Any),
        row(A::CustomerConfirmChange, Need::Never,          Never, Any,   Never),
        row(A::CustomerStatistics,   either(R::Customer, R::Analytics), Never, Never, Never),
        row(A::CustomerImport,       modify(R::Customer),   Never, Never, Never),
        row(A::CustomerNotify,       modify(R::Customer),   Never, Never, Never),
        row(A::PointsList,           view(R::PointTransfer), Any,  Own,   Never),
        // Of sellers those who were allowed to.
        row(A::PointsChange,         modify(R::PointTransfer), Any, Never, Never),
        // A customer gives its own.
        row(A::PointsGive,           modify(R::PointTransfer), Never, Any, Never),
        row(A::PointsCancel,         modify(R::PointTransfer), Never, Never, Never),
        row(A::TransactionView,      view(R::Transaction),  Any,   Own,   Never),
        row(A::TransactionManage,    modify(R::Transaction), Never, Never, Never),
        // A customer takes a purchase as its own.
        row(A::TransactionAssign,    modify(R::Transaction), Any,  Any,   Never),
        row(A::TransactionAppendLabels, Need::Never,        Never, Any,   Never),
        row(A::RuleView,             view(R::EarningRule),  Never, Never, Never),
        row(A::RuleManage,           modify(R::EarningRule), Never, Never, Never),
        row(A::PasswordChange,       Need::Nothing,         Any,   Any,   Never),
        row(A::PasswordReset,        Need::Nothing,         Any,   Any,   Any),
        row(A::InvitationList,       Need::Nothing,         Never, Never, Never),
        row(A::InvitationCreate,     Need::Never,           Never, Any,   Never),
        row(A::SettingsView,         view(R::Settings),     Never, Never, Never),
        row(A::SettingsManage,       modify(R::Settings),   Never, Never, Never),
        row(A::SettingsPublic,       Need::Nothing,         Any,   Any,   Any),
        row(A::WebhookView,          view(R::Settings),     Never, Never, Never),
        row(A::WebhookManage,        modify(R::Settings),   Never, Never, Never),
        row(A::JobView,              view(R::Settings),     Never, Never, Never),
        row(A::JobManage,            modify(R::Settings),   Never, Never, Never),
        row(A::MessageView,          modify(R::Settings),   Never, Never, Never),
        row(A::AuditView,            view(R::Audit),        Never, Never, Never),
    ]
};

impl Action {
    /// This action's row of the table.
    pub fn row(self) -> &'static Row {
        let found = TABLE.iter().find(|row| row.action == self);
        found.expect("every action has a row: a test counts them")
    }
}

/// The policy's answer for `actor`.
pub fn ask(actor: &Actor, action: Action) -> Answer {
    let row = action.row();
    let grant = match actor {
        Actor::Admin(_, rights) => {
            return match row.admin {
                Need::Nothing => Answer::Yes,
                Need::Has(resource, access) if rights.cover(resource, access) => Answer::Yes,
                Need::Either(one, other, access)
                    if rights.cover(one, access) || rights.cover(other, access) =>
                {
                    Answer::Yes
                }
                Need::Has(..) | Need::Either(..) | Need::Never => Answer::No,
            };
        }
        Actor::Seller(_) => row.seller,
        Actor::Customer(_) => row.customer,
        Actor::Anonymous => row.anonymous,
    };
    match grant {
        Grant::Any => Answer::Yes,
        Grant::Own => Answer::OnlyOwn,
        Grant::Never => Answer::No,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_action_has_exactly_one_row() {
        let actions: HashSet<_> = TABLE.iter().map(|row| row.action).collect();
        assert_eq!(actions.len(), TABLE.len());
        assert_eq!(Action::AuditView as usize + 1, TABLE.len());
    }

    #[test]
    fn view_only_administrators_read_and_do_not_write() {
        let reporter = Actor::Admin(AdminId(Uuid::nil()), Rights::everywhere(Access::View));
        assert_eq!(ask(&reporter, Action::CustomerView), Answer::Yes);
        assert_eq!(ask(&reporter, Action::CustomerEdit), Answer::No);
    }

    #[test]
    fn customers_reach_their_own_record_only() {
        let john = Actor::Customer(CustomerId(Uuid::nil()));
        assert_eq!(ask(&john, Action::CustomerView), Answer::OnlyOwn);
        assert_eq!(ask(&john, Action::CustomerList), Answer::No);
        assert_eq!(ask(&john, Action::CustomerCheck), Answer::Yes);
    }

    #[test]
    fn nobody_without_a_token_reaches_protected_things() {
        let open: Vec<_> =
            TABLE.iter().filter(|it| it.anonymous != Grant::Never).map(|it| it.action).collect();
        assert_eq!(
            open,
            [
                Action::SignIn,
                Action::SessionRefresh,
                Action::CustomerCheck,
                Action::CustomerSelfRegister,
                Action::CustomerResendCode,
                Action::CustomerActivateByCode,
                Action::PasswordReset,
                Action::SettingsPublic,
            ]
        );
    }
}
