//! The sections of the documentation.

use poem_openapi::Tags;

#[derive(Tags)]
pub(crate) enum Tag {
    /// Signing in, staying signed in, signing out.
    Sessions,
    /// Passwords that are changed or forgotten.
    Passwords,
    /// Members of the programme.
    Customers,
    /// Customers who ask others to join.
    Invitations,
    /// What customers get, spend and give.
    Points,
    /// Sales and returns.
    Transactions,
    /// Rules that grant points.
    EarningRules,
    /// Tiers.
    Levels,
    /// Groups of customers with something in common.
    Segments,
    /// Rewards that points buy.
    Campaigns,
    /// Points of sale.
    Pos,
    /// The merchant's people at the till.
    Sellers,
    /// Roles of administrators.
    Roles,
    /// Tenants of the installation.
    Stores,
    /// Permanent keys for machines.
    Keys,
    /// What a programme decides for itself.
    Settings,
    /// Who did what.
    Audit,
    /// Jobs, messages and webhooks.
    Operation,
}
