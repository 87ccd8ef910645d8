//! Everything a store keeps of its customers, as a file.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use application::customers::Export;
use application::cx::Cx;
use application::ports::FileFormat;
use infra_io::ExportWriter;

use crate::cli::{ExportArgs, FileKind};
use crate::configured;
use crate::failure::Failure;
use crate::house::House;
use crate::import::operator;

/// `laurel export`.
pub async fn export(args: ExportArgs) -> Result<(), Failure> {
    let ExportArgs { store, format, output, storage } = args;
    let config = configured(&storage.place.overrides(None), storage.config.as_deref())?;
    let house = House::open(&config).await?;
    let done = match operator(&house.ports, &store).await {
        Ok(cx) => write(&cx, format, output.as_deref()).await,
        Err(failure) => Err(failure),
    };
    house.close().await?;
    let customers = done?;
    eprintln!("{customers} customers exported");
    Ok(())
}

async fn write(cx: &Cx, format: FileKind, output: Option<&Path>) -> Result<u64, Failure> {
    let format = match format {
        FileKind::Xml => FileFormat::Xml,
        FileKind::Csv => FileFormat::Csv,
        FileKind::Jsonl => FileFormat::Jsonl,
    };
    let out: Box<dyn Write + Send> = match output {
        Some(path) => Box::new(private(path)?),
        None => Box::new(io::stdout()),
    };
    let mut writer = ExportWriter::new(format, BufWriter::new(out))?;
    let mut export = Export::new(cx)?;
    let written = write_all(cx, &mut export, &mut writer).await;
    // What left is audited also when the rest could not.
    let exported = export.finish().await?;
    written?;
    writer.finish()?;
    Ok(exported)
}

async fn write_all<W: Write>(
    cx: &Cx,
    export: &mut Export<'_>,
    writer: &mut ExportWriter<W>,
) -> Result<(), Failure> {
    loop {
        let some = export.next().await?;
        if some.is_empty() {
            return Ok(());
        }
        for kept in &some {
            writer.add(kept, &cx.store)?;
        }
    }
}

/// A new file that only its owner reads: it is full of personal data.
fn private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    // One that was there already keeps its mode otherwise.
    #[cfg(unix)]
    if file.metadata()?.is_file() {
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    }
    Ok(file)
}
