//! Logs, to standard error.

use std::io::{self, IsTerminal};
use std::panic::PanicHookInfo;

use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};
use crate::failure::Failure;

/// Starts logging. To be called once.
pub fn start(log: &Log) -> Result<(), Failure> {
    // Migrations say what they do where it matters: when they fail.
    let filter = EnvFilter::try_new(format!("{},{}", infra_db::QUIETER, log.level))
        .map_err(|error| Failure::LogLevel(Box::new(error)))?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match log.format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
    std::panic::set_hook(Box::new(note_panic));
    Ok(())
}

/// A panic's text can hold what somebody sent; its place cannot.
fn note_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "panicked");
}
