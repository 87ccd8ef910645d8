//! A body as a tree, whatever its encoding was.

use domain::form::Given;
use percent_encoding::percent_decode;
use serde_json::Value;

/// Most keys in a body.
const MOST_KEYS: usize = 1000;

/// Deepest nesting: bracket pairs in a form, levels in JSON.
const DEEPEST: usize = 8;

/// Longest key of a form, in bytes.
const LONGEST_KEY: usize = 256;

/// A file as it was sent.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Upload {
    pub(crate) bytes: Vec<u8>,
    /// As the sender calls it.
    pub(crate) name: String,
    /// As the sender declares it.
    pub(crate) media_type: Option<String>,
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Upload({} bytes)", self.bytes.len())
    }
}

/// What stood where a file belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SentFile {
    /// Nothing, an empty value, or a file without a name and without a byte, which is what a
    /// browser sends when none was chosen.
    Missing,
    /// A text, or a group.
    NotAFile,
    File(Upload),
}

/// A part of a body.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// A value, already trimmed or found odd.
    Leaf(Given),
    /// Named parts in the order they came; a later one of the same name replaced the earlier.
    Group(Vec<(String, Node)>),
    File(Upload),
}

/// A body that is no tree at all. Displays what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum BadBody {
    #[error("The body has more than {MOST_KEYS} fields.")]
    TooManyKeys,
    #[error("The body is nested deeper than {DEEPEST} levels.")]
    TooDeep,
    #[error("The body has a field name longer than {LONGEST_KEY} bytes.")]
    KeyTooLong,
    #[error("The body is not valid JSON.")]
    NotJson,
    #[error("The body must be a JSON object.")]
    NotAnObject,
}

/// Collects `a[b][c]=x` pairs into a tree.
#[derive(Default)]
pub(super) struct FormTree {
    root: Vec<(String, Node)>,
    keys: usize,
}

impl FormTree {
    /// Adds one pair; `value` is `None` when its bytes were no text.
    pub(super) fn add(&mut self, key: &str, value: Option<&str>) -> Result<(), BadBody> {
        self.insert(key, Node::Leaf(value.map_or(Given::Malformed, Given::text)))
    }

    pub(super) fn add_file(&mut self, key: &str, upload: Upload) -> Result<(), BadBody> {
        self.insert(key, Node::File(upload))
    }

    fn insert(&mut self, key: &str, leaf: Node) -> Result<(), BadBody> {
        self.keys += 1;
        if self.keys > MOST_KEYS {
            return Err(BadBody::TooManyKeys);
        }
        if key.len() > LONGEST_KEY {
            return Err(BadBody::KeyTooLong);
        }
        let path = split_key(key);
        if path.len() > DEEPEST + 1 {
            return Err(BadBody::TooDeep);
        }
        insert(&mut self.root, &path, leaf);
        Ok(())
    }

    pub(super) fn into_node(self) -> Node {
        Node::Group(self.root)
    }
}

/// Reads an urlencoded body. A key without `=` is a key with an empty value.
pub(super) fn from_form(bytes: &[u8]) -> Result<Node, BadBody> {
    let mut tree = FormTree::default();
    for pair in bytes.split(|it| *it == b'&').filter(|it| !it.is_empty()) {
        let mut halves = pair.splitn(2, |it| *it == b'=');
        let key = decode(halves.next().unwrap_or_default());
        let value = decode_value(halves.next().unwrap_or_default());
        // A name that is no text cannot be one we know.
        let key = key.unwrap_or_else(|| "\u{fffd}".to_owned());
        tree.add(&key, value.as_deref())?;
    }
    Ok(tree.into_node())
}

/// Reads a JSON body.
pub(super) fn from_json(bytes: &[u8]) -> Result<Node, BadBody> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| BadBody::NotJson)?;
    if !value.is_object() {
        return Err(BadBody::NotAnObject);
    }
    let mut keys = 0;
    json_node(value, 0, &mut keys)
}

