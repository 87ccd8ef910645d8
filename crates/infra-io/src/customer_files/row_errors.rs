//! What an import leaves on disk: which rows failed, and by what a file is known again.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use csv::Writer;
use sha2::{Digest, Sha256};

use super::csv_file::FORMULAS;

/// A CSV file of the rows that failed: `row,identifier,message`.
pub struct RowErrors(Writer<File>);

impl RowErrors {
    /// A new file, or one more page of an old one.
    pub fn open(path: &Path, append: bool) -> io::Result<Self> {
        let mut options = File::options();
        options.create(true).append(append).write(true).truncate(!append);
        // It holds e-mail addresses.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
        let is_new = file.metadata()?.len() == 0;
        let mut errors = Self(Writer::from_writer(file));
        if is_new {
            errors.0.write_record(["row", "identifier", "message"])?;
        }
        Ok(errors)
    }

    pub fn add(&mut self, row: u64, identifier: &str, message: &str) -> io::Result<()> {
        Ok(self.0.write_record([row.to_string().as_str(), &guarded(identifier), message])?)
    }

    pub fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A cell that no spreadsheet runs.
pub(super) fn guarded(cell: &str) -> String {
    let is_formula = cell.trim_start_matches('\'').starts_with(FORMULAS);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

/// The SHA-256 of a file, in base 64.
pub fn digest_of_file(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => hasher.update(&buffer[..read]),
        }
    }
    Ok(URL_SAFE_NO_PAD.encode(hasher.finalize()))
}
