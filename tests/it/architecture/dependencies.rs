//! Who may depend on whom, and on what.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

/// Crate, and everything it may name in `[dependencies]`.
const ALLOWED: [(&str, &[&str]); 6] = [
    (
        "domain",
        &[
            "chrono",
            "chrono-tz",
            "email_address",
            "phonenumber",
            "rust_decimal",
            "thiserror",
            "uuid",
        ],
    ),
    ("application", &["domain", "async-trait", "chrono", "thiserror", "uuid"]),
    (
        "infra-db",
        &[
            "application",
            "domain",
            "async-trait",
            "chrono",
            "moka",
            "sea-orm",
            "sea-orm-migration",
            "serde_json",
            "sqlx",
            "thiserror",
            "tokio",
            "tracing",
            "uuid",
        ],
    ),
    (
        "infra-io",
        &[
            "application",
            "domain",
            "argon2",
            "async-trait",
            "aws-lc-rs",
            "base64",
            "chrono",
            "csv",
            "getrandom",
            "hmac",
            "image",
            "jsonwebtoken",
            "lettre",
            "minijinja",
            "moka",
            "reqwest",
            "object_store",
            "quick-xml",
            "rustls",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
            "tokio",
            "uuid",
            "webpki-roots",
        ],
    ),
    (
        "api-http",
        &[
            "application",
            "domain",
            "bytes",
            "chrono",
            "chrono-tz",
            "flate2",
            "form_urlencoded",
            "futures-util",
            "governor",
            "http-body-util",
            "hyper",
            "hyper-util",
            "percent-encoding",
            "poem",
            "poem-openapi",
            "prometheus-client",
            "serde",
            "serde_json",
            "thiserror",
            "tokio",
            "tracing",
            "uuid",
        ],
    ),
    (
        "bin-server",
        &[
            "api-http",
            "application",
            "domain",
            "infra-db",
            "infra-io",
            "mimalloc",
            "chrono",
            "clap",
            "config",
            "indicatif",
            "rpassword",
            "serde",
            "thiserror",
            "tokio",
            "tracing",
            "tracing-subscriber",
        ],
    ),
];

#[test]
fn dependencies_point_inwards() {
    let metadata = cargo(&["metadata", "--no-deps", "--offline", "--format-version=1"]);
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let named: BTreeSet<_> = packages.iter().map(|it| it["name"].as_str().unwrap()).collect();
    let judged: BTreeSet<_> =
        ALLOWED.iter().map(|(name, _)| *name).chain(["laurel-tests"]).collect();
    assert_eq!(named, judged, "every crate has its list here");
    for (name, allowed) in ALLOWED {
        let package = packages.iter().find(|it| it["name"] == name).unwrap();
        let dependencies = package["dependencies"].as_array().unwrap().iter();
        let used = dependencies.filter(|it| it["kind"].is_null());
        let used: BTreeSet<_> = used.map(|it| it["name"].as_str().unwrap()).collect();
        let allowed = allowed.iter().copied().collect();
        assert_eq!(used, allowed, "what {name} depends on");
    }
}

#[test]
fn there_is_one_tls_provider() {
    for features in ["", "s3"] {
        must_have_one_tls_provider(features);
    }
}

fn must_have_one_tls_provider(features: &str) {
    let edges = ["-e", "normal,build", "--prefix=none"];
    let tree = cargo(&[&["tree", "-p", "bin-server", "--features", features][..], &edges].concat());
    let used: BTreeSet<_> = tree.lines().filter_map(|it| it.split(' ').next()).collect();
    assert!(used.contains("aws-lc-rs") && used.contains("rustls"));
    let others = ["ring", "openssl", "openssl-sys", "native-tls", "boring", "rustls-graviola"];
    let found: Vec<_> = others.iter().filter(|it| used.contains(**it)).collect();
    assert!(found.is_empty(), "{features}: {found:?}");
}

fn cargo(arguments: &[&str]) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    let output = cargo.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
