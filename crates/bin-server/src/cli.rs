//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Overrides;

const CONFIGURATION: &str = "\
Configuration:
  A flag beats an environment variable, a variable beats the configuration file.
  Every key of the file has a variable: limits.result_window is LAUREL__LIMITS__RESULT_WINDOW.
  Lists are separated by commas. A variable's name with _FILE at its end names a file that holds
  the value, for secrets: LAUREL__DATABASE__URL_FILE.

  listen                   127.0.0.1:8181  address and port
  data                     data            folder of the keys and the SQLite database
  trusted_proxies          []              proxies whose X-Forwarded-For is believed: IPs, ranges
  log.format               text            text or json
  log.level                info            error, warn, info, debug, trace
  database.url             (a file)        sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE
  database.max_connections 8               PostgreSQL only
  tokens.access_minutes    60              lifetime of access tokens
  tokens.refresh_days      30              lifetime of refresh tokens
  tokens.signing_key_file  (own key)       RSA private key in PEM
  limits.result_window     10000           how far page * perPage may reach
                                           (also LAUREL_MAX_RESULT_WINDOW)
  limits.connections       4096            connections at a time
  worker.enabled           true            whether `serve` does jobs, too
  cors.allowed_origins     []              origins whose scripts may read answers
  links.customer           http://localhost:8181/
                                           where the programme's pages are: links in messages to
                                           customers begin with it; links.seller and links.admin
                                           likewise
  messages.templates       (built in)      folder of templates that replace texts of messages

Messages (with --demo, mail, sms and push are \"files\" by default):
  mail.kind                none            none (e-mails wait), files (in DATA/outbox), smtp
  mail.host, mail.port     localhost, 587  the SMTP server
  mail.username, mail.password             if it wants them
  mail.tls                 starttls        none, starttls, tls (from the start)
  mail.ca_file             (none)          further trusted certificates, PEM
  mail.from                                open@example.com or Club <open@example.com>
  sms.kind                 none            none (they wait), files, twilio, smsapi, http
  sms.url                  (the gateway's) for http: a template
  sms.account, sms.token                   Twilio: SID and auth token; SMSAPI: token
  sms.sender               (programme)     number or name
  sms.method, sms.headers, sms.body, sms.success
                           POST, [], \"\", [] for http: \"Name: value\" templates, a template, and
                                           the statuses that are success (none: every 2xx).
                                           Templates name {{ to }}, {{ text }}, {{ sender }},
                                           {{ id }}, {{ account }}, {{ token }}, which are encoded
                                           for JSON (with quotes) if the Content-Type says so
  push.kind                none            none (they wait), files, pushy
  push.url                 https://api.pushy.me
  push.api_key                             for stores without a key of their own
  webhooks.allow_private_addresses         whether webhooks may go into the own network
                           false
  webhooks.timeout_seconds 15              for one delivery";

// Not clap's own `env` and defaults: configuration has more sources than clap knows.
const LISTEN: &str = "Address and port to serve on; port 0 takes a free one \
    [env: LAUREL__LISTEN] [default: 127.0.0.1:8181]";
const DATA: &str = "Folder of the keys and the SQLite database [env: LAUREL__DATA] [default: data]";
const DATABASE_URL: &str = "sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE \
    [env: LAUREL__DATABASE__URL] [default: laurel.db in the data folder]";

/// A self-hosted customer service for loyalty programmes.
#[derive(Debug, Parser)]
#[command(name = "laurel", version, after_long_help = CONFIGURATION)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Try it out: serve with the demo data, and show what to call
    ///
    /// Loads the demo data when the database is empty, signs in as its administrator and prints
    /// calls to paste. The demo's passwords are public: not for real customers.
    Demo(DemoArgs),
    /// Serve the API
    #[command(after_long_help = CONFIGURATION)]
    Serve(ServeArgs),
    /// Do jobs only: send messages, deliver webhooks
    ///
    /// `serve` does the same beside serving, unless worker.enabled is false. Any number of both
    /// may work on one database.
    #[command(after_long_help = CONFIGURATION)]
    Worker(StorageArgs),
    /// Bring the database up to date, and stop
    ///
    /// `serve` does the same when it starts.
    Migrate(StorageArgs),
    /// Recompute every balance and total, and say what differs
    ///
    /// Changes nothing, and may run while the server does. Ends with 1 when anything differs.
    Verify(StorageArgs),
    /// Print the API's contract (OpenAPI 3.0)
    Openapi {
        #[arg(long, value_enum, default_value_t = ContractFormat::Yaml)]
        format: ContractFormat,
    },
    /// Print who may do what, in Markdown
    Permissions,
    /// Administrators
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Import customers, or sales and returns, from a file
    ///
    /// A row that fails costs only itself; the exit code is then 1. An import that was interrupted
    /// goes on where it stopped when it is started again with the same file. What the files look
    /// like: XML as the API takes it; CSV with a header of the same names (`address.city`;
    /// `labels` as `key1:value1;key2:value2`); JSON objects, one a line.
    Import(ImportArgs),
    /// Write everything a store keeps of its customers to a file
    ///
    /// JSON lines hold every detail, and the levels, points of sale and sellers too: imported into
    /// an empty store of another installation they make the same store. CSV and XML hold customers
    /// as an import takes them. Passwords, pictures, devices and histories are in none.
    Export(ExportArgs),
    /// The configuration
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Create an administrator
    ///
    /// The password is asked for on the terminal, or read from standard input with
    /// --password-stdin.
    Create(AdminCreateArgs),
}

#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the effective configuration, without its secrets
    #[command(after_long_help = CONFIGURATION)]
    Print(ConfigPrintArgs),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ContractFormat {
    Yaml,
    Json,
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    #[command(flatten)]
    pub listen: ListenArgs,
    #[command(flatten)]
    pub place: PlaceArgs,
}

#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub listen: ListenArgs,
    #[command(flatten)]
    pub storage: StorageArgs,
    /// Load the demo data if the database is empty
    #[arg(long)]
    pub demo: bool,
}

