//! What happens to a customer, in the past tense (behaviour 7.6.3).

use crate::ids::{LevelId, PosId, SellerId};

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
        manually: bool,
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

/// The value of a variable in the history (behaviour 7.6.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Variable {
    Text(String),
    Flag(bool),
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
            Self::MovedToLevel { level, level_name, old_level, manually } => vec![
                ("levelId", level.and_then(|it| id(it.to_string()))),
                ("levelName", level_name.clone().map(Variable::Text)),
                ("oldLevelId", old_level.and_then(|it| id(it.to_string()))),
                ("manually", Some(Variable::Flag(*manually))),
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
