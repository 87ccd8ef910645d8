//! A web server for one test, that answers as it is told and remembers what it was asked.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::HeaderMap;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use tokio::net::TcpListener;

/// What somebody asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub method: String,
    /// Path and query.
    pub path: String,
    pub headers: HeaderMap,
    pub body: String,
}

impl Asked {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }
}

/// How to answer.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
    pub delay: Duration,
}

impl Reply {
    pub(super) fn new(status: u16, body: &str) -> Self {
        Self { status, headers: vec![], body: body.to_owned(), delay: Duration::ZERO }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

#[derive(Default)]
struct Memory {
    asked: Vec<Asked>,
    replies: VecDeque<Reply>,
}

pub(super) struct Receiver {
    pub address: SocketAddr,
    memory: Arc<Mutex<Memory>>,
}

impl Receiver {
    /// Answers with each of the replies once, in their order, and with 204 when there are no more.
    pub(super) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let replies = replies.into_iter().collect();
        let memory = Arc::new(Mutex::new(Memory { asked: vec![], replies }));
        let receiver = Self { address, memory: Arc::clone(&memory) };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let memory = Arc::clone(&memory);
                let service = service_fn(move |request| answer(Arc::clone(&memory), request));
                tokio::spawn(async move {
                    let stream = TokioIo::new(stream);
                    let _ =
                        Builder::new(TokioExecutor::new()).serve_connection(stream, service).await;
                });
            }
        });
        receiver
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.memory.lock().unwrap().asked.clone()
    }
}

async fn answer(
    memory: Arc<Mutex<Memory>>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let asked = Asked {
        method: head.method.to_string(),
        path: head.uri.to_string(),
        headers: head.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    let reply = {
        let mut memory = memory.lock().unwrap();
        memory.asked.push(asked);
        memory.replies.pop_front().unwrap_or_else(|| Reply::new(204, ""))
    };
    tokio::time::sleep(reply.delay).await;
    let mut response = Response::builder().status(reply.status);
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    Ok(response.body(Full::new(reply.body.into())).unwrap())
}
