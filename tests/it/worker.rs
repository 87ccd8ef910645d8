//! What happens after a call: events reach those who listen, whatever happens to the workers.

mod crowd;
mod deliveries;
mod rows;
mod sandbox;
mod stop;

pub use self::deliveries::SETTINGS;
