//! One binary.

#[macro_use]
mod laws;
mod architecture;
mod authz_matrix;
mod bad_input;
mod bucket;
mod documented_calls;
mod engine;
mod erasure;
mod files;
mod openapi;
mod permissions;
mod reads;
mod routes;
mod sessions;
mod walk;
mod worker;
