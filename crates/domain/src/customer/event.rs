//! What happens to a customer, in the past tense (behaviour 7.6.3).

use crate::Timestamp;
use crate::amount::Amount;
use crate::ids::{CampaignId, LevelId, PosId, SellerId, TransactionId};

/// Carries ids and level names only: never personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CustomerEvent {
    Registered,
    AccountAssigned,
    MovedToLevel {
        level: Option<LevelId>,
        /// In the store's default locale, as it was then.
        level_name: Option<String>,
        old_level: Option<LevelId>,
        cause: MoveCause,
    },
    /// A recalculation run came by (behaviour 3.10.5).
    LevelRecalculated(Timestamp),
    /// A purchase was found to be this customer's (behaviour 3.16.5).
    TransactionAssigned {
        id: TransactionId,
        number: String,
        gross: Amount,
        is_return: bool,
        /// The number of the sale that a return takes back.
        revised: Option<String>,
    },
    /// A reward became this customer's.
    CampaignBought {
        campaign: CampaignId,
        /// As it was then.
        name: String,
        cost: Amount,
        coupon: String,
    },
    /// A reward was used, or that was taken back.
    CampaignUsed {
        campaign: CampaignId,
        coupon: String,
        used: bool,
    },
    DetailsUpdated,
    AddressUpdated,
    CompanyUpdated,
    CardUpdated,
    PosAssigned(PosId),
    SellerAssigned(SellerId),
    Activated,
    Deactivated,
    AvatarSet,
    AvatarRemoved,
    Anonymized,
    Deleted,
}

/// Why a level changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoveCause {
    /// Everybody begins somewhere (behaviour 3.9.13).
    Start,
    /// Somebody said so (behaviour 3.9.10).
    ByHand,
    /// Somebody took back what was said (behaviour 3.9.12).
    HandRemoved,
    /// The customer's purchases or points (behaviour 3.9.8, 3.9.9).
    Automatic { upgrade: bool },
}

/// The value of a variable in the history (behaviour 7.6.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Variable {
    Text(String),
    Flag(bool),
    /// Shown with at least one decimal.
    Number(Amount),
    /// Shown by the programme's clocks.
    Moment(Timestamp),
}

/// What the history keeps and does not show (behaviour 7.6.3).
pub const UNSHOWN: [&str; 2] = ["AssignedAccountToCustomer", "AccountWasCreated"];

impl CustomerEvent {
    /// The name in the history.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Registered => "CustomerWasRegistered",
            Self::AccountAssigned => "AssignedAccountToCustomer",
            Self::MovedToLevel { .. } => "CustomerWasMovedToLevel",
            Self::LevelRecalculated(_) => "CustomerLevelWasRecalculated",
            Self::TransactionAssigned { .. } => "AssignedTransactionToCustomer",
            Self::CampaignBought { .. } => "CampaignWasBoughtByCustomer",
            Self::CampaignUsed { .. } => "CampaignUsageWasChanged",
            Self::DetailsUpdated => "CustomerDetailsWereUpdated",
            Self::AddressUpdated => "CustomerAddressWasUpdated",
            Self::CompanyUpdated => "CustomerCompanyDetailsWereUpdated",
            Self::CardUpdated => "CustomerLoyaltyCardNumberWasUpdated",
            Self::PosAssigned(_) => "PosWasAssignedToCustomer",
            Self::SellerAssigned(_) => "SellerWasAssignedToCustomer",
            Self::Activated => "CustomerWasActivated",
            Self::Deactivated => "CustomerWasDeactivated",
            Self::AvatarSet => "CustomerAvatarWasSet",
            Self::AvatarRemoved => "CustomerAvatarWasRemoved",
            Self::Anonymized => "CustomerWasAnonymized",
            Self::Deleted => "CustomerWasDeleted",
        }
    }

    /// Its variables, in order; `None` is written as a key without a value.
    pub fn variables(&self) -> Vec<(&'static str, Option<Variable>)> {
        let id = |id: String| Some(Variable::Text(id));
        match self {
            Self::MovedToLevel { level, level_name, old_level, cause } => vec![
                ("levelId", level.and_then(|it| id(it.to_string()))),
                ("levelName", level_name.clone().map(Variable::Text)),
                ("oldLevelId", old_level.and_then(|it| id(it.to_string()))),
                ("manually", Some(Variable::Flag(*cause == MoveCause::ByHand))),
            ],
            Self::LevelRecalculated(at) => vec![("date", Some(Variable::Moment(*at)))],
            Self::TransactionAssigned { id: transaction, number, gross, is_return, revised } => {
                vec![
                    ("transactionId", id(transaction.to_string())),
                    ("documentNumber", id(number.clone())),
                    ("grossValue", Some(Variable::Number(*gross))),
                    ("isReturn", Some(Variable::Flag(*is_return))),
                    ("revisedDocument", revised.clone().map(Variable::Text)),
                ]
            }
            Self::CampaignBought { campaign, name, cost, coupon } => vec![
                ("campaignId", id(campaign.to_string())),
                ("campaignName", id(name.clone())),
                ("costInPoints", Some(Variable::Number(*cost))),
                ("coupon", id(coupon.clone())),
            ],
            Self::CampaignUsed { campaign, coupon, used } => vec![
                ("campaignId", id(campaign.to_string())),
                ("coupon", id(coupon.clone())),
                ("used", Some(Variable::Flag(*used))),
            ],
            Self::PosAssigned(pos) => vec![("posId", id(pos.to_string()))],
            Self::SellerAssigned(seller) => vec![("sellerId", id(seller.to_string()))],
            Self::Registered
            | Self::AccountAssigned
            | Self::DetailsUpdated
            | Self::AddressUpdated
            | Self::CompanyUpdated
            | Self::CardUpdated
            | Self::Activated
            | Self::Deactivated
            | Self::AvatarSet
            | Self::AvatarRemoved
            | Self::Anonymized
            | Self::Deleted => vec![],
        }
    }
}
