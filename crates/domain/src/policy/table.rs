//! The policy itself: one row an action.

use super::{Action, Grant, Need, Row};
use crate::access::{Access, Resource};

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
pub const TABLE: [Row; 69] = {
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
        // Whatever an operator's own program saw a customer do.
        row(A::EventReport,          modify(R::EarningRule), Any,  Never, Never),
        // A customer shows where it is, or what it scanned.
        row(A::EventEarn,            Need::Never,           Never, Any,   Never),
        row(A::SegmentView,          view(R::Segment),      Any,   Never, Never),
        row(A::SegmentManage,        modify(R::Segment),    Never, Never, Never),
        row(A::CampaignView,         view(R::RewardCampaign), Any, Never, Never),
        row(A::CampaignListActive,   view(R::RewardCampaign), Any, Any,   Never),
        row(A::CampaignManage,       modify(R::RewardCampaign), Never, Never, Never),
        // A customer buys for itself, and uses what it bought.
        row(A::CampaignBuy,          modify(R::RewardCampaign), Any, Own, Never),
        row(A::CampaignUse,          modify(R::RewardCampaign), Any, Own, Never),
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