fn json_node(value: Value, depth: usize, keys: &mut usize) -> Result<Node, BadBody> {
    if depth > DEEPEST + 1 {
        return Err(BadBody::TooDeep);
    }
    let named: Vec<(String, Value)> = match value {
        Value::Null => return Ok(Node::Leaf(Given::Empty)),
        Value::Bool(on) => return Ok(Node::Leaf(Given::text(if on { "1" } else { "0" }))),
        Value::Number(number) => return Ok(Node::Leaf(Given::text(&number.to_string()))),
        Value::String(text) => return Ok(Node::Leaf(Given::text(&text))),
        Value::Array(items) => {
            items.into_iter().enumerate().map(|(at, it)| (at.to_string(), it)).collect()
        }
        Value::Object(members) => members.into_iter().collect(),
    };
    *keys += named.len();
    if *keys > MOST_KEYS {
        return Err(BadBody::TooManyKeys);
    }
    let node = |(name, value): (String, Value)| Ok((name, json_node(value, depth + 1, keys)?));
    Ok(Node::Group(named.into_iter().map(node).collect::<Result<_, BadBody>>()?))
}

/// A `+` before nothing but digits is a plus: phone numbers are sent so, also by the contract
/// (`customer[phone]=+440000000`), and no value that matters begins with a blank.
fn decode_value(raw: &[u8]) -> Option<String> {
    match raw.strip_prefix(b"+") {
        Some(digits) if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => {
            String::from_utf8(raw.to_vec()).ok()
        }
        _ => decode(raw),
    }
}

