//! The configuration file, and which keys it may hold.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use config::{ConfigError, FileFormat, Value, ValueKind};

use super::load::BadConfig;

/// The file that is read when none is named.
const USUAL: &str = "laurel.toml";

/// The text of `named`, or of `laurel.toml` in the current folder if there is one.
pub fn read_file(named: Option<&Path>) -> Result<Option<String>, BadConfig> {
    let path = named.unwrap_or(Path::new(USUAL));
    if named.is_none() && !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(path);
    text.map(Some).map_err(|error| BadConfig::Unreadable(path.to_owned(), error))
}

/// The dotted keys of a TOML text.
pub(super) fn keys(toml: &str) -> Result<BTreeSet<String>, ConfigError> {
    let source = config::File::from_str(toml, FileFormat::Toml);
    let parsed = config::Config::builder().add_source(source).build()?;
    let mut found = BTreeSet::new();
    collect("", &parsed.cache, &mut found);
    Ok(found)
}

fn collect(path: &str, value: &Value, found: &mut BTreeSet<String>) {
    let ValueKind::Table(members) = &value.kind else {
        found.insert(path.to_owned());
        return;
    };
    for (name, member) in members {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        collect(&path, member, found);
    }
}
