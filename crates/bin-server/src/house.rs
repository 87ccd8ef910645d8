//! Wiring: the adapters behind the ports.

use std::path::Path;
use std::sync::Arc;

use application::cx::Ports;
use infra_db::{Database, Settings};
use infra_io::{Argon2Passwords, FileReaders, Keyring, Redrawing, SystemClock, TimeOrderedIds};

use crate::config::Config;
use crate::failure::Failure;
use crate::{channels, files};

/// The ports, and the database that is to be closed when they are no longer needed.
pub struct House {
    pub ports: Arc<Ports>,
    database: Database,
}

impl House {
    /// Opens the keys and the database, and brings the latter up to date.
    pub async fn open(config: &Config) -> Result<Self, Failure> {
        let Keyring { tokens, seals, secrets } = keyring(config)?;
        infra_io::install_crypto_provider();
        let blobs = files::open(config).await?;
        let database = open_database(config).await?;
        let ports = Ports {
            storage: Arc::new(database.clone()),
            clock: Arc::new(SystemClock),
            ids: Arc::new(TimeOrderedIds),
            secrets: Arc::new(secrets),
            passwords: Arc::new(Argon2Passwords::default()),
            tokens: Arc::new(tokens),
            seals: Arc::new(seals),
            blobs,
            pictures: Arc::new(Redrawing::default()),
            channels: channels::open(config)?,
            files: Arc::new(FileReaders),
            options: config.application(),
        };
        Ok(Self { ports: Arc::new(ports), database })
    }

    /// Writes what still waits to be written.
    pub async fn close(self) -> Result<(), Failure> {
        self.database.close().await.map_err(Failure::Close)
    }
}

/// Opens the database and brings it up to date.
pub async fn open_database(config: &Config) -> Result<Database, Failure> {
    infra_io::install_crypto_provider();
    // Before the database makes it: this one is closed to others.
    infra_io::make_data_folder(&config.data)?;
    let url = &config.database.url;
    let settings =
        Settings { max_connections: config.database.max_connections.get(), ..Settings::default() };
    let database = Database::open_with(url.expose(), &settings)
        .await
        .map_err(|error| Failure::Database(url.to_string(), error))?;
    database.migrate().await.map_err(Failure::Migrate)?;
    Ok(database)
}

fn keyring(config: &Config) -> Result<Keyring, Failure> {
    let own = &config.tokens.signing_key_file;
    let opened = if own == Path::new("") {
        Keyring::open(&config.data)
    } else {
        Keyring::open_with_signing_key(&config.data, own)
    };
    Ok(opened?)
}