fn decode(raw: &[u8]) -> Option<String> {
    let spaced: Vec<u8> = raw.iter().map(|it| if *it == b'+' { b' ' } else { *it }).collect();
    percent_decode(&spaced).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// `a[b][]` is `a`, `b`, and an empty name. A bracket that never closes is part of the name.
fn split_key(key: &str) -> Vec<&str> {
    let Some(open) = key.find('[').filter(|it| *it > 0) else { return vec![key] };
    let (base, mut rest) = key.split_at(open);
    let mut path = vec![base];
    while let Some((name, after)) = rest.strip_prefix('[').and_then(|it| it.split_once(']')) {
        path.push(name);
        rest = after;
    }
    if path.len() == 1 { vec![key] } else { path }
}

fn insert(group: &mut Vec<(String, Node)>, path: &[&str], leaf: Node) {
    let Some((name, rest)) = path.split_first() else { return };
    // `a[]=x` takes the next free number.
    let name = if name.is_empty() { group.len().to_string() } else { (*name).to_owned() };
    let at = group.iter().position(|(it, _)| *it == name).unwrap_or_else(|| {
        group.push((name, Node::Leaf(Given::Absent)));
        group.len() - 1
    });
    let slot = &mut group[at].1;
    if rest.is_empty() {
        *slot = leaf;
        return;
    }
    if !matches!(slot, Node::Group(_)) {
        *slot = Node::Group(vec![]);
    }
    if let Node::Group(inner) = slot {
        insert(inner, rest, leaf);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn leaf(text: &str) -> Node {
        Node::Leaf(Given::text(text))
    }

    fn group(parts: &[(&str, Node)]) -> Node {
        Node::Group(parts.iter().map(|(name, it)| ((*name).to_owned(), it.clone())).collect())
    }

    #[test]
    fn bracket_keys_become_a_tree() {
        let cases = [
            ("a=1&a=2", group(&[("a", leaf("2"))])),
            (
                "a[b]=x&a[c][d]=+y+",
                group(&[("a", group(&[("b", leaf("x")), ("c", group(&[("d", leaf("y"))]))]))]),
            ),
            ("a%5Bb%5D=1%2B2", group(&[("a", group(&[("b", leaf("1+2"))]))])),
            ("a[b]&c=", group(&[("a", group(&[("b", leaf(""))])), ("c", leaf(""))])),
            ("a[]=1&a[]=2", group(&[("a", group(&[("0", leaf("1")), ("1", leaf("2"))]))])),
            ("a=1&a[b]=2", group(&[("a", group(&[("b", leaf("2"))]))])),
            ("a[x=1&[y]=2", group(&[("a[x", leaf("1")), ("[y]", leaf("2"))])),
            ("a=%ZZ&&", group(&[("a", leaf("%ZZ"))])),
            ("a=%FF", group(&[("a", Node::Leaf(Given::Malformed))])),
            ("a=+48123&b=%2B48123", group(&[("a", leaf("+48123")), ("b", leaf("+48123"))])),
            ("a=+&b=++1&c=+1+2", group(&[("a", leaf("")), ("b", leaf("1")), ("c", leaf("1 2"))])),
        ];
        for (form, expected) in cases {
            assert_eq!(from_form(form.as_bytes()), Ok(expected), "{form}");
        }
    }

    #[test]
    fn json_becomes_the_same_tree() {
        let json = br#"{"a":{"b":"x","c":null,"d":true,"e":1.5,"f":["y"]}}"#;
        let form = "a[b]=x&a[c]=&a[d]=1&a[e]=1.5&a[f][]=y";
        assert_eq!(from_json(json), from_form(form.as_bytes()));
        assert_eq!(from_json(b"[1]"), Err(BadBody::NotAnObject));
        assert_eq!(from_json(b"{"), Err(BadBody::NotJson));
    }

    #[test]
    fn bodies_are_bounded() {
        let many = vec!["a=1"; MOST_KEYS + 1].join("&");
        assert_eq!(from_form(many.as_bytes()), Err(BadBody::TooManyKeys));
        assert_eq!(
            from_form(format!("{}=1", "k".repeat(257)).as_bytes()),
            Err(BadBody::KeyTooLong)
        );
        assert_eq!(from_form(format!("a{}=1", "[b]".repeat(9)).as_bytes()), Err(BadBody::TooDeep));
        let deep = format!("{}1{}", r#"{"a":"#.repeat(20), "}".repeat(20));
        assert_eq!(from_json(deep.as_bytes()), Err(BadBody::TooDeep));
        let wide = format!("{{\"a\":[{}1]}}", "1,".repeat(1000));
        assert_eq!(from_json(wide.as_bytes()), Err(BadBody::TooManyKeys));
    }

    /// A tree as JSON, as far as `serde_qs` has the same.
    fn as_json(node: &Node) -> Value {
        match node {
            Node::Leaf(Given::Text(text)) => Value::from(text.as_str()),
            Node::Leaf(_) | Node::File(_) => Value::from(""),
            Node::Group(parts) => {
                Value::Object(parts.iter().map(|(name, it)| (name.clone(), as_json(it))).collect())
            }
        }
    }

    proptest! {
        /// Groups and leaves have different names, so that no key is both.
        #[test]
        fn nested_forms_are_read_as_serde_qs_reads_them(
            pairs in prop::collection::btree_map(
                ("(g[0-3](\\[h[0-3]\\](\\[i[0-3]\\])?)?\\[)?", "k[0-5]"), "[a-z0-9%20ż]{1,8}", 1..20
            )
        ) {
            let form: Vec<_> = pairs
                .iter()
                .map(|((groups, leaf), value)| {
                    let close = if groups.is_empty() { "" } else { "]" };
                    let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
                    format!("{groups}{leaf}{close}={value}")
                })
                .collect();
            let form = form.join("&");
            let oracle: Value = serde_qs::Config::new()
                .use_form_encoding(true)
                .deserialize_bytes(form.as_bytes())
                .unwrap();
            prop_assert_eq!(as_json(&from_form(form.as_bytes()).unwrap()), oracle, "{}", form);
        }
    }
}
