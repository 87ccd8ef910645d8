//! One binary.

#[macro_use]
mod laws;
mod reads;
mod architecture;
mod authz_matrix;
mod openapi;
mod permissions;
mod sessions;
