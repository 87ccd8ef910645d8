//! infra-io
