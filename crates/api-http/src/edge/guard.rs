//! Work that must end: in time, and without taking the connection with it when it panics.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use application::error::Error;
use futures_util::FutureExt;
use poem::endpoint::BoxEndpoint;
use poem::{Endpoint, Request, Response};

use crate::errors::Failure;

#[derive(Debug, thiserror::Error)]
enum Ended {
    #[error("the request took too long")]
    Late,
    // What a panic says may quote the request, so it is not repeated here.
    #[error("the operation panicked")]
    Panicked,
}

pub(super) async fn within<T>(
    patience: Duration,
    work: impl Future<Output = poem::Result<T>>,
) -> poem::Result<T> {
    let work = AssertUnwindSafe(work).catch_unwind();
    let ended = match tokio::time::timeout(patience, work).await {
        Ok(Ok(result)) => return result,
        Ok(Err(_)) => Error::Internal(Box::new(Ended::Panicked)),
        Err(_) => Error::Unavailable(Box::new(Ended::Late)),
    };
    Err(Failure::from(ended).into())
}

/// An operation behind [`within`].
pub(super) struct Guarded {
    pub(super) operation: BoxEndpoint<'static>,
    pub(super) patience: Duration,
}

impl Endpoint for Guarded {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        within(self.patience, self.operation.call(request)).await
    }
}
