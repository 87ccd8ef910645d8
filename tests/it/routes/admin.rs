//! `admin/…`, and the paths without a store

mod key;
mod role;
mod store;
