//! infra-db
