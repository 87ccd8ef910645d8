//! The repositories of a unit of work, one file a port.

mod accounts;
mod admins;
mod audit;
mod campaigns;
mod codes;
mod customers;
mod endpoints;
mod imports;
mod invitations;
mod jobs;
mod keys;
mod levels;
mod logins;
mod outbox;
mod pos;
mod purchases;
mod roles;
mod rules;
mod segments;
mod sellers;
mod sessions;
mod stores;
