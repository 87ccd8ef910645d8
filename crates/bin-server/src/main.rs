//! `laurel`: configuration, wiring and the command line.

mod admin;
mod channels;
mod cli;
mod config;
mod demo;
mod export;
mod failure;
mod files;
mod house;
mod import;
mod logging;
mod serve;
mod verify;
mod worker;

use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

use self::cli::{AdminCommand, Cli, Command, ConfigCommand, ContractFormat};
use self::config::{Config, Overrides};
use self::failure::{Failure, chain};

/// Many small short-lived values on few threads: measured faster than the system's allocator.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("laurel: {}", chain(&failure));
            failure.exit_code().into()
        }
    }
}

async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Demo(args) => {
            let overrides = args.place.overrides(args.listen.listen);
            let overrides = Overrides { demo: true, ..overrides };
            let config = config::load(&overrides, variables(), None)?;
            demo::demo(&config).await
        }
        Command::Serve(args) => {
            let overrides = args.storage.place.overrides(args.listen.listen);
            let overrides = Overrides { demo: args.demo, ..overrides };
            let config = configured(&overrides, args.storage.config.as_deref())?;
            serve::serve(&config, args.demo).await
        }
        Command::Worker(args) => {
            let config = configured(&args.place.overrides(None), args.config.as_deref())?;
            worker::worker(&config).await
        }
        Command::Migrate(args) => {
            let config = configured(&args.place.overrides(None), args.config.as_deref())?;
            let database = house::open_database(&config).await?;
            database.close().await.map_err(Failure::Close)
        }
        Command::Verify(args) => {
            let config = configured(&args.place.overrides(None), args.config.as_deref())?;
            verify::verify(&config).await
        }
        Command::Openapi { format: ContractFormat::Yaml } => print(&api_http::openapi_yaml()),
        Command::Openapi { format: ContractFormat::Json } => print(&api_http::openapi_json()),
        Command::Permissions => print(&application::permissions::permissions_markdown()),
        Command::Admin(AdminCommand::Create(args)) => admin::create(args).await,
        Command::Export(args) => export::export(args).await,
        Command::Import(args) => import::import(args).await,
        Command::Config(ConfigCommand::Print(args)) => {
            let overrides = args.storage.place.overrides(args.listen.listen);
            let config = configured(&overrides, args.storage.config.as_deref())?;
            print(&config.to_string())
        }
    }
}

/// The configuration from every source.
fn configured(overrides: &Overrides, file: Option<&Path>) -> Result<Config, Failure> {
    let file = config::read_file(file)?;
    Ok(config::load(overrides, variables(), file.as_deref())?)
}

/// The environment. A variable that is not Unicode is none of ours.
fn variables() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

/// Prints to standard output, which its reader may close early.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let line_end = if text.ends_with('\n') { "" } else { "\n" };
    let printed = write!(out, "{text}{line_end}").and_then(|()| out.flush());
    match printed {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
