//! The customer aggregate: who it is, where it stands, and the events its commands leave.

mod avatar;
mod draft;
mod erasure;
mod event;
mod placing;
mod profile;
mod purchases;
mod rewards;
mod transfer;

pub use self::avatar::{Avatar, PushToken};
pub use self::draft::{AddressDraft, CompanyDraft, CustomerDraft, FormRules, References};
pub use self::event::{CustomerEvent, MoveCause, UNSHOWN, Variable};
pub use self::profile::{Address, Agreements, Changes, Company, Entry, Gender, Profile};

use crate::Timestamp;
use crate::amount::Amount;
use crate::ids::{CustomerId, LevelId, PosId, SellerId};
use crate::level::Level;
use crate::locale::Locale;

/// Where a customer stands (behaviour 3.1). An active customer's card state is always `no-card`
/// (behaviour 3.1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    New,
    Active,
    Blocked,
    /// The person is gone; the row stays for the ledger (behaviour 7.7).
    Deleted,
}

/// The level a customer is on, and how it got there (behaviour 3.9.10, 3.9.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    Earned(LevelId),
    Manual(LevelId),
}

impl Placement {
    pub fn level(self) -> LevelId {
        match self {
            Self::Earned(id) | Self::Manual(id) => id,
        }
    }
}

/// Running totals over the customer's transactions (behaviour 3.16.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub count: i64,
    pub amount: Amount,
    pub amount_without_delivery: Amount,
    pub excluded_for_level: Amount,
    pub last_transaction: Option<Timestamp>,
}

impl Totals {
    /// Amount by count; zero without transactions.
    pub fn average(&self) -> Amount {
        self.amount.average_over(self.count)
    }
}

/// Everything that is stored of a customer. Plain data: [`Customer`] guards it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerState {
    pub id: CustomerId,
    pub status: Status,
    pub profile: Profile,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub placement: Option<Placement>,
    pub pos: Option<PosId>,
    pub seller: Option<SellerId>,
    pub totals: Totals,
    pub last_level_recalculation: Option<Timestamp>,
    pub avatar: Option<Avatar>,
    /// Devices of the Pushy service, in the order they came (behaviour 3.22).
    pub push_tokens: Vec<PushToken>,
    /// The person is gone and the member stays, for good (behaviour 7.3.6).
    pub anonymized: bool,
    /// The newsletter was rewarded, or could have been: it is once in a lifetime (behaviour
    /// 3.2.6). Never shown.
    pub newsletter_used: bool,
    /// Events recorded so far (behaviour 3.25.3 shows one less).
    pub version: i64,
}

/// A refused command. Displays as the wire's message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CustomerRefusal {
    #[error("Customer is not assigned to level manually")]
    NoManualLevel,
    #[error("Customer is anonymized")]
    Anonymized,
}

/// Agreements that a change turned over: the number (1 to 3) and the new value.
pub type AgreementChanges = Vec<(u8, bool)>;

/// One member of a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    state: CustomerState,
    /// The version that was read; a save is refused when the stored row has moved on.
    read_version: i64,
    events: Vec<(Timestamp, CustomerEvent)>,
}

impl Customer {
    /// A new member: status `new`, on the start level, if there is one (behaviour 3.2.4,
    /// steps 1 to 6). `created_at` may lie in the past or the future.
    pub fn register(
        id: CustomerId,
        profile: Profile,
        created_at: Timestamp,
        start: Option<&Level>,
        locale: &Locale,
        now: Timestamp,
    ) -> Self {
        let state = CustomerState {
            id,
            status: Status::New,
            profile,
            created_at,
            updated_at: now,
            placement: None,
            pos: None,
            seller: None,
            totals: Totals::default(),
            last_level_recalculation: None,
            avatar: None,
            push_tokens: vec![],
            anonymized: false,
            newsletter_used: false,
            version: 0,
        };
        let mut customer = Self { state, read_version: 0, events: vec![] };
        customer.record(now, CustomerEvent::Registered);
        customer.record(now, CustomerEvent::AccountAssigned);
        if let Some(level) = start {
            let place = Some((level, Placement::Earned(level.id)));
            customer.place(place, MoveCause::Start, locale, now);
        }
        let profile = &customer.state.profile;
        let stored = [
            (profile.address.is_some(), CustomerEvent::AddressUpdated),
            (profile.company.is_some(), CustomerEvent::CompanyUpdated),
            (profile.loyalty_card != Entry::NeverGiven, CustomerEvent::CardUpdated),
        ];
        for (_, event) in stored.into_iter().filter(|(given, _)| *given) {
            customer.record(now, event);
        }
        customer
    }

