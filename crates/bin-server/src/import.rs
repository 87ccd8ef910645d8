//! Customers, sales and returns from a file, brought in by the operator.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use application::customers::Import;
use application::cx::{Cx, Ports};
use application::ports::{BadFile, FileFormat, Progress, Record, Records};
use application::rows::ImportItem;
use application::transactions;
use domain::store::StoreCode;
use indicatif::{ProgressBar, ProgressStyle};
use infra_io::RowErrors;

use crate::cli::{FileKind, ImportArgs};
use crate::failure::Failure;
use crate::house::House;
use crate::{configured, print};

/// How many rows are handed over at once.
const ROWS: usize = 512;

/// The same of sales and returns: each is written by itself, and may be large.
const DOCUMENTS: usize = 64;

/// `laurel import`.
pub async fn import(args: ImportArgs) -> Result<(), Failure> {
    let ImportArgs { file, transactions, store, format, dry_run, restart, errors, storage } = args;
    let config = configured(&storage.place.overrides(None), storage.config.as_deref())?;
    let format = if transactions { None } else { Some(format_of(&file, format)?) };
    let house = House::open(&config).await?;
    let work = Work { file, dry_run, restart, errors };
    let done = match operator(&house.ports, &store).await {
        Ok(cx) => match format {
            Some(format) => work.run(&cx, format).await,
            None => Box::pin(work.run_transactions(&cx)).await,
        },
        Err(failure) => Err(failure),
    };
    house.close().await?;
    let Progress { processed, failed, .. } = done?;
    let made = if dry_run { "would be imported" } else { "imported" };
    print(&format!("{} of {processed} rows {made}, {failed} failed", processed - failed))?;
    if failed > 0 { Err(Failure::RowsFailed(failed)) } else { Ok(()) }
}

/// The operator in a store.
pub async fn operator(ports: &Arc<Ports>, store: &str) -> Result<Cx, Failure> {
    let unknown = || Failure::Refused(format!("there is no store {store}"));
    let code = StoreCode::parse(store).map_err(|_| unknown())?;
    let found = ports.storage.directory().store(&code).await;
    let found = found.map_err(application::error::Error::from)?.ok_or_else(unknown)?;
    Ok(Cx::operator(Arc::clone(ports), found))
}

struct Work {
    file: PathBuf,
    dry_run: bool,
    restart: bool,
    errors: Option<PathBuf>,
}

impl Work {
    async fn run(&self, cx: &Cx, format: FileFormat) -> Result<Progress, Failure> {
        let mut import = if self.dry_run {
            Import::rehearse(cx)?
        } else {
            let digest = infra_io::digest_of_file(&self.file)?;
            Import::resume(cx, digest, self.restart).await?
        };
        let before = import.progress();
        if before.finished {
            print("This file was imported before: --restart imports it again.")?;
            return Ok(Progress { failed: 0, ..before });
        }
        let bar = bar(&self.file)?;
        let mut records = self.records(cx, format, &bar)?;
        let mut report = self.report(&bar, before.processed > 0)?;
        for _ in 0..before.processed {
            if let Some(Err(why)) = records.next() {
                return Err(unread(&why, before.processed));
            }
        }
        loop {
            let (rows, cut) = next_rows(&mut records, ROWS);
            let first = import.progress().processed + 1;
            report.tell(first, import.add(&rows).await?)?;
            if let Some(why) = cut {
                return Err(unread(&why, import.progress().processed));
            }
            if rows.len() < ROWS {
                break;
            }
        }
        bar.finish_and_clear();
        Ok(import.finish().await?)
    }

