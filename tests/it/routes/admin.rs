//! `admin/…`, and the paths without a store

mod customer;
mod job;
mod key;
mod message;
mod role;
mod store;
mod transaction;
mod webhook;
