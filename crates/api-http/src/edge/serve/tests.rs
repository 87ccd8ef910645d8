//! The server loop over real sockets.

use std::collections::HashMap;
use std::sync::Arc;

use poem::EndpointExt;
use poem::endpoint::{BoxEndpoint, make};
use poem::http::Method;
use poem_openapi::OpenApi;
use poem_openapi::registry::{MetaApi, Registry};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

use super::*;
use crate::edge::Options;
use crate::fakes;

/// `/slow` says that it began and answers when it may.
#[derive(Clone, Default)]
struct Routes {
    began: Arc<Notify>,
    may_end: Arc<Notify>,
}

impl OpenApi for Routes {
    fn meta() -> Vec<MetaApi> {
        Vec::new()
    }

    fn register(_: &mut Registry) {}

    fn add_routes(self, table: &mut HashMap<String, HashMap<Method, BoxEndpoint<'static>>>) {
        let slow = make(move |_| {
            let Self { began, may_end } = self.clone();
            async move {
                began.notify_one();
                may_end.notified().await;
                "done"
            }
        });
        let slow = slow.map_to_response().boxed();
        table.entry("/slow".to_owned()).or_default().insert(Method::GET, slow);
    }
}

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<io::Result<()>>,
}

async fn start(routes: Routes, limits: Limits) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = App::new(routes, fakes::ports().0, Options::default());
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async move { stopped.await.unwrap_or(()) };
    let server = tokio::spawn(serve(listener, app, limits, shutdown));
    Running { address, stop, server }
}

async fn ask(address: SocketAddr, request: &str) -> TcpStream {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(request.as_bytes()).await.unwrap();
    socket
}

async fn rest(mut socket: TcpStream) -> String {
    let mut text = String::new();
    socket.read_to_string(&mut text).await.unwrap();
    text
}

#[tokio::test]
async fn a_client_that_never_ends_its_headers_is_dropped() {
    let limits = Limits { header_timeout: Duration::from_millis(20), ..Limits::default() };
    let running = start(Routes::default(), limits).await;
    let socket = ask(running.address, "GET /livez HTTP/1.1\r\nx: ").await;
    let answer = rest(socket).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[tokio::test]
async fn head_has_the_length_of_get_and_no_body() {
    let running = start(Routes::default(), Limits::default()).await;
    let head = "HEAD /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    let answer = rest(ask(running.address, head).await).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("content-length: 15\r\n") && answer.ends_with("\r\n\r\n"), "{answer}");
}

#[tokio::test]
async fn what_is_under_way_at_the_shutdown_still_ends() {
    let routes = Routes::default();
    let running = start(routes.clone(), Limits::default()).await;
    let idle = TcpStream::connect(running.address).await.unwrap();
    let socket = ask(running.address, "GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await;
    routes.began.notified().await;
    running.stop.send(()).unwrap();
    assert_eq!(rest(idle).await, "");
    assert!(TcpStream::connect(running.address).await.is_err());
    routes.may_end.notify_one();
    let answer = rest(socket).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("done"), "{answer}");
    running.server.await.unwrap().unwrap();
}

#[tokio::test]
async fn after_the_grace_period_connections_are_cut() {
    let routes = Routes::default();
    let limits = Limits { grace: Duration::ZERO, ..Limits::default() };
    let running = start(routes.clone(), limits).await;
    let mut socket = ask(running.address, "GET /slow HTTP/1.1\r\nhost: x\r\n\r\n").await;
    routes.began.notified().await;
    running.stop.send(()).unwrap();
    running.server.await.unwrap().unwrap();
    // Cut means an end or a reset, but no answer.
    assert_eq!(socket.read(&mut [0; 1]).await.unwrap_or(0), 0);
}

#[tokio::test]
async fn beyond_the_cap_a_connection_waits_for_its_turn() {
    let routes = Routes::default();
    let limits = Limits { connections: 1, ..Limits::default() };
    let running = start(routes.clone(), limits).await;
    let close = "connection: close\r\n\r\n";
    let first = ask(running.address, &format!("GET /slow HTTP/1.1\r\nhost: x\r\n{close}")).await;
    routes.began.notified().await;
    let second = ask(running.address, &format!("GET /slow HTTP/1.1\r\nhost: x\r\n{close}")).await;
    routes.may_end.notify_one();
    assert!(rest(first).await.ends_with("done"));
    routes.began.notified().await;
    routes.may_end.notify_one();
    assert!(rest(second).await.ends_with("done"));
}
