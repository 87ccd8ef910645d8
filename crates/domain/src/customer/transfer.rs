//! A member who comes from another installation.

use super::{Customer, CustomerEvent, CustomerState};

impl Customer {
    /// Somebody who was a member in another installation, with its id, its dates and its version.
    /// The history begins anew here, with the registration.
    pub fn transferred(state: CustomerState) -> Self {
        let events = vec![(state.created_at, CustomerEvent::Registered)];
        Self { state, read_version: 0, events }
    }
}
