//! Curl lines as the contract prints them, read as a shell would.

use laurel_tests::client::{Answer, Client};

/// The host of every printed call.
const HOST: &str = "http://localhost:8181";

/// The printed access token, shortened by the page.
const TOKEN: &str = "eyJhbGciOiJSUzI1NiIsInR5cCI6...";

/// One printed call.
pub struct Curl {
    pub name: String,
    words: Vec<String>,
}

/// Every call of a text: each has a `# name` line and ends with an empty one. The page lost a few
/// of the backslashes that end lines, so a line's end does not end a call.
pub fn read(text: &str) -> Vec<Curl> {
    let blocks = text.split("\n\n").map(str::trim).filter(|it| !it.is_empty());
    blocks.map(read_one).collect()
}

fn read_one(block: &str) -> Curl {
    let (name, call) = block.split_once('\n').expect("a name and a call");
    let words = words(call);
    assert_eq!(words[0], "curl", "{name}");
    Curl { name: name.trim_start_matches("# ").to_owned(), words }
}

/// Splits at blanks and line ends. A backslash takes the next character as it is; inside double
/// quotes only before a quote, a dollar or itself, and stays otherwise.
fn words(call: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut characters = call.chars().peekable();
    while let Some(it) = characters.next() {
        match it {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            '\\' if quoted => {
                let escapes = characters.next_if(|next| matches!(next, '"' | '\\' | '$' | '`'));
                word.get_or_insert_default().push(escapes.unwrap_or('\\'));
            }
            '\\' => {
                if let Some(next) = characters.next().filter(|next| *next != '\n') {
                    word.get_or_insert_default().push(next);
                }
            }
            it if it.is_whitespace() && !quoted => words.extend(word.take()),
            it => word.get_or_insert_default().push(it),
        }
    }
    words.extend(word);
    words
}

impl Curl {
    /// The call with some of its words written differently: every printed text that stands in
    /// `instead` is replaced.
    pub fn with(&self, instead: &[(&str, &str)]) -> Self {
        let replace = |word: &String| {
            instead.iter().fold(word.clone(), |word, (printed, real)| word.replace(printed, real))
        };
        for (printed, _) in instead {
            let there = self.words.iter().any(|it| it.contains(printed));
            assert!(there, "{}: nothing to replace for {printed}", self.name);
        }
        Self { name: self.name.clone(), words: self.words.iter().map(replace).collect() }
    }

    /// Sends what curl would send.
    pub async fn send(&self, client: &Client, token: &str) -> Answer {
        let mut words = self.words.iter().skip(1).map(|it| it.replace(TOKEN, token));
        let (mut path, mut method, mut headers, mut data) = (None, None, vec![], vec![]);
        while let Some(word) = words.next() {
            match word.as_str() {
                "-X" => method = words.next(),
                "-H" => headers.extend(words.next()),
                "-d" => data.extend(words.next()),
                url => {
                    assert!(path.is_none(), "{}: what is {url}?", self.name);
                    path = url.strip_prefix(HOST).map(str::to_owned);
                }
            }
        }
        let usual = if data.is_empty() { "GET" } else { "POST" };
        let path = path.expect("an address");
        let mut call = client.call(method.as_deref().unwrap_or(usual), &path);
        let mut content_type = "application/x-www-form-urlencoded".to_owned();
        for header in headers {
            let (name, value) = header.split_once(':').expect("a colon");
            let value = value.trim_start();
            if name.eq_ignore_ascii_case("content-type") {
                value.clone_into(&mut content_type);
            } else {
                call = call.header(name, value);
            }
        }
        if data.is_empty() {
            return call.header("content-type", &content_type).await;
        }
        call.body(&content_type, &data.join("&")).await
    }
}

#[test]
fn a_line_is_split_as_a_shell_splits_it() {
    let line =
        "curl http://a/b \\\n -H \"Accept:\\ x\"\n -d \"\" \\\n -d \"a[b]=\\\"c\\\" d\" e\\ f";
    let expected =
        ["curl", "http://a/b", "-H", "Accept:\\ x", "-d", "", "-d", "a[b]=\"c\" d", "e f"];
    assert_eq!(words(line), expected);
}
