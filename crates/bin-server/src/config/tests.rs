//! Which source wins, and what is refused.

use std::path::PathBuf;

use super::*;

fn env(variables: &[(&str, &str)]) -> Vec<(String, String)> {
    variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn loaded(
    overrides: &Overrides,
    variables: &[(&str, &str)],
    file: Option<&str>,
) -> Result<Config, BadConfig> {
    load(overrides, env(variables), file)
}

/// The error with its causes, as the command line shows it.
fn refusal(variables: &[(&str, &str)], file: Option<&str>) -> String {
    let error = loaded(&Overrides::default(), variables, file).unwrap_err();
    crate::failure::chain(&error)
}

#[test]
fn without_any_source_the_defaults_hold() {
    let config = loaded(&Overrides::default(), &[("HOME", "/home/x")], None).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8181");
    assert_eq!(config.database.url.expose(), "sqlite:data/laurel.db");
    assert_eq!(config.application(), application::cx::Options::default());
    assert_eq!(config.server(), api_http::Limits::default());
    assert!(config.edge().trusted_proxies.is_empty() && config.edge().allowed_origins.is_empty());
}

#[test]
fn flags_beat_the_environment_and_the_environment_beats_the_file() {
    let file = "listen = '127.0.0.1:1'\ndata = 'from-file'";
    let variables = [("LAUREL__LISTEN", "127.0.0.1:2")];
    let flags = Overrides { listen: Some("127.0.0.1:3".parse().unwrap()), ..Overrides::default() };
    for (flags, variables, port) in [
        (&Overrides::default(), &[][..], 1),
        (&Overrides::default(), &variables[..], 2),
        (&flags, &variables[..], 3),
    ] {
        let config = loaded(flags, variables, Some(file)).unwrap();
        assert_eq!(config.listen.port(), port);
        assert_eq!(config.data, PathBuf::from("from-file"));
        assert_eq!(config.database.url.expose(), "sqlite:from-file/laurel.db");
    }
}

#[test]
fn every_key_has_a_variable() {
    let config = loaded(
        &Overrides::default(),
        &[
            ("LAUREL__LISTEN", "[::1]:9"),
            ("LAUREL__DATA", "d"),
            ("LAUREL__TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
            ("LAUREL__LOG__FORMAT", "json"),
            ("LAUREL__LOG__LEVEL", "debug"),
            ("LAUREL__DATABASE__URL", "postgres://h/x"),
            ("LAUREL__DATABASE__MAX_CONNECTIONS", "2"),
            ("LAUREL__FILES__KIND", "s3"),
            ("LAUREL__FILES__BUCKET", "b"),
            ("LAUREL__FILES__REGION", "eu-central-1"),
            ("LAUREL__FILES__ENDPOINT", "https://s3.example"),
            ("LAUREL__FILES__ACCESS_KEY", "a"),
            ("LAUREL__FILES__SECRET_KEY", "s3cret"),
            ("LAUREL__TOKENS__ACCESS_MINUTES", "3"),
            ("LAUREL__TOKENS__REFRESH_DAYS", "4"),
            ("LAUREL__TOKENS__SIGNING_KEY_FILE", "key.pem"),
            ("LAUREL__LIMITS__RESULT_WINDOW", "5"),
            ("LAUREL__LIMITS__CONNECTIONS", "6"),
            ("LAUREL__WORKER__ENABLED", "false"),
            ("LAUREL__CORS__ALLOWED_ORIGINS", "https://a.example,https://b.example"),
            ("LAUREL__LINKS__CUSTOMER", "https://c.example/"),
            ("LAUREL__LINKS__SELLER", "https://s.example/"),
            ("LAUREL__LINKS__ADMIN", "https://a.example/"),
            ("LAUREL__MESSAGES__TEMPLATES", "t"),
            ("LAUREL__MAIL__KIND", "smtp"),
            ("LAUREL__MAIL__HOST", "mail.example"),
            ("LAUREL__MAIL__PORT", "465"),
            ("LAUREL__MAIL__USERNAME", "u"),
            ("LAUREL__MAIL__PASSWORD", "s3cret"),
            ("LAUREL__MAIL__TLS", "tls"),
            ("LAUREL__MAIL__CA_FILE", "ca.pem"),
            ("LAUREL__MAIL__FROM", "Club <open@club.example>"),
            ("LAUREL__SMS__KIND", "http"),
            ("LAUREL__SMS__URL", "https://gw.example/?key=s3cret"),
            ("LAUREL__SMS__ACCOUNT", "a"),
            ("LAUREL__SMS__TOKEN", "s3cret"),
            ("LAUREL__SMS__SENDER", "Club"),
            ("LAUREL__SMS__METHOD", "PUT"),
            ("LAUREL__SMS__HEADERS", "X-Key: s3cret, Accept: */*"),
            ("LAUREL__SMS__BODY", "s3cret"),
            ("LAUREL__SMS__SUCCESS", "200,202"),
            ("LAUREL__PUSH__KIND", "pushy"),
            ("LAUREL__PUSH__URL", "https://push.example"),
            ("LAUREL__PUSH__API_KEY", "s3cret"),
            ("LAUREL__WEBHOOKS__ALLOW_PRIVATE_ADDRESSES", "true"),
            ("LAUREL__WEBHOOKS__TIMEOUT_SECONDS", "3"),
        ],
        None,
    );
    let expected = r#"listen = "[::1]:9"
data = "d"
trusted_proxies = ["10.0.0.0/8", "::1"]

[log]
format = "json"
level = "debug"

[database]
url = "postgres://h/x"
max_connections = 2

[files]
kind = "s3"
bucket = "b"
region = "eu-central-1"
endpoint = "https://s3.example"
access_key = "a"
secret_key = "***"

[tokens]
access_minutes = 3
refresh_days = 4
signing_key_file = "key.pem"

[limits]
result_window = 5
connections = 6

[worker]
enabled = false

[cors]
allowed_origins = ["https://a.example", "https://b.example"]

[links]
customer = "https://c.example/"
seller = "https://s.example/"
admin = "https://a.example/"

[messages]
templates = "t"

[mail]
kind = "smtp"
host = "mail.example"
port = 465
username = "u"
password = "***"
tls = "tls"
ca_file = "ca.pem"
from = "Club <open@club.example>"

[sms]
kind = "http"
url = "https://gw.example/?***"
account = "a"
token = "***"
sender = "Club"
method = "PUT"
headers = ["X-Key: ***", "Accept: ***"]
body = "***"
success = [200, 202]

[push]
kind = "pushy"
url = "https://push.example"
api_key = "***"

[webhooks]
allow_private_addresses = true
timeout_seconds = 3
"#;
    assert_eq!(config.unwrap().to_string(), expected);
}

#[test]
fn what_is_printed_can_be_loaded_again() {
    let printed = loaded(&Overrides::default(), &[], None).unwrap().to_string();
    let again = loaded(&Overrides::default(), &[], Some(&printed)).unwrap();
    assert_eq!(again.to_string(), printed);
}

#[test]
fn the_result_window_has_an_alias_that_its_own_variable_beats() {
    let alias = ("LAUREL_MAX_RESULT_WINDOW", "7");
    let own = ("LAUREL__LIMITS__RESULT_WINDOW", "8");
    for (variables, window) in [(&[alias][..], 7), (&[own, alias][..], 8)] {
        let config = loaded(&Overrides::default(), variables, None).unwrap();
        assert_eq!(config.application().result_window, window);
    }
}

#[test]
fn the_demo_writes_messages_to_files_unless_told_otherwise() {
    let demo = Overrides { demo: true, ..Overrides::default() };
    let config = loaded(&demo, &[("LAUREL__SMS__KIND", "none")], None).unwrap();
    assert_eq!(config.mail.kind, MailKind::Files);
    assert_eq!(config.sms.kind, SmsKind::None);
    let config = loaded(&demo, &[], Some("[mail]\nkind = 'none'")).unwrap();
    assert_eq!((config.mail.kind, config.push.kind), (MailKind::None, PushKind::Files));
    let serve = loaded(&Overrides::default(), &[], None).unwrap();
    assert_eq!((serve.mail.kind, serve.sms.kind), (MailKind::None, SmsKind::None));
    assert_eq!(serve.push.kind, PushKind::None);
}

#[test]
fn a_secret_can_come_from_a_file() {
    let path = std::env::temp_dir().join(format!("laurel-secret-{}", std::process::id()));
    std::fs::write(&path, "postgres://laurel:secret@db/laurel\n").unwrap();
    let named = [("LAUREL__DATABASE__URL_FILE", path.to_str().unwrap())];
    let config = loaded(&Overrides::default(), &named, None);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(config.unwrap().database.url.expose(), "postgres://laurel:secret@db/laurel");
    assert!(refusal(&named, None).starts_with("cannot read "));
}

#[test]
fn what_nobody_knows_is_refused_by_name() {
    let file = "datta = 'x'\n[database]\nulr = 'x'\n[cache]\nsize = 1";
    let expected = "unknown keys in the configuration file: cache.size, database.ulr, datta";
    assert_eq!(refusal(&[], Some(file)), expected);
    let typo = [("LAUREL__DATABASE__ULR", "x"), ("LAUREL_OTHER", "x")];
    assert_eq!(refusal(&typo, None), "unknown environment variables: LAUREL__DATABASE__ULR");
}

#[test]
fn bad_values_are_refused_with_their_key() {
    for (file, key) in [
        ("listen = 'nowhere'", "listen"),
        ("trusted_proxies = ['10.0.0.0/33']", "trusted_proxies"),
        ("[log]\nformat = 'xml'", "log.format"),
        ("[database]\nmax_connections = 0", "database.max_connections"),
        ("[tokens]\naccess_minutes = 'x'", "tokens.access_minutes"),
        ("[limits]\nresult_window = -1", "limits.result_window"),
        ("[worker]\nenabled = 'perhaps'", "worker.enabled"),
        ("database = 'x'", "database"),
        ("[files]\nkind = 'shelf'", "files.kind"),
        ("[mail]\nkind = 'pigeon'", "mail.kind"),
        ("[mail]\ntls = 'yes'", "mail.tls"),
        ("[sms]\nsuccess = ['ok']", "sms.success"),
        ("[webhooks]\ntimeout_seconds = 0", "webhooks.timeout_seconds"),
        ("[links]\ncustomer = 'club.example'", "links.customer"),
    ] {
        let said = refusal(&[], Some(file));
        assert!(said.contains(key), "{file}: {said}");
    }
}

#[test]
fn a_file_that_is_no_toml_is_refused_without_quoting_it() {
    let said = refusal(&[], Some("[database]\nurl = postgres://laurel:s3cret@db/x"));
    assert!(said.starts_with("the configuration file is not TOML: "), "{said}");
    assert!(said.contains("line 2") && !said.contains("s3cret"), "{said}");
}

#[test]
fn passwords_are_not_printed() {
    for (url, shown) in [
        ("postgres://laurel:s3cret@db:5432/x", "postgres://laurel:***@db:5432/x"),
        ("postgres://laurel:s3/cr@et?@db/x", "postgres://laurel:***@db/x"),
        ("postgres://laurel@db/x", "postgres://laurel@db/x"),
        ("postgres://db/x?user=a&password=s3cret", "postgres://db/x?user=a&password=***"),
        ("sqlite:data/laurel.db", "sqlite:data/laurel.db"),
        ("laurel:s3cret@db", "laurel:***@db"),
    ] {
        let url = DatabaseUrl(url.to_owned());
        assert_eq!(url.to_string(), shown);
        assert_eq!(format!("{url:?}"), shown);
    }
}
