//! Sales and returns (behaviour 3.16).

mod draft;
mod sums;

pub(crate) use self::draft::labels as label_list;
pub use self::draft::{
    AssignDraft, AssignTerms, BuyerDraft, DataDraft, ItemDraft, LabelDraft, NO_RETURNS,
    TransactionDraft, TransactionTerms, check_labels,
};
pub use self::sums::{Revised, Sums, points_to_revoke};

use crate::Timestamp;
use crate::amount::Amount;
use crate::customer::Address;
use crate::ids::{CustomerId, PosId, TransactionId};
use crate::label::Label;

/// One line of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub sku: String,
    pub name: String,
    pub quantity: i64,
    /// Of the whole line: the quantity is in it already (behaviour 3.16.6).
    pub gross: Amount,
    pub category: String,
    pub maker: Option<String>,
    pub labels: Vec<Label>,
}

/// A document of a shop: a sale, or a return of one (behaviour 3.16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    pub id: TransactionId,
    /// Unique within the store, compared to the letter.
    pub number: String,
    pub kind: Kind,
    /// May lie in the future (behaviour 3.25.4).
    pub purchased_at: Timestamp,
    pub place: Option<String>,
    pub pos: Option<PosId>,
    /// Whose it is; `None` while nobody is known to have bought it.
    pub customer: Option<CustomerId>,
    pub buyer: Buyer,
    pub items: Vec<Item>,
    pub labels: Vec<Label>,
    /// As they were when it was registered.
    pub exclusions: Exclusions,
    pub sums: Sums,
    pub registered_at: Timestamp,
    /// Changes so far; zero for one that was never saved.
    pub version: i64,
}

/// `documentType` of the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Sale,
    /// `revised`: the number of the sale that comes back, where it is known.
    Return {
        revised: Option<String>,
    },
}

/// Who bought, as the till wrote it down. A snapshot: it does not follow the customer's profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Buyer {
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub nip: Option<String>,
    pub card: Option<String>,
    pub address: Option<Address>,
}

impl Transaction {
    pub fn is_return(&self) -> bool {
        matches!(self.kind, Kind::Return { .. })
    }

    /// The number of the sale that a return takes back.
    pub fn revised_number(&self) -> Option<&str> {
        match &self.kind {
            Kind::Return { revised } => revised.as_deref(),
            Kind::Sale => None,
        }
    }
}

/// What does not count for some purposes: the programme's lists as they were when the document was
/// registered (behaviour 3.16.6).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exclusions {
    /// SKUs that are delivery costs.
    pub delivery_skus: Vec<String>,
    pub level_skus: Vec<String>,
    pub level_categories: Vec<String>,
}
