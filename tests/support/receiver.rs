//! Somebody who receives webhooks, and remembers every call.

use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// One call as it came.
#[derive(Clone, Debug)]
pub struct Received {
    /// Names in lower case.
    pub headers: HashMap<String, String>,
    pub body: String,
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

#[derive(Default)]
struct Book {
    received: Vec<Received>,
    under_way: HashSet<String>,
    /// Calls that began while another one of the same `webhook-id` was under way.
    overlaps: u64,
    /// Answers to come, first to last; then 204.
    answers: Vec<u16>,
}

/// Listens until it is dropped.
pub struct Receiver {
    pub url: String,
    book: Arc<Mutex<Book>>,
    listening: tokio::task::JoinHandle<()>,
}

impl Receiver {
    /// One that takes `pause` for each call.
    pub async fn start(pause: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let book = Arc::<Mutex<Book>>::default();
        let kept = Arc::clone(&book);
        let listening = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, Arc::clone(&kept), pause));
            }
        });
        Self { url: format!("http://{address}/hook"), book, listening }
    }

    /// Answers the next calls like that, and all others with 204.
    pub fn answer(&self, statuses: &[u16]) {
        self.book.lock().expect("not poisoned").answers = statuses.to_vec();
    }

    pub fn received(&self) -> Vec<Received> {
        self.book.lock().expect("not poisoned").received.clone()
    }

    pub fn overlaps(&self) -> u64 {
        self.book.lock().expect("not poisoned").overlaps
    }

    /// How many calls there were, and of how many events.
    pub fn counts(&self) -> (usize, usize) {
        let book = self.book.lock().expect("not poisoned");
        let ids: HashSet<_> = book.received.iter().map(|it| it.header("webhook-id")).collect();
        (book.received.len(), ids.len())
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn converse(stream: TcpStream, book: Arc<Mutex<Book>>, pause: Duration) {
    let mut stream = BufReader::new(stream);
    while let Ok(Some(call)) = read(&mut stream).await {
        let id = call.header("webhook-id").to_owned();
        let status = {
            let mut book = book.lock().expect("not poisoned");
            if !book.under_way.insert(id.clone()) {
                book.overlaps += 1;
            }
            book.received.push(call);
            if book.answers.is_empty() { 204 } else { book.answers.remove(0) }
        };
        tokio::time::sleep(pause).await;
        book.lock().expect("not poisoned").under_way.remove(&id);
        // Whoever fails asks for another try soon.
        let soon = if status == 503 { "retry-after: 1\r\n" } else { "" };
        let answer = format!("HTTP/1.1 {status} Answer\r\ncontent-length: 0\r\n{soon}\r\n");
        if stream.get_mut().write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// The next call of a connection; `None` at its end.
async fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Received>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let mut headers = HashMap::new();
    loop {
        line.clear();
        stream.read_line(&mut line).await?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    let body = String::from_utf8(body).map_err(io::Error::other)?;
    Ok(Some(Received { headers, body }))
}
