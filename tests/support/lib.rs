//! Fixtures shared by every integration test.

pub mod databases;
