//! The installation's keys, kept as files in the data folder.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::seals::HmacSeals;
use crate::secrets::RandomSecrets;
use crate::tokens::{Rs256Tokens, fresh_signing_key};

/// The RSA key that signs access tokens, as PEM.
const SIGNING_KEY: &str = "signing-key.pem";

/// What the installation's keys are good for.
pub struct Keyring {
    pub tokens: Rs256Tokens,
    pub seals: HmacSeals,
    pub secrets: RandomSecrets,
}

#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    #[error("cannot create the folder {}", .0.display())]
    Folder(PathBuf, #[source] io::Error),
    #[error("cannot read the key file {}", .0.display())]
    Read(PathBuf, #[source] io::Error),
    #[error("cannot write the key file {}", .0.display())]
    Write(PathBuf, #[source] io::Error),
    #[error("{} is not an RSA private key of 2048 bits or more, in PEM", .0.display())]
    NotASigningKey(PathBuf),
}

impl Keyring {
    /// Opens the keys in `folder`; makes the folder, and those that are not there yet.
    pub fn open(folder: &Path) -> Result<Self, KeyringError> {
        make_data_folder(folder)?;
        let signing_key = folder.join(SIGNING_KEY);
        keep(&signing_key, || fresh_signing_key().into_bytes())?;
        Self::open_with_signing_key(folder, &signing_key)
    }

    /// Like [`open`](Self::open), with a signing key of the operator's own: RSA, PEM.
    pub fn open_with_signing_key(folder: &Path, pem: &Path) -> Result<Self, KeyringError> {
        make_data_folder(folder)?;
        let secret = read(pem)?;
        let tokens = Rs256Tokens::from_pem(&secret)
            .ok_or_else(|| KeyringError::NotASigningKey(pem.to_owned()))?;
        // Servers that share the signing key must understand each other's cursors.
        let seals = HmacSeals::derived_from(&secret);
        Ok(Self { tokens, seals, secrets: RandomSecrets::derived_from(&secret) })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, KeyringError> {
    fs::read(path).map_err(|error| KeyringError::Read(path.to_owned(), error))
}

/// Makes the data folder if it is missing. Only its owner enters it.
pub fn make_data_folder(folder: &Path) -> Result<(), KeyringError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| KeyringError::Folder(folder.to_owned(), error))
}

/// Makes the key file if it is missing, readable to its owner only.
fn keep(path: &Path, fresh: impl FnOnce() -> Vec<u8>) -> Result<(), KeyringError> {
    if path.exists() {
        return Ok(());
    }
    write_once(path, &fresh()).map_err(|error| KeyringError::Write(path.to_owned(), error))
}

/// The file appears whole or not at all, and the first of two writers wins.
fn write_once(path: &Path, content: &[u8]) -> io::Result<()> {
    let draft = path.with_extension(format!("{}.draft", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(content)?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, path);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    // Without this the new name could be lost with the power.
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

#[cfg(test)]
mod tests {
    use application::ports::{Seals, Tokens};

    use super::*;
    use crate::folder::Folder;

    #[test]
    fn keys_survive_a_restart() {
        let folder = Folder::new();
        let first = Keyring::open(folder.path()).unwrap();
        let sealed = first.seals.seal(b"cursor");
        let second = Keyring::open(folder.path()).unwrap();
        assert_eq!(first.tokens.jwks(), second.tokens.jwks());
        assert_eq!(second.seals.open(&sealed).as_deref(), Some(b"cursor".as_slice()));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_the_keys() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new();
        Keyring::open(folder.path()).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folder.path()), 0o700);
        let files: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().path()).collect();
        assert_eq!(files.len(), 1, "{files:?}");
        assert!(files.iter().all(|it| mode(it) == 0o600));
    }

    #[test]
    fn an_operator_may_bring_a_signing_key() {
        let (theirs, ours) = (Folder::new(), Folder::new());
        let other = Keyring::open(theirs.path()).unwrap();
        let pem = theirs.path().join(SIGNING_KEY);
        let mine = Keyring::open_with_signing_key(ours.path(), &pem).unwrap();
        assert_eq!(mine.tokens.jwks(), other.tokens.jwks());
        assert!(!ours.path().join(SIGNING_KEY).exists());
    }

    #[test]
    fn damaged_key_files_are_refused_and_not_replaced() {
        let folder = Folder::new();
        Keyring::open(folder.path()).unwrap();
        fs::write(folder.path().join(SIGNING_KEY), b"garbage").unwrap();
        assert!(matches!(Keyring::open(folder.path()), Err(KeyringError::NotASigningKey(_))));
        assert_eq!(fs::read(folder.path().join(SIGNING_KEY)).unwrap(), b"garbage");
    }
}
