//! The HTTP edge: poem is the router, poem-openapi the contract, the rest of the edge is ours.

mod audit;
mod body;
mod call;
mod campaigns;
mod customers;
mod documentation;
mod edge;
mod errors;
mod events;
mod imports;
mod invitations;
mod jobs;
mod keys;
mod levels;
mod messages;
mod operations;
mod passwords;
mod points;
mod pos;
mod queries;
mod roles;
mod rules;
mod segments;
mod sellers;
mod sessions;
mod settings;
mod stores;
mod tags;
mod transactions;
mod webhooks;
mod wire;

use std::sync::Arc;

use application::cx::Ports;

use crate::audit::AuditApi;
use crate::campaigns::{CampaignSalesApi, CampaignsApi};
use crate::customers::{
    CustomerAvatarApi, CustomerChangesApi, CustomerCodesApi, CustomerDevicesApi,
    CustomerExplainApi, CustomerImportApi, CustomerReadsApi, CustomerRegistrationsApi,
    CustomerReportsApi, CustomerStandingApi, CustomerStatusApi,
};
use crate::events::EventsApi;
use crate::invitations::InvitationsApi;
use crate::jobs::JobsApi;
use crate::keys::KeysApi;
use crate::levels::{LevelChangesApi, LevelReadsApi};
use crate::messages::MessagesApi;
use crate::passwords::PasswordsApi;
use crate::points::{PointsChangesApi, PointsReadsApi};
use crate::pos::PosApi;
use crate::roles::RolesApi;
use crate::rules::{RuleChangesApi, RuleReadsApi};
use crate::segments::SegmentsApi;
use crate::sellers::SellersApi;
use crate::sessions::{InstallationSessionsApi, SessionsApi};
use crate::settings::{PublicSettingsApi, SettingsApi};
use crate::stores::StoresApi;
use crate::transactions::{TransactionChangesApi, TransactionImportApi, TransactionReadsApi};
use crate::webhooks::WebhooksApi;

pub use self::edge::{App, BadNetwork, Budget, Budgets, Limits, Network, Options, Version, serve};

/// Who comes in.
type Entrance = (InstallationSessionsApi, SessionsApi, PasswordsApi);

/// Members, from registration to erasure.
type Customers = (
    CustomerReadsApi,
    CustomerRegistrationsApi,
    CustomerChangesApi,
    CustomerStatusApi,
    CustomerCodesApi,
    InvitationsApi,
    CustomerImportApi,
);

/// What is shown and kept of a member beside its profile.
type Keepsakes = (CustomerReportsApi, CustomerDevicesApi, CustomerAvatarApi);

/// What members earn and spend.
type Engine = (
    CustomerStandingApi,
    CustomerExplainApi,
    PointsReadsApi,
    PointsChangesApi,
    TransactionReadsApi,
    TransactionChangesApi,
    RuleReadsApi,
    RuleChangesApi,
    EventsApi,
    TransactionImportApi,
);

/// Who belongs together, and what points buy.
type Rewards = (SegmentsApi, CampaignsApi, CampaignSalesApi);

/// What a programme consists of.
type Programme =
    (LevelReadsApi, LevelChangesApi, PosApi, SellersApi, SettingsApi, PublicSettingsApi);

/// What operators manage.
type Operation = (RolesApi, StoresApi, KeysApi, AuditApi);

/// What goes out, and what is still to be done.
type Outgoing = (JobsApi, MessagesApi, WebhooksApi);

/// Everything in the contract.
type Apis = (Entrance, Customers, Keepsakes, Engine, Rewards, Programme, Operation, Outgoing);

const fn apis() -> Apis {
    (
        (InstallationSessionsApi, SessionsApi, PasswordsApi),
        (
            CustomerReadsApi,
            CustomerRegistrationsApi,
            CustomerChangesApi,
            CustomerStatusApi,
            CustomerCodesApi,
            InvitationsApi,
            CustomerImportApi,
        ),
        (CustomerReportsApi, CustomerDevicesApi, CustomerAvatarApi),
        (
            CustomerStandingApi,
            CustomerExplainApi,
            PointsReadsApi,
            PointsChangesApi,
            TransactionReadsApi,
            TransactionChangesApi,
            RuleReadsApi,
            RuleChangesApi,
            EventsApi,
            TransactionImportApi,
        ),
        (SegmentsApi, CampaignsApi, CampaignSalesApi),
        (LevelReadsApi, LevelChangesApi, PosApi, SellersApi, SettingsApi, PublicSettingsApi),
        (RolesApi, StoresApi, KeysApi, AuditApi),
        (JobsApi, MessagesApi, WebhooksApi),
    )
}

/// The whole program as one endpoint.
pub fn app(ports: Arc<Ports>, options: Options) -> App {
    App::new(apis(), ports, options)
}

/// The contract, as checked in.
pub fn openapi_yaml() -> String {
    documentation::service::<Apis>().spec_yaml()
}

/// The contract for programs.
pub fn openapi_json() -> String {
    documentation::service::<Apis>().spec()
}

#[cfg(test)]
mod fakes;
