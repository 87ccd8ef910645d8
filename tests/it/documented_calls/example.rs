//! Answers as the contract prints them, and what a real one must have in common with them.

use serde_json::{Map, Value};

/// How an answer may differ from the printed one.
#[derive(Clone, Copy, Default)]
pub struct Differences {
    /// Members whose value is an example: only their type and format count.
    pub examples: &'static [&'static str],
    /// What cannot be as printed, where, and why.
    pub exceptions: &'static [Exception],
}

/// A place in the answer, what is there instead (JSON; nothing when the member is missing), and
/// the reason.
pub type Exception = (&'static str, Option<&'static str>, &'static str);

/// Everything that is wrong with `answer`: each printed member must be there, in the printed
/// order, with the printed value. Further members are welcome.
pub fn compare(printed: &Value, answer: &Value, differences: Differences) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut comparison = Comparison { differences, complaints: &mut complaints };
    comparison.value("", "", printed, answer);
    complaints
}

struct Comparison<'a> {
    differences: Differences,
    complaints: &'a mut Vec<String>,
}

impl Comparison<'_> {
    fn value(&mut self, at: &str, name: &str, printed: &Value, answer: &Value) {
        if let Some((_, instead, _)) = self.exception(at) {
            let expected = instead.map(|it| serde_json::from_str::<Value>(it).expect("JSON"));
            if expected.as_ref() != Some(answer) {
                self.complain(at, &format!("the exception is out of date: {answer}"));
            }
            return;
        }
        match (printed, answer) {
            (Value::Object(printed), Value::Object(answer)) => self.members(at, printed, answer),
            (Value::Array(printed), Value::Array(answer)) => {
                if printed.len() != answer.len() {
                    self.complain(at, &format!("{} instead of {}", answer.len(), printed.len()));
                }
                for (index, (printed, answer)) in printed.iter().zip(answer).enumerate() {
                    self.value(&format!("{at}/{index}"), name, printed, answer);
                }
            }
            (printed, answer) => {
                let is_example = self.differences.examples.contains(&name);
                if is_example && format_of(printed) != format_of(answer) {
                    self.complain(at, &format!("{answer} is not formatted like {printed}"));
                }
                if !is_example && printed != answer {
                    self.complain(at, &format!("{answer} instead of {printed}"));
                }
            }
        }
    }

    fn members(&mut self, at: &str, printed: &Map<String, Value>, answer: &Map<String, Value>) {
        for (name, value) in printed {
            let below = format!("{at}/{name}");
            match answer.get(name) {
                Some(answer) => self.value(&below, name, value, answer),
                None if matches!(self.exception(&below), Some((_, None, _))) => {}
                None => self.complain(&below, "is missing"),
            }
        }
        let in_both = |names: &Map<String, Value>, others: &Map<String, Value>| {
            names.keys().filter(|it| others.contains_key(*it)).cloned().collect::<Vec<_>>()
        };
        let (wanted, found) = (in_both(printed, answer), in_both(answer, printed));
        if wanted != found {
            self.complain(at, &format!("the members stand as {found:?} instead of {wanted:?}"));
        }
    }

    fn exception(&self, at: &str) -> Option<&'static Exception> {
        self.differences.exceptions.iter().find(|(place, ..)| *place == at)
    }

    fn complain(&mut self, at: &str, what: &str) {
        self.complaints.push(format!("{at}: {what}"));
    }
}

/// What can be told of a value without knowing it.
#[derive(Debug, PartialEq, Eq)]
enum Format {
    Nothing,
    Flag,
    Whole,
    Fraction,
    Id,
    /// `2018-02-02T11:39:17+0100`
    Time,
    /// `2022-02-15T10:34:09+01:00`
    ColonTime,
    /// `14.00%`
    Percentage,
    Text,
    List,
    Group,
}

fn format_of(value: &Value) -> Format {
    match value {
        Value::Null => Format::Nothing,
        Value::Bool(_) => Format::Flag,
        Value::Number(it) if it.is_i64() => Format::Whole,
        Value::Number(_) => Format::Fraction,
        Value::String(it) if looks_like(it, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx") => Format::Id,
        Value::String(it) if looks_like(it, "0000-00-00T00:00:00+0000") => Format::Time,
        Value::String(it) if looks_like(it, "0000-00-00T00:00:00+00:00") => Format::ColonTime,
        Value::String(it) if looks_like(it, "0.00%") || looks_like(it, "00.00%") => {
            Format::Percentage
        }
        Value::String(_) => Format::Text,
        Value::Array(_) => Format::List,
        Value::Object(_) => Format::Group,
    }
}

/// In a pattern `x` is a hexadecimal digit, `0` a decimal one, `+` a sign; the rest is itself.
fn looks_like(text: &str, pattern: &str) -> bool {
    let fits = |(it, pattern): (char, char)| match pattern {
        'x' => it.is_ascii_hexdigit(),
        '0' => it.is_ascii_digit(),
        '+' => matches!(it, '+' | '-'),
        other => it == other,
    };
    text.chars().count() == pattern.len() && text.chars().zip(pattern.chars()).all(fits)
}

#[test]
fn missing_misplaced_and_mistyped_members_are_told() {
    let read = |json: &str| serde_json::from_str::<Value>(json).unwrap();
    let printed = read(r#"{"a":"2018-02-02T11:39:17+0100","b":3,"c":[],"d":{}}"#);
    let differences =
        Differences { examples: &["a"], exceptions: &[("/b", Some("0"), "nothing is bought yet")] };
    let told = |json: &str| compare(&printed, &read(json), differences);
    let none: [&str; 0] = [];
    assert_eq!(told(r#"{"a":"2020-01-01T00:00:00+0200","b":0,"x":1,"c":[],"d":{}}"#), none);
    for (wrong, complaint) in [
        (r#"{"a":"2020-01-01","b":0,"c":[],"d":{}}"#, "/a: "),
        (r#"{"a":"2020-01-01T00:00:00+0200","b":3,"c":[],"d":{}}"#, "/b: "),
        (r#"{"a":"2020-01-01T00:00:00+0200","b":0,"c":{},"d":{}}"#, "/c: "),
        (r#"{"a":"2020-01-01T00:00:00+0200","b":0,"c":[]}"#, "/d: "),
        (r#"{"b":0,"a":"2020-01-01T00:00:00+0200","c":[],"d":{}}"#, ": the members"),
    ] {
        let told = told(wrong);
        assert!(told.len() == 1 && told[0].starts_with(complaint), "{told:?}");
    }
}
