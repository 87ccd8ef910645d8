//! Typed identifiers, one line each.

use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Reads the usual text form; `None` for anything else.
            pub fn parse(raw: &str) -> Option<Self> {
                // 36 characters with hyphens only: the wire knows no other spelling.
                (raw.len() == 36).then(|| Uuid::try_parse(raw).ok()).flatten().map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// A member of the programme (behaviour 2.0).
    CustomerId,
    /// A tier (behaviour 3.9.1).
    LevelId,
    /// A special reward of a level (behaviour 3.9.1).
    SpecialRewardId,
    /// A point of sale (behaviour 3.23).
    PosId,
    /// A merchant's employee (behaviour 3.24).
    SellerId,
    /// An administrator account (behaviour 1.1).
    AdminId,
    /// An ACL role (behaviour 1.4).
    RoleId,
    /// A signed-in session: ends all of its tokens at once when it goes (decision 9).
    SessionId,
    /// A permanent key (decision 11).
    KeyId,
    /// A line of the audit log (behaviour 5.5).
    AuditId,
    /// Something that happened, as told to the outside (behaviour 5.1).
    EventId,
    /// Something that is still to be done.
    JobId,
    /// Where a store's events are delivered (behaviour 5.1).
    EndpointId,
    /// One customer's invitation of somebody else (behaviour B10).
    InvitationId,
    /// One movement of points as the wire shows it: an addition or a spend (behaviour 3.12.2).
    TransferId,
    /// A sale or a return (behaviour 3.16).
    TransactionId,
    /// A rule that grants points (behaviour 3.14).
    RuleId,
    /// A reward that points buy (behaviour 2.0).
    CampaignId,
    /// One code of a campaign, or the one that all of its buyers get (behaviour 2.0).
    CouponId,
    /// A reward that somebody has (behaviour 2.0).
    RewardId,
    /// A group of customers with something in common (behaviour 3.15).
    SegmentId,
}
