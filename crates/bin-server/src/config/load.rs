//! Putting the sources together.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use config::builder::DefaultState;
use config::{ConfigBuilder, ConfigError, FileFormat};

use super::file::keys;
use super::{Config, DEFAULTS, DatabaseUrl};

/// What the command line says.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    pub listen: Option<SocketAddr>,
    pub data: Option<PathBuf>,
    pub database_url: Option<String>,
    /// For the demo: messages become files unless another way is configured.
    pub demo: bool,
}

/// Why there is no configuration. Never shows a secret.
#[derive(Debug, thiserror::Error)]
pub enum BadConfig {
    #[error("cannot read {}", .0.display())]
    Unreadable(PathBuf, #[source] io::Error),
    #[error("unknown keys in the configuration file: {}", .0.join(", "))]
    UnknownKeys(Vec<String>),
    #[error("unknown environment variables: {}", .0.join(", "))]
    UnknownVariables(Vec<String>),
    #[error("the configuration file is not TOML: {0}")]
    Syntax(String),
    #[error("bad configuration")]
    Value(#[source] ConfigError),
}

impl From<ConfigError> for BadConfig {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::FileParse { cause, .. } => {
                Self::Syntax(without_excerpt(&cause.to_string()))
            }
            error => Self::Value(error),
        }
    }
}

/// The parser quotes the line it stumbled over, which may hold a password.
fn without_excerpt(said: &str) -> String {
    let is_excerpt = |line: &&str| {
        let rest = line.trim_start_matches(|it: char| it == ' ' || it.is_ascii_digit());
        rest.starts_with('|')
    };
    said.lines().filter(|line| !is_excerpt(line)).collect::<Vec<_>>().join(": ")
}

const PREFIX: &str = "LAUREL__";

/// The name that other programs of this kind have for `limits.result_window`.
const WINDOW_ALIAS: &str = "LAUREL_MAX_RESULT_WINDOW";

/// Keys that hold a list; their variables hold it with commas.
const LISTS: [&str; 4] = ["trusted_proxies", "cors.allowed_origins", "sms.headers", "sms.success"];

/// Defaults of the demo.
const DEMO_DEFAULTS: &str = "\
mail.kind = 'files'
sms.kind = 'files'
push.kind = 'files'
";

/// The effective configuration. `file` is the text of a configuration file.
pub fn load(
    overrides: &Overrides,
    environment: impl IntoIterator<Item = (String, String)>,
    file: Option<&str>,
) -> Result<Config, BadConfig> {
    let known = keys(DEFAULTS)?;
    let mut builder = config::Config::builder().add_source(toml(DEFAULTS));
    if overrides.demo {
        builder = builder.add_source(toml(DEMO_DEFAULTS));
    }
    if let Some(text) = file {
        let unknown: Vec<_> = keys(text)?.difference(&known).cloned().collect();
        if !unknown.is_empty() {
            return Err(BadConfig::UnknownKeys(unknown));
        }
        builder = builder.add_source(toml(text));
    }
    builder = add_environment(builder, environment, &known)?;
    let Overrides { listen, data, database_url, demo: _ } = overrides;
    let config: Config = builder
        .set_override_option("listen", listen.map(|it| it.to_string()))?
        .set_override_option("data", data.as_deref().map(as_text))?
        .set_override_option("database.url", database_url.clone())?
        .build()?
        .try_deserialize()?;
    Ok(with_database(config))
}

fn toml(text: &str) -> config::File<config::FileSourceString, FileFormat> {
    config::File::from_str(text, FileFormat::Toml)
}

fn as_text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

type Builder = ConfigBuilder<DefaultState>;

fn add_environment(
    mut builder: Builder,
    environment: impl IntoIterator<Item = (String, String)>,
    known: &BTreeSet<String>,
) -> Result<Builder, BadConfig> {
    let mut unknown = Vec::new();
    let mut variables: Vec<_> = environment.into_iter().collect();
    // The alias first: the key's own variable is the stronger of the two. Likewise a variable
    // itself is stronger than one that names a file.
    variables.sort_by_key(|(name, _)| (name != WINDOW_ALIAS, !name.ends_with("_FILE")));
    for (name, value) in variables {
        let key = match name.strip_prefix(PREFIX) {
            Some(rest) => rest.to_ascii_lowercase().replace("__", "."),
            None if name == WINDOW_ALIAS => "limits.result_window".to_owned(),
            None => continue,
        };
        if known.contains(&key) {
            builder = set(builder, &key, value)?;
        } else if let Some(key) = key.strip_suffix("_file").filter(|it| known.contains(*it)) {
            let path = PathBuf::from(value);
            let secret =
                fs::read_to_string(&path).map_err(|error| BadConfig::Unreadable(path, error))?;
            builder = set(builder, key, secret.trim_end().to_owned())?;
        } else {
            unknown.push(name);
        }
    }
    if unknown.is_empty() { Ok(builder) } else { Err(BadConfig::UnknownVariables(unknown)) }
}

fn set(builder: Builder, key: &str, value: String) -> Result<Builder, ConfigError> {
    if !LISTS.contains(&key) {
        return builder.set_override(key, value);
    }
    let items = value.split(',').map(str::trim).filter(|it| !it.is_empty());
    builder.set_override(key, items.map(str::to_owned).collect::<Vec<_>>())
}

fn with_database(mut config: Config) -> Config {
    if config.database.url.expose().is_empty() {
        let file = config.data.join("laurel.db");
        config.database.url = DatabaseUrl(format!("sqlite:{}", file.display()));
    }
    config
}
