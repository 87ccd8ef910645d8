//! Members of the programme.

mod answers;
mod avatar;
mod changes;
mod codes;
mod devices;
mod dto;
mod explain;
mod forms;
mod imports;
mod query;
mod reads;
mod registrations;
mod reports;
mod scroll;
mod standing;
mod status;

pub(crate) use self::avatar::CustomerAvatarApi;
pub(crate) use self::changes::CustomerChangesApi;
pub(crate) use self::codes::CustomerCodesApi;
pub(crate) use self::devices::CustomerDevicesApi;
pub(crate) use self::explain::CustomerExplainApi;
pub(crate) use self::imports::CustomerImportApi;
pub(crate) use self::query::PARAMETERS as LIST_PARAMETERS;
pub(crate) use self::reads::{CHECK as CHECK_PARAMETERS, CustomerReadsApi};
pub(crate) use self::registrations::CustomerRegistrationsApi;
pub(crate) use self::reports::{
    CustomerReportsApi, HISTORY as HISTORY_PARAMETERS, STATISTICS as STATISTICS_PARAMETERS,
};
pub(crate) use self::standing::CustomerStandingApi;
pub(crate) use self::status::CustomerStatusApi;
