//! Messages as readable files, for the demo and for trying things out.

mod letter;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use application::ports::{
    Envelope, Listing, Mail, MailChannel, Page, PushChannel, PushMessage, SendError, SentMessage,
    SentMessages, SmsChannel, SmsMessage,
};
use async_trait::async_trait;
use domain::customer::PushToken;
use domain::ids::CustomerId;
use domain::store::StoreCode;

use self::letter::{Letter, Name};
use crate::keyring::make_data_folder;

/// What the name of a file that is being written ends with.
const DRAFT: &str = ".draft";

/// Writes messages to a folder instead of sending them, one file each, readable to its owner only.
#[derive(Clone)]
pub struct Files {
    inner: Arc<Inner>,
}

struct Inner {
    folder: PathBuf,
    /// The name of each message's file, by its key; `None` before the folder is looked at.
    known: Mutex<Option<HashMap<String, String>>>,
}

impl Files {
    /// The folder is made when the first message comes.
    pub fn new(folder: PathBuf) -> Self {
        Self { inner: Arc::new(Inner { folder, known: Mutex::new(None) }) }
    }

    async fn write(&self, letter: Letter) -> Result<(), SendError> {
        self.blocking(move |it| it.write(&letter)).await
    }

    /// Files are read and written where waiting for them keeps nobody.
    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> io::Result<T> + Send + 'static,
    ) -> Result<T, SendError> {
        let inner = Arc::clone(&self.inner);
        let done = tokio::task::spawn_blocking(move || work(&inner)).await;
        let done = done.map_err(|_| SendError::later("the outbox folder cannot be used"))?;
        let said = |error: io::Error| format!("the outbox folder cannot be used: {}", error.kind());
        done.map_err(|error| SendError::later(said(error)))
    }
}

impl Inner {
    /// The file appears whole or not at all, in the place of an earlier try's.
    fn write(&self, letter: &Letter) -> io::Result<()> {
        make_data_folder(&self.folder).map_err(io::Error::other)?;
        let (key, name) = (letter.name.key(), letter.name.to_string());
        let draft = self.folder.join(format!("{name}{DRAFT}"));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.is_none() {
            *known = Some(self.names()?.map(|it| (it.key(), it.to_string())).collect());
        }
        options.open(&draft)?.write_all(letter.to_string().as_bytes())?;
        fs::rename(&draft, self.folder.join(&name))?;
        let earlier = known.as_mut().and_then(|it| it.insert(key, name.clone()));
        match earlier.filter(|it| *it != name) {
            Some(earlier) => remove(&self.folder.join(earlier)),
            None => Ok(()),
        }
    }

    fn list(&self, store: &StoreCode, page: Page) -> io::Result<Listing<SentMessage>> {
        let mut names: Vec<_> = self.names()?.filter(|it| it.store == store.as_str()).collect();
        // The latest first.
        names.sort_by_cached_key(|it| std::cmp::Reverse(it.to_string()));
        let skipped = usize::try_from(page.offset).unwrap_or(usize::MAX);
        let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
        let shown = names.iter().skip(skipped).take(limit);
        // One that was deleted meanwhile is not shown.
        let items = shown.filter_map(|name| {
            let text = fs::read_to_string(self.folder.join(name.to_string())).ok()?;
            letter::read(name, &text)
        });
        Ok(Listing { items: items.collect(), total: names.len() as u64 })
    }

    fn forget(&self, store: &StoreCode, customer: CustomerId) -> io::Result<()> {
        let user = customer.to_string();
        for file in self.files()? {
            let name = Name::parse(file.trim_end_matches(DRAFT));
            if name.is_some_and(|it| it.store == store.as_str() && it.user == user) {
                remove(&self.folder.join(file))?;
            }
        }
        Ok(())
    }

    /// The names of the messages that were written whole.
    fn names(&self) -> io::Result<impl Iterator<Item = Name>> {
        Ok(self.files()?.into_iter().filter_map(|it| Name::parse(&it)))
    }

    fn files(&self) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(vec![]),
            entries => entries?,
        };
        entries.map(|it| Ok(it?.file_name().to_string_lossy().into_owned())).collect()
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[async_trait]
impl MailChannel for Files {
    async fn send(&self, envelope: &Envelope, mail: &Mail) -> Result<(), SendError> {
        self.write(Letter::mail(envelope, mail)).await
    }
}

#[async_trait]
impl SmsChannel for Files {
    async fn send(&self, envelope: &Envelope, sms: &SmsMessage) -> Result<(), SendError> {
        self.write(Letter::sms(envelope, sms)).await
    }

    async fn check(&self) -> Result<(), SendError> {
        Ok(())
    }
}

#[async_trait]
impl PushChannel for Files {
    async fn send(
        &self,
        envelope: &Envelope,
        message: &PushMessage,
    ) -> Result<Vec<PushToken>, SendError> {
        self.write(Letter::push(envelope, message)).await?;
        Ok(vec![])
    }
}

#[async_trait]
impl SentMessages for Files {
    async fn list(&self, store: &StoreCode, page: Page) -> Result<Listing<SentMessage>, SendError> {
        let store = store.clone();
        self.blocking(move |it| it.list(&store, page)).await
    }

    async fn forget(&self, store: &StoreCode, customer: CustomerId) -> Result<(), SendError> {
        let store = store.clone();
        self.blocking(move |it| it.forget(&store, customer)).await
    }
}
