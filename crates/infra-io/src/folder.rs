//! A folder of its own for one test, gone when the test ends.

use std::fs;
use std::path::{Path, PathBuf};

use application::ports::Secrets;

use crate::secrets::RandomSecrets;

pub(crate) struct Folder(PathBuf);

impl Folder {
    /// The name of a folder that is not there yet.
    pub(crate) fn new() -> Self {
        let name = format!("laurel-test-{}", RandomSecrets::new(b"any").fresh());
        Self(std::env::temp_dir().join(name))
    }

    /// A folder with these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self::new();
        for (name, text) in files {
            let path = folder.0.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