    async fn run_transactions(&self, cx: &Cx) -> Result<Progress, Failure> {
        let mut import = transactions::Import::new(cx)?;
        let bar = bar(&self.file)?;
        let file = Box::new(bar.wrap_read(File::open(&self.file)?));
        let mut records = cx.files().transactions(file);
        let mut report = self.report(&bar, false)?;
        loop {
            let (rows, cut) = next_rows(&mut records, DOCUMENTS);
            let first = import.progress().processed + 1;
            report.tell(first, import.add(&rows).await?)?;
            if let Some(why) = cut {
                return Err(unread(&why, import.progress().processed));
            }
            if rows.len() < DOCUMENTS {
                break;
            }
        }
        bar.finish_and_clear();
        Ok(import.finish().await?)
    }

    fn report<'a>(&self, bar: &'a ProgressBar, append: bool) -> Result<Report<'a>, Failure> {
        let open = |path: &PathBuf| RowErrors::open(path, append);
        Ok(Report { bar, errors: self.errors.as_ref().map(open).transpose()? })
    }

    fn records(
        &self,
        cx: &Cx,
        format: FileFormat,
        bar: &ProgressBar,
    ) -> Result<Records<Record>, Failure> {
        let file = Box::new(bar.wrap_read(File::open(&self.file)?));
        let read = cx.files().customers(format, file);
        read.map_err(|error| Failure::Refused(error.to_string()))
    }
}

/// Says which rows failed.
struct Report<'a> {
    bar: &'a ProgressBar,
    errors: Option<RowErrors>,
}

impl Report<'_> {
    fn tell(&mut self, first: u64, items: Vec<ImportItem>) -> Result<(), Failure> {
        for (row, ImportItem { identifier, outcome }) in (first..).zip(items) {
            let Err(message) = outcome else { continue };
            match &mut self.errors {
                Some(errors) => errors.add(row, &identifier, &message)?,
                None => self.bar.suspend(|| eprintln!("row {row}: {message}")),
            }
        }
        match &mut self.errors {
            Some(errors) => Ok(errors.flush()?),
            None => Ok(()),
        }
    }
}

/// The next rows, fewer than `most` only where the file ends; and why, when it ends before its
/// time.
fn next_rows<T>(records: &mut Records<T>, most: usize) -> (Vec<T>, Option<BadFile>) {
    let mut cut = None;
    let rows = records.by_ref().take(most).map_while(|it| it.map_err(|it| cut = Some(it)).ok());
    let rows = rows.collect();
    (rows, cut)
}

/// What stands before is done and stays; the file is not finished.
fn unread(BadFile(why): &BadFile, rows: u64) -> Failure {
    Failure::Refused(format!("after row {rows} the file cannot be read any further: {why}"))
}

/// How much of the file is read; nothing where nobody looks.
fn bar(file: &Path) -> Result<ProgressBar, Failure> {
    let bar = ProgressBar::new(file.metadata()?.len());
    let style = ProgressStyle::with_template("{bar:40} {percent}% {bytes} {elapsed} (eta {eta})");
    Ok(style.map_or_else(|_| bar.clone(), |style| bar.clone().with_style(style)))
}

/// What the flag says, or else the file's name.
fn format_of(file: &Path, named: Option<FileKind>) -> Result<FileFormat, Failure> {
    let extension = file.extension().and_then(|it| it.to_str()).unwrap_or_default();
    match (named, extension.to_ascii_lowercase().as_str()) {
        (Some(FileKind::Xml), _) | (None, "xml") => Ok(FileFormat::Xml),
        (Some(FileKind::Csv), _) | (None, "csv") => Ok(FileFormat::Csv),
        (Some(FileKind::Jsonl), _) | (None, "jsonl" | "ndjson") => Ok(FileFormat::Jsonl),
        (None, _) => Err(Failure::Usage("say what the file is with --format xml, csv or jsonl")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_or_the_name_says_what_the_file_is() {
        let of = |file: &str, named| format_of(Path::new(file), named).ok();
        assert_eq!(of("a.XML", None), Some(FileFormat::Xml));
        assert_eq!(of("a.jsonl", None), Some(FileFormat::Jsonl));
        assert_eq!(of("a.xml", Some(FileKind::Csv)), Some(FileFormat::Csv));
        assert_eq!(of("a", None), None);
    }
}
