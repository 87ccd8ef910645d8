//! Questions a read model understands.

use domain::Timestamp;
use domain::amount::Amount;
use domain::ids::{AuditId, CustomerId, PosId};
use domain::invitation::InvitationStatus;

/// `<customer>` in a path: an id, or else a loyalty card number (behaviour 0.1.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerRef {
    /// Set when the text reads as an id; tried first.
    pub id: Option<CustomerId>,
    pub card: String,
}

impl CustomerRef {
    pub fn parse(raw: &str) -> Self {
        // No stored text has control characters, and PostgreSQL takes no NUL: ask for another.
        Self { id: CustomerId::parse(raw), card: raw.replace('\0', "\u{1}") }
    }
}

impl From<CustomerId> for CustomerRef {
    fn from(id: CustomerId) -> Self {
        Self { id: Some(id), card: id.to_string() }
    }
}

/// A slice of a list: skip `offset`, show at most `limit`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub offset: u64,
    pub limit: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    Asc,
    #[default]
    Desc,
}

/// Inclusive limits; either may be missing (behaviour 3.17.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Between<T> {
    pub from: Option<T>,
    pub to: Option<T>,
}

impl<T> Default for Between<T> {
    fn default() -> Self {
        Self { from: None, to: None }
    }
}

/// A condition on labels: one label must meet all of its parts, exactly (behaviour 7.8.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelCondition {
    pub key: Option<String>,
    pub value: Option<String>,
}

/// Which customers to list. Conditions combine with AND; deleted customers never match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerFilter {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub loyalty_card: Option<String>,
    /// Matches either.
    pub email_or_phone: Option<String>,
    /// Texts must be equal (names and e-mail without regard to case, phones without regard to a
    /// leading `+`) instead of containing the filter without regard to case.
    pub strict: bool,
    pub transactions_amount: Between<Amount>,
    pub average_transaction_amount: Between<Amount>,
    pub transactions_count: Between<i64>,
    /// Only customers whose last transaction is at this time or later.
    pub last_transaction_since: Option<Timestamp>,
    pub updated_since: Option<Timestamp>,
    pub labels: Vec<LabelCondition>,
    pub manual_level_only: bool,
}

impl CustomerFilter {
    /// Whether every customer matches.
    pub fn is_empty(&self) -> bool {
        Self { strict: false, ..self.clone() } == Self::default()
    }
}

/// What a customer list can be sorted by (behaviour 3.17.9). Texts sort without regard to case,
/// missing values last in both directions, ties by customer id in the same direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SortField {
    CustomerId,
    FirstName,
    LastName,
    Email,
    Phone,
    LoyaltyCardNumber,
    CreatedAt,
    UpdatedAt,
    BirthDate,
    Active,
    LevelId,
    TransactionsCount,
    TransactionsAmount,
    TransactionsAmountWithoutDeliveryCosts,
    AverageTransactionAmount,
    LastTransactionDate,
}

/// The value a row was sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SortValue {
    /// The row has none: it stands among the last.
    Missing,
    Text(String),
    Number(i64),
    Id(uuid::Uuid),
}

/// Where a scroll stands: right after this row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortPosition {
    pub value: SortValue,
    pub id: CustomerId,
}

/// Which part of the sorted matches to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Window {
    Page(Page),
    After { position: SortPosition, limit: u64 },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerQuery {
    pub filter: CustomerFilter,
    pub sort: SortField,
    pub direction: Direction,
    pub window: Window,
}

/// A search at the till (behaviour A34): every given part must be contained, without regard to
/// case. Sorted by last name, then first name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TillSearch {
    pub loyalty_card: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub city: Option<String>,
    pub postcode: Option<String>,
}

/// A POS by id or by its human identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PosRef {
    Id(PosId),
    Identifier(String),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PosSort {
    #[default]
    Name,
    Identifier,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PosQuery {
    pub sort: PosSort,
    pub direction: Direction,
    pub page: Page,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LevelSort {
    #[default]
    ConditionValue,
    RewardValue,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelQuery {
    pub sort: LevelSort,
    pub direction: Direction,
    pub page: Page,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SellerSort {
    FirstName,
    #[default]
    LastName,
    Email,
}

/// Which sellers to list: every given part must be contained, without regard to case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SellerQuery {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub sort: SellerSort,
    pub direction: Direction,
    pub page: Page,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InvitationSort {
    #[default]
    Referrer,
    Invitation,
    Status,
}

/// Which invitations to list (behaviour B9). Texts must be contained, or equal when `strict`, both
/// without regard to case; names are first and last name with a space between.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvitationQuery {
    pub referrer: Option<CustomerId>,
    pub referrer_email: Option<String>,
    pub referrer_name: Option<String>,
    pub recipient: Option<CustomerId>,
    pub recipient_email: Option<String>,
    pub recipient_phone: Option<String>,
    pub recipient_name: Option<String>,
    pub status: Option<InvitationStatus>,
    pub strict: bool,
    pub sort: InvitationSort,
    pub direction: Direction,
    pub page: Page,
}

/// Which lines of the audit log to list: every given part must be equal. Newest first
/// (behaviour 5.5.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditQuery {
    pub id: Option<AuditId>,
    pub event_type: Option<String>,
    pub entity_type: Option<String>,
    pub entity_id: Option<String>,
    pub username: Option<String>,
    pub at: Between<Timestamp>,
    pub page: Page,
}

impl AuditQuery {
    /// The whole log.
    pub fn all(page: Page) -> Self {
        Self {
            id: None,
            event_type: None,
            entity_type: None,
            entity_id: None,
            username: None,
            at: Between::default(),
            page,
        }
    }
}
