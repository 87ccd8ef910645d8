//! Settings of a programme, and what everybody may know of them (behaviour 4, C6).

mod api;
mod dto;
mod forms;
mod public;

pub(crate) use self::api::SettingsApi;
pub(crate) use self::dto::as_json;
pub(crate) use self::public::PublicSettingsApi;
