//! Use-cases over ports. Knows the domain; knows no database, no HTTP.

pub mod admins;
pub mod audit;
pub mod backlog;
pub mod campaigns;
mod codes;
pub mod customers;
pub mod cx;
pub mod demo;
mod earning;
pub mod error;
pub mod events;
pub mod invitations;
pub mod jobs;
pub mod keys;
pub mod levels;
pub mod messages;
mod notices;
mod passing;
pub mod passwords;
pub mod patience;
pub mod permissions;
pub mod points;
pub mod ports;
pub mod pos;
pub mod roles;
pub mod rows;
pub mod rules;
pub mod segments;
pub mod sellers;
pub mod settings;
pub mod sign_in;
pub mod stores;
pub mod transactions;
pub mod webhooks;

#[cfg(test)]
pub(crate) mod fixtures;
