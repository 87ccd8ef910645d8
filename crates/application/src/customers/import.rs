//! Customers from a file: row by row, a bad one costing only itself (behaviour 3.20).

mod batch;
mod candidate;
mod newcomer;
mod nodes;

use domain::form::FormErrors;
use domain::policy::Action;

use self::batch::Claimed;
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::patience::patiently;
use crate::ports::{Kept, Progress, Record, Records};
use crate::rows::{ImportItem, Upload, counts, first_message, process};

/// How many places are read and written at once, in one transaction.
const BATCH: usize = 512;

/// Imports a whole file, which is opened for who may import. What was imported before a failure
/// stays.
pub async fn import(
    cx: &Cx,
    open: impl FnOnce() -> Result<Records<Record>, Error> + Send,
) -> Result<Vec<ImportItem>, Error> {
    let mut import = Import::new(cx)?;
    let mut upload = Upload::new(open()?);
    let mut items = vec![];
    loop {
        let (rows, end) = upload.next_rows(BATCH);
        items.append(&mut import.add(&rows).await?);
        if rows.len() < BATCH {
            import.progress = after(import.progress, end.as_slice());
            items.extend(end);
            import.finish().await?;
            return Ok(items);
        }
    }
}

/// An import at work.
pub struct Import<'a> {
    cx: &'a Cx,
    permit: Permit,
    progress: Progress,
    /// Under which the progress is kept, for an import that can go on after a crash.
    file: Option<String>,
    /// Set while nothing is written: what the rows so far would have taken.
    rehearsal: Option<Claimed>,
    /// Storage is asked which values are used before it is told to write. It need not be until it
    /// first refuses one: most files hold only newcomers.
    asks: bool,
}

impl<'a> Import<'a> {
    /// One that begins at the beginning and leaves no trace of how far it got.
    pub fn new(cx: &'a Cx) -> Result<Self, Error> {
        let permit = cx.authorize(Action::CustomerImport)?;
        let progress = Progress::default();
        Ok(Self { cx, permit, progress, file: None, rehearsal: None, asks: false })
    }

    /// One that judges every row and writes nothing.
    pub fn rehearse(cx: &'a Cx) -> Result<Self, Error> {
        Ok(Self { rehearsal: Some(Claimed::default()), asks: true, ..Self::new(cx)? })
    }

    /// One that goes on where an earlier import of the file with this digest stopped, or begins
    /// anew when `restart` says so.
    pub async fn resume(cx: &'a Cx, file: String, restart: bool) -> Result<Self, Error> {
        let mut import = Self::new(cx)?;
        let uow = cx.begin(import.permit).await?;
        let found = uow.imports().progress(&file).await?;
        match found.filter(|_| !restart) {
            Some(progress) => import.progress = progress,
            None => uow.imports().save_progress(&file, Progress::default()).await?,
        }
        uow.commit().await?;
        import.file = Some(file);
        Ok(import)
    }

    /// How far it got.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// Takes the next places of the file, at most so many as are worth a transaction.
    pub async fn add(&mut self, records: &[Record]) -> Result<Vec<ImportItem>, Error> {
        let mut items = vec![];
        let customers = records.chunk_by(|one, next| !is_thing(one) && !is_thing(next));
        for some in customers.flat_map(|it| it.chunks(BATCH)) {
            let mut written = self.write(some).await;
            if !self.asks && matches!(written, Err(Error::Form(_))) {
                // A value is used, nobody knows whose.
                self.asks = true;
                written = self.write(some).await;
            }
            match written {
                // Somebody took one of the values in between: now each row for itself.
                Err(Error::Form(_)) => {
                    for one in some.chunks(1) {
                        items.append(&mut self.write_one(one).await?);
                    }
                }
                written => items.append(&mut written?),
            }
        }
        Ok(items)
    }

    /// Tells the audit log, and that the file is done.
    pub async fn finish(mut self) -> Result<Progress, Error> {
        self.progress.finished = true;
        let Progress { processed, failed, .. } = self.progress;
        if self.rehearsal.is_some() {
            return Ok(self.progress);
        }
        let uow = self.cx.begin(self.permit).await?;
        let id = self.cx.next_id().to_string();
        let told = self.cx.audit("ImportCustomers", "import", id, counts(processed, failed));
        uow.audit().record(told).await?;
        if let Some(file) = &self.file {
            uow.imports().save_progress(file, self.progress).await?;
        }
        uow.commit().await?;
        Ok(self.progress)
    }

    async fn write_one(&mut self, one: &[Record]) -> Result<Vec<ImportItem>, Error> {
        match self.write(one).await {
            Err(Error::Form(errors)) => self.refuse(one, &errors).await,
            written => written,
        }
    }

    /// Passes over a row that storage does not take.
    async fn refuse(
        &mut self,
        one: &[Record],
        errors: &FormErrors,
    ) -> Result<Vec<ImportItem>, Error> {
        let said = process(first_message(errors));
        let item =
            |it| ImportItem { identifier: newcomer::identifier(it), outcome: Err(said.clone()) };
        let items: Vec<_> = one.iter().map(item).collect();
        let progress = after(self.progress, &items);
        if let Some(file) = &self.file {
            let uow = self.cx.begin(self.permit).await?;
            uow.imports().save_progress(file, progress).await?;
            uow.commit().await?;
        }
        self.progress = progress;
        Ok(items)
    }

    /// One transaction, tried again while another is in its way.
    async fn write(&mut self, records: &[Record]) -> Result<Vec<ImportItem>, Error> {
        if let Some(claimed) = &mut self.rehearsal {
            let uow = self.cx.begin(self.permit).await?;
            let items = batch::judge(self.cx, &*uow, records, claimed, self.asks).await?.0;
            self.progress = after(self.progress, &items);
            return Ok(items);
        }
        let this = &*self;
        let (items, progress) = patiently(|| this.try_to_write(records)).await?;
        self.progress = progress;
        Ok(items)
    }

    async fn try_to_write(&self, records: &[Record]) -> Result<(Vec<ImportItem>, Progress), Error> {
        let uow = self.cx.begin(self.permit).await?;
        if let Some(file) = &self.file
            && uow.imports().progress(file).await? != Some(self.progress)
        {
            return Err(Error::refused("this file is being imported by somebody else"));
        }
        let mut claimed = Claimed::default();
        let (items, newcomers) =
            batch::judge(self.cx, &*uow, records, &mut claimed, self.asks).await?;
        if !newcomers.is_empty() {
            uow.imports().add(newcomers).await.map_err(candidate::already_used)?;
        }
        for record in records {
            if let Record::Kept(kept) = record {
                candidate::add_thing(&*uow, kept).await?;
            }
        }
        let progress = after(self.progress, &items);
        if let Some(file) = &self.file {
            uow.imports().save_progress(file, progress).await?;
        }
        uow.commit().await?;
        Ok((items, progress))
    }
}

/// What is written one at a time: others may name it.
fn is_thing(record: &Record) -> bool {
    matches!(record, Record::Kept(kept) if !matches!(**kept, Kept::Customer(_)))
}

fn after(before: Progress, items: &[ImportItem]) -> Progress {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let failed = items.iter().filter(|it| it.outcome.is_err()).count();
    Progress {
        processed: before.processed + count(items.len()),
        failed: before.failed + count(failed),
        finished: false,
    }
}

#[cfg(test)]
mod tests;
