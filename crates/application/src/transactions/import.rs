//! Sales and returns from a file: row by row, a bad one costing only itself (behaviour C5, 3.20).

use domain::form::{FieldError, FormErrors, Given, GivenGroup, message};
use domain::policy::Action;
use domain::transaction::{NO_RETURNS, TransactionDraft, TransactionTerms};
use uuid::Uuid;

use super::register::{enter, terms};
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::patience::patiently;
use crate::ports::{FileFormat, Progress, Records, SaleRecord};
use crate::rows::{ImportItem, Upload, conversion, counts, first_message, process, unreadable};

/// How many rows are read at once: a document may be large.
const READ_AT_ONCE: usize = 64;

/// Imports a whole file, which is opened for who may import. What was imported before a failure
/// stays.
pub async fn import(
    cx: &Cx,
    open: impl FnOnce() -> Result<Records<SaleRecord>, Error> + Send,
) -> Result<Vec<ImportItem>, Error> {
    let mut import = Import::new(cx)?;
    let mut upload = Upload::new(open()?);
    let mut items = vec![];
    loop {
        let (rows, end) = upload.next_rows(READ_AT_ONCE);
        items.append(&mut import.add(&rows).await?);
        if rows.len() < READ_AT_ONCE {
            import.count(end.as_slice());
            items.extend(end);
            import.finish().await?;
            return Ok(items);
        }
    }
}

/// An import at work. A file that is imported again finds its numbers used, and changes nothing.
pub struct Import<'a> {
    cx: &'a Cx,
    permit: Permit,
    progress: Progress,
}

impl<'a> Import<'a> {
    pub fn new(cx: &'a Cx) -> Result<Self, Error> {
        let permit = cx.authorize(Action::TransactionManage)?;
        Ok(Self { cx, permit, progress: Progress::default() })
    }

    /// Registers the next places of the file, each in a transaction of its own.
    pub async fn add(&mut self, records: &[SaleRecord]) -> Result<Vec<ImportItem>, Error> {
        let mut items = vec![];
        for record in records {
            items.push(self.register(record).await?);
        }
        self.count(&items);
        Ok(items)
    }

    /// How far it got.
    pub fn progress(&self) -> Progress {
        self.progress
    }

    /// Tells the audit log.
    pub async fn finish(self) -> Result<Progress, Error> {
        let Self { cx, permit, progress: Progress { processed, failed, finished: _ } } = self;
        let uow = cx.begin(permit).await?;
        let id = cx.next_id().to_string();
        let told = cx.audit("ImportTransactions", "import", id, counts(processed, failed));
        uow.audit().record(told).await?;
        uow.commit().await?;
        Ok(Progress { processed, failed, finished: true })
    }

    fn count(&mut self, items: &[ImportItem]) {
        for ImportItem { identifier: _, outcome } in items {
            self.progress.processed += 1;
            self.progress.failed += u64::from(outcome.is_err());
        }
    }

    async fn register(&self, record: &SaleRecord) -> Result<ImportItem, Error> {
        let (identifier, outcome) = match record {
            SaleRecord::Row(draft) => {
                let outcome = match self.sound(draft) {
                    Ok(terms) => self.enter(&terms).await?,
                    Err(said) => Err(said),
                };
                (number(draft), outcome)
            }
            SaleRecord::Unreadable => (String::new(), Err(unreadable(FileFormat::Xml))),
        };
        Ok(ImportItem { identifier, outcome })
    }

    /// Judges a row by itself.
    fn sound(&self, draft: &TransactionDraft) -> Result<TransactionTerms, String> {
        let mut errors = FormErrors::default();
        let terms = terms(self.cx, draft, &mut errors);
        let malformed = errors.fields.iter().find(|it| it.message != NO_RETURNS);
        if let Some(FieldError { path, message }) = malformed {
            return Err(conversion(&format!("{} {message}", node(path))));
        }
        terms.filter(|_| errors.is_empty()).ok_or_else(|| process(first_message(&errors)))
    }

    /// Registers what is sound, unless the programme says no.
    async fn enter(&self, terms: &TransactionTerms) -> Result<Result<Uuid, String>, Error> {
        let enter = || enter(self.cx, self.permit, Some(terms.clone()), FormErrors::default());
        match patiently(enter).await {
            Ok(id) => Ok(Ok(id.0)),
            Err(Error::Form(errors)) => Ok(Err(process(refusal(&errors)))),
            Err(Error::Refused(said)) => Ok(Err(process(&said))),
            Err(error) => Err(error),
        }
    }
}

fn refusal(errors: &FormErrors) -> &str {
    match errors.fields.first() {
        Some(FieldError { path, message }) if path == "pos" && message == message::NOT_VALID => {
            "posId does not exist"
        }
        _ => first_message(errors),
    }
}

/// Where in a file stands what the form has at `path`.
fn node(path: &str) -> &str {
    match path {
        "pos" => "posId",
        path => path.strip_prefix("transactionData.").unwrap_or(path),
    }
}

/// The row's document number as it stands in the file.
fn number(draft: &TransactionDraft) -> String {
    match &draft.data {
        GivenGroup::Members(data) => match &data.document_number {
            Given::Text(text) => text.clone(),
            Given::Absent | Given::Empty | Given::Malformed => String::new(),
        },
        GivenGroup::Absent | GivenGroup::Empty | GivenGroup::Malformed => String::new(),
    }
}

#[cfg(test)]
mod tests;
