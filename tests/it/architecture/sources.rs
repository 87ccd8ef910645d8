//! What the sources say, and where they may say it.

use std::fs;
use std::path::{Path, PathBuf};

const LONGEST: usize = 300;

/// A word, the folders that may say it, and whether tests elsewhere may.
const RESERVED: [(&str, &[&str], bool); 9] = [
    ("sea_orm", &["crates/infra-db/"], false),
    ("poem", &["crates/api-http/"], false),
    ("sqlx", &["crates/infra-db/", "tests/"], false),
    ("env::var", &["crates/bin-server/", "tests/"], true),
    ("async fn", &["crates/", "tests/"], true),
    ("TODO", &[], false),
    ("#[allow(", &[], false),
    ("dbg!(", &[], false),
    (".unwrap()", &["tests/"], true),
];

/// Nothing in these folders may say it, tests included.
const FORBIDDEN: [(&str, &str); 4] = [
    ("crates/domain/", "async fn"),
    ("crates/domain/", ".await"),
    ("crates/domain/", "std::fs"),
    ("crates/application/", "std::fs"),
];

/// These files name the words.
const HERE: &str = "tests/it/architecture/";

struct Source {
    /// From the root of the repository.
    path: String,
    text: String,
    /// The part that is compiled into the product.
    shipped: String,
}

#[test]
fn words_stay_in_their_crates() {
    let mut found = Vec::new();
    for source in sources() {
        if source.path.starts_with(HERE) {
            continue;
        }
        for (word, folders, tests_may) in RESERVED {
            let text = if tests_may { &source.shipped } else { &source.text };
            let at_home = folders.iter().any(|it| source.path.starts_with(it));
            if !at_home && text.contains(word) {
                found.push(format!("{} says {word}", source.path));
            }
        }
        for (folder, word) in FORBIDDEN {
            if source.path.starts_with(folder) && source.text.contains(word) {
                found.push(format!("{} says {word}", source.path));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_file_says_what_it_is_for_and_stays_short() {
    let mut found = Vec::new();
    for Source { path, text, .. } in sources() {
        if !text.starts_with("//! ") {
            found.push(format!("{path} does not open with //!"));
        }
        let lines = text.lines().count();
        if lines > LONGEST {
            found.push(format!("{path} has {lines} lines"));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut paths = Vec::new();
    collect(&root.join("crates"), &mut paths);
    collect(&root.join("tests"), &mut paths);
    assert!(paths.len() > 100, "the sources are not where they are looked for");
    let source = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let only_tests = is_test_module(&path);
        let shipped =
            if only_tests { "" } else { text.split("#[cfg(test)]\nmod tests {").next().unwrap() };
        let shipped = shipped.to_owned();
        let path = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        Source { path, text, shipped }
    };
    paths.into_iter().map(source).collect()
}

/// Whether the file, or a module above it, is declared for tests only.
fn is_test_module(path: &Path) -> bool {
    let (Some(folder), Some(stem)) = (path.parent(), path.file_stem()) else { return false };
    let stem = stem.to_str().unwrap();
    let declared = ["", "pub(crate) ", "pub "].map(|it| format!("#[cfg(test)]\n{it}mod {stem};"));
    let parents = [folder.with_extension("rs"), folder.join("lib.rs"), folder.join("main.rs")];
    let has_the_line = |it: &PathBuf| {
        let text = fs::read_to_string(it).unwrap_or_default();
        declared.iter().any(|line| text.contains(line))
    };
    parents.iter().any(has_the_line) || parents[0].is_file() && is_test_module(&parents[0])
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}
