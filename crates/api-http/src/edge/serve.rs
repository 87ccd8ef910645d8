//! The server loop: what poem's own lacks. HTTP/1.1 only; TLS belongs to the reverse proxy.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use poem::http::uri::Scheme;
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Addr, Endpoint};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

use super::App;

/// What one connection, and all of them, may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From the first byte of a request, or the end of the one before, to the end of its headers.
    pub header_timeout: Duration,
    pub connections: usize,
    /// How long requests under way may go on after the shutdown.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header_timeout: Duration::from_secs(10),
            connections: 4096,
            grace: Duration::from_secs(10),
        }
    }
}

/// How long to leave a listener alone that is out of file descriptors.
const BACK_OFF: Duration = Duration::from_millis(50);

/// Serves until `shutdown` ends, then lets what is under way finish.
pub async fn serve(
    listener: TcpListener,
    app: App,
    limits: Limits,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let mut server = Server::new(&listener, app, limits)?;
    tokio::select! {
        () = shutdown => {}
        () = server.accept(&listener) => {}
    }
    server.app.draining.store(true, Ordering::Relaxed);
    drop(listener);
    server.drain(limits.grace).await;
    Ok(())
}

struct Server {
    app: App,
    local: LocalAddr,
    http: http1::Builder,
    slots: Arc<Semaphore>,
    graceful: GracefulShutdown,
    connections: JoinSet<()>,
}

impl Server {
    fn new(listener: &TcpListener, app: App, limits: Limits) -> io::Result<Self> {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(limits.header_timeout)
            .max_buf_size(64 * 1024);
        Ok(Self {
            app,
            local: LocalAddr(Addr::SocketAddr(listener.local_addr()?)),
            http,
            slots: Arc::new(Semaphore::new(limits.connections)),
            graceful: GracefulShutdown::new(),
            connections: JoinSet::new(),
        })
    }

    async fn accept(&mut self, listener: &TcpListener) {
        // The semaphore is never closed, so this ends only with the future itself.
        while let Ok(slot) = self.slots.clone().acquire_owned().await {
            match listener.accept().await {
                Ok((socket, peer)) => self.take(socket, peer, slot),
                Err(error) => {
                    tracing::warn!(%error, "a connection cannot be accepted");
                    tokio::time::sleep(BACK_OFF).await;
                }
            }
            while self.connections.try_join_next().is_some() {}
        }
    }

    fn take(&mut self, socket: TcpStream, peer: SocketAddr, slot: OwnedSemaphorePermit) {
        if socket.set_nodelay(true).is_err() {
            return;
        }
        let (app, local) = (self.app.clone(), self.local.clone());
        let remote = RemoteAddr(Addr::SocketAddr(peer));
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let (app, local, remote) = (app.clone(), local.clone(), remote.clone());
            async move {
                let request = (request, local, remote, Scheme::HTTP).into();
                Ok::<_, Infallible>(app.get_response(request).await.into())
            }
        });
        let connection = self.http.serve_connection(TokioIo::new(socket), service);
        let connection = self.graceful.watch(connection);
        self.connections.spawn(async move {
            let _slot = slot;
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }

    async fn drain(mut self, grace: Duration) {
        if tokio::time::timeout(grace, self.graceful.shutdown()).await.is_err() {
            tracing::warn!("the grace period is over, connections are cut");
            self.connections.shutdown().await;
        }
    }
}

#[cfg(test)]
mod tests;