    /// Rebuild from storage. Not a command: it records nothing.
    pub fn restore(state: CustomerState) -> Self {
        Self { read_version: state.version, state, events: vec![] }
    }

    pub fn state(&self) -> &CustomerState {
        &self.state
    }

    pub fn id(&self) -> CustomerId {
        self.state.id
    }

    /// The version that storage must still hold for a save to be accepted; zero for a new one.
    pub fn read_version(&self) -> i64 {
        self.read_version
    }

    /// Lets a member collect and sign in, whatever its status was (behaviour A1). Nobody comes
    /// back from being anonymized (behaviour 7.3.4).
    pub fn activate(&mut self, now: Timestamp) -> Result<(), CustomerRefusal> {
        self.must_be_somebody()?;
        self.state.status = Status::Active;
        self.state.updated_at = now;
        self.record(now, CustomerEvent::Activated);
        Ok(())
    }

    /// Blocks a member, whatever its status was (behaviour A2).
    pub fn deactivate(&mut self, now: Timestamp) {
        self.state.status = Status::Blocked;
        self.state.updated_at = now;
        self.record(now, CustomerEvent::Deactivated);
    }

    /// Applies a profile update (behaviour 3.6) and tells which agreements turned over.
    pub fn update(
        &mut self,
        changes: Changes,
        now: Timestamp,
    ) -> Result<AgreementChanges, CustomerRefusal> {
        self.must_be_somebody()?;
        self.state.updated_at = now;
        self.record(now, CustomerEvent::DetailsUpdated);
        let stored = [
            (changes.address.is_some(), CustomerEvent::AddressUpdated),
            (changes.company.is_some(), CustomerEvent::CompanyUpdated),
            (changes.loyalty_card.is_some(), CustomerEvent::CardUpdated),
        ];
        for (_, event) in stored.into_iter().filter(|(changed, _)| *changed) {
            self.record(now, event);
        }
        let before = self.state.profile.agreements;
        self.state.profile.apply(changes);
        Ok(before.turned_over(self.state.profile.agreements))
    }

    /// Whether the agreement to the newsletter is there for the first time (behaviour 3.2.6). It
    /// follows on another command, whose save keeps it.
    pub fn subscribe(&mut self) -> bool {
        let Agreements([_, newsletter, _]) = self.state.profile.agreements;
        let is_new = newsletter && !self.state.newsletter_used;
        self.state.newsletter_used |= newsletter;
        is_new
    }

    /// Replaces the POS (behaviour A20).
    pub fn assign_pos(&mut self, pos: PosId, now: Timestamp) {
        self.state.pos = Some(pos);
        self.state.updated_at = now;
        self.record(now, CustomerEvent::PosAssigned(pos));
    }

    /// Replaces the seller who looks after this member.
    pub fn assign_seller(&mut self, seller: SellerId, now: Timestamp) {
        self.state.seller = Some(seller);
        self.state.updated_at = now;
        self.record(now, CustomerEvent::SellerAssigned(seller));
    }

    /// What happened since it was read, oldest first.
    pub fn events(&self) -> impl Iterator<Item = &CustomerEvent> {
        self.events.iter().map(|(_, event)| event)
    }

    /// Hands the pending events to whoever persists them, exactly once.
    pub fn take_events(&mut self) -> Vec<(Timestamp, CustomerEvent)> {
        std::mem::take(&mut self.events)
    }

    fn record(&mut self, now: Timestamp, event: CustomerEvent) {
        self.state.version += 1;
        self.events.push((now, event));
    }
}

#[cfg(test)]
mod tests;
