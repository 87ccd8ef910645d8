//! Fixtures shared by every integration test.

pub mod client;
pub mod codes;
pub mod databases;
pub mod jobs;
pub mod mail;
pub mod patience;
pub mod pictures;
pub mod receiver;
pub mod server;
pub mod world;
