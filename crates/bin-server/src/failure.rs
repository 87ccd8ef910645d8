//! What can end the program, said in one line.

use std::error::Error;
use std::io;
use std::net::SocketAddr;

use application::ports::StorageError;
use infra_db::OpenError;
use infra_io::{BadBlobs, BadGateway, BadMail, BadTemplates, KeyringError};

use crate::config::BadConfig;

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line asks for something that cannot be.
    #[error("{0}")]
    Usage(&'static str),
    #[error("{0}")]
    Refused(String),
    #[error("rows that failed: {0}")]
    RowsFailed(u64),
    #[error(transparent)]
    Config(#[from] BadConfig),
    #[error("bad log.level")]
    LogLevel(#[source] Box<dyn Error + Send + Sync>),
    #[error(transparent)]
    Keys(#[from] KeyringError),
    #[error(transparent)]
    Files(#[from] BadBlobs),
    #[cfg(not(feature = "s3"))]
    #[error(
        "files.kind is s3, but this laurel was built without it: build it with \
         `cargo build --release --features s3`, or set files.kind to folder"
    )]
    WithoutBuckets,
    #[error(transparent)]
    Templates(#[from] BadTemplates),
    #[error(transparent)]
    Mail(#[from] BadMail),
    #[error(transparent)]
    Gateway(#[from] BadGateway),
    #[error("cannot open the database {0}")]
    Database(String, #[source] OpenError),
    #[error("cannot bring the database up to date")]
    Migrate(#[source] StorageError),
    #[error("cannot recompute balances and totals")]
    Verify(#[source] StorageError),
    #[error("balances or totals that differ: {0}")]
    Differences(usize),
    #[error("cannot close the database")]
    Close(#[source] StorageError),
    #[error("cannot listen on {0}")]
    Listen(SocketAddr, #[source] io::Error),
    #[error("cannot wait for signals")]
    Signals(#[source] io::Error),
    #[error("cannot read or write")]
    Io(#[from] io::Error),
    #[error(transparent)]
    Application(#[from] application::error::Error),
}

impl Failure {
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            _ => 1,
        }
    }
}

/// An error and its causes, in one line. A cause that only repeats is left out.
pub fn chain(error: &(dyn Error + 'static)) -> String {
    let mut said = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !said.ends_with(&text) {
            said.push_str(": ");
            said.push_str(&text);
        }
        next = cause.source();
    }
    said.replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_said_with_its_causes_in_one_line() {
        let address = "127.0.0.1:80".parse().unwrap();
        let taken = io::Error::new(io::ErrorKind::AddrInUse, "Address already\nin use");
        let said = chain(&Failure::Listen(address, taken));
        assert_eq!(said, "cannot listen on 127.0.0.1:80: Address already in use");
        assert_eq!(Failure::Usage("x").exit_code(), 2);
        assert_eq!(Failure::Refused(String::new()).exit_code(), 1);
    }
}