#[derive(Debug, Args)]
pub struct ConfigPrintArgs {
    #[command(flatten)]
    pub listen: ListenArgs,
    #[command(flatten)]
    pub storage: StorageArgs,
}

#[derive(Debug, Args)]
pub struct AdminCreateArgs {
    /// The name to sign in with, used once
    #[arg(long)]
    pub username: String,
    /// The e-mail address, used once as well
    #[arg(long)]
    pub email: String,
    /// The name of an ACL role: "Super admin", "Full admin", "Reporter admin" or one of your own
    #[arg(long, default_value = "Super admin")]
    pub role: String,
    /// Read the password from standard input, up to the end of its first line
    #[arg(long)]
    pub password_stdin: bool,
    #[command(flatten)]
    pub storage: StorageArgs,
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The file
    pub file: PathBuf,
    /// The file holds sales and returns, in XML as the API takes it
    ///
    /// Each is registered in a transaction of its own. A file that is imported again finds its
    /// document numbers used, and changes nothing.
    #[arg(long, conflicts_with_all = ["format", "dry_run", "restart"])]
    pub transactions: bool,
    /// Code of the store that the rows will belong to
    #[arg(long, default_value = "DEFAULT")]
    pub store: String,
    /// What the file is; its name says it otherwise
    #[arg(long, value_enum)]
    pub format: Option<FileKind>,
    /// Judge every row and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Begin again, also when an earlier run got further
    #[arg(long)]
    pub restart: bool,
    /// Write the rows that fail to this CSV file instead of standard error
    #[arg(long, value_name = "FILE")]
    pub errors: Option<PathBuf>,
    #[command(flatten)]
    pub storage: StorageArgs,
}

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Code of the store
    #[arg(long, default_value = "DEFAULT")]
    pub store: String,
    #[arg(long, value_enum, default_value_t = FileKind::Jsonl)]
    pub format: FileKind,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub storage: StorageArgs,
}

/// What a file of customers is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FileKind {
    Xml,
    Csv,
    Jsonl,
}

#[derive(Debug, Args)]
pub struct ListenArgs {
    #[arg(long, value_name = "ADDR:PORT", help = LISTEN)]
    pub listen: Option<SocketAddr>,
}

/// Where everything is kept, and how that is configured.
#[derive(Debug, Args)]
pub struct StorageArgs {
    #[command(flatten)]
    pub place: PlaceArgs,
    /// Configuration file (TOML) [default: laurel.toml, if there is one]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct PlaceArgs {
    #[arg(long, value_name = "DIR", help = DATA)]
    pub data: Option<PathBuf>,
    #[arg(long, value_name = "URL", help = DATABASE_URL)]
    pub database_url: Option<String>,
}

impl PlaceArgs {
    pub fn overrides(self, listen: Option<SocketAddr>) -> Overrides {
        Overrides { listen, data: self.data, database_url: self.database_url, demo: false }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
