//! Fixtures shared by every integration test.
