//! One binary.

#[macro_use]
mod laws;
mod reads;
