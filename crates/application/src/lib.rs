//! Use-cases over ports. Knows the domain; knows no database, no HTTP.

pub mod cx;
pub mod error;
pub mod ports;
