//! A real SMTP server for one test: Python's aiosmtpd.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::folder::Folder;

pub(super) struct Server {
    pub port: u16,
    child: Child,
    out: BufReader<ChildStdout>,
    folder: Folder,
}

impl Server {
    /// `None` where there is no Python for tests: then a note is printed.
    pub(super) fn start(mode: &str) -> Option<Self> {
        let Some(python) = std::env::var_os("LAUREL_TEST_PYTHON") else {
            eprintln!("skipped: LAUREL_TEST_PYTHON names no Python with aiosmtpd and trustme");
            return None;
        };
        let folder = Folder::with(&[("server.py", include_str!("server.py"))]);
        let mut child = Command::new(python)
            .arg(folder.path().join("server.py"))
            .arg(mode)
            .arg(certificate(folder.path()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // It warns of what is meant to be.
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let port = line.trim().parse().expect("the server prints its port");
        Some(Self { port, child, out, folder })
    }

    /// The file of the certificate to trust.
    pub(super) fn certificate(&self) -> PathBuf {
        certificate(self.folder.path())
    }

    /// The next message.
    pub(super) fn received(&mut self) -> Value {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn certificate(folder: &Path) -> PathBuf {
    folder.join("authority.pem")
}
