//! Use-cases over ports. Knows the domain; knows no database, no HTTP.

pub mod admins;
pub mod audit;
pub mod backlog;
mod codes;
pub mod customers;
pub mod cx;
pub mod demo;
pub mod error;
pub mod invitations;
pub mod jobs;
pub mod keys;
pub mod levels;
pub mod messages;
pub mod passwords;
pub mod patience;
pub mod permissions;
pub mod ports;
pub mod pos;
pub mod roles;
pub mod sellers;
pub mod settings;
pub mod sign_in;
pub mod stores;
pub mod webhooks;

#[cfg(test)]
pub(crate) mod fixtures;
