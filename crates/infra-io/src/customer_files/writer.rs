//! What a store holds, written to a file: JSON lines in every detail, CSV and XML as an import
//! takes them.

use std::io::{self, Write};

use application::ports::{FileFormat, Kept};
use csv::Writer;
use domain::customer::{Address, CustomerState, Entry, Gender, Placement, Status};
use domain::store::Store;
use domain::text::Text;
use quick_xml::escape::escape;

use super::csv_file::{LABELS, TOLD_ONLY};
use super::kept::{self, status_text};
use super::leaves::NAMES;
use super::row_errors::guarded;

/// An export in the making.
pub struct ExportWriter<W: Write>(Form<W>);

enum Form<W: Write> {
    Jsonl(W),
    Csv(Box<Writer<W>>),
    Xml(W),
}

impl<W: Write> ExportWriter<W> {
    pub fn new(format: FileFormat, mut out: W) -> io::Result<Self> {
        Ok(Self(match format {
            FileFormat::Jsonl => Form::Jsonl(out),
            FileFormat::Csv => {
                let mut table = Writer::from_writer(out);
                table.write_record(TOLD_ONLY.iter().chain(&NAMES).chain([&LABELS]))?;
                Form::Csv(Box::new(table))
            }
            FileFormat::Xml => {
                out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<customers>\n")?;
                Form::Xml(out)
            }
        }))
    }

    /// Only JSON lines hold what is no customer.
    pub fn add(&mut self, kept: &Kept, store: &Store) -> io::Result<()> {
        match (&mut self.0, kept) {
            (Form::Jsonl(out), kept) => writeln!(out, "{}", kept::line(kept)),
            (Form::Csv(out), Kept::Customer(it)) => Ok(out.write_record(cells(it, store))?),
            (Form::Xml(out), Kept::Customer(it)) => write_node(out, it, store),
            (Form::Csv(_) | Form::Xml(_), _) => Ok(()),
        }
    }

    pub fn finish(self) -> io::Result<()> {
        match self.0 {
            Form::Jsonl(mut out) => out.flush(),
            Form::Csv(mut out) => out.flush(),
            Form::Xml(mut out) => {
                out.write_all(b"</customers>\n")?;
                out.flush()
            }
        }
    }
}

fn cells(state: &CustomerState, store: &Store) -> Vec<String> {
    let time = |it: domain::Timestamp| it.with_timezone(&store.time_zone).to_rfc3339();
    let told = [
        state.id.to_string(),
        status_text(state.status).to_owned(),
        time(state.created_at),
        time(state.updated_at),
    ];
    let labels = state.profile.labels.iter().map(|it| format!("{}:{}", it.key, it.value));
    let labels = labels.collect::<Vec<_>>().join(";");
    let values = values(state, store).into_iter().map(Option::unwrap_or_default);
    told.into_iter().chain(values).chain([labels]).map(|it| guarded(&it)).collect()
}

/// The values of [`NAMES`].
fn values(state: &CustomerState, store: &Store) -> [Option<String>; 24] {
    let it = &state.profile;
    let flag = |on: bool| Some(on.to_string());
    let text = |it: &Option<Text>| it.as_ref().map(|it| it.as_str().to_owned());
    let nowhere = Address::default();
    let address = it.address.as_ref().unwrap_or(&nowhere);
    let birth_date = it.birth_date.map(|it| it.with_timezone(&store.time_zone).date_naive());
    let manual = match state.placement {
        Some(Placement::Manual(level)) => Some(level.to_string()),
        Some(Placement::Earned(_)) | None => None,
    };
    [
        it.email.as_ref().map(|it| it.as_str().to_owned()),
        Some(it.first_name.as_str().to_owned()),
        Some(it.last_name.as_str().to_owned()),
        flag(state.status == Status::Active),
        flag(false),
        birth_date.map(|it| it.to_string()),
        flag(it.agreements.0[0]),
        flag(it.agreements.0[1]),
        flag(it.agreements.0[2]),
        Some(it.gender.unwrap_or(Gender::NotDisclosed).as_str().to_owned()),
        manual,
        state.pos.map(|it| it.to_string()),
        state.seller.map(|it| it.to_string()),
        it.phone.given().map(|it| it.as_str().to_owned()),
        match &it.loyalty_card {
            Entry::Given(card) => Some(card.as_str().to_owned()),
            Entry::NeverGiven | Entry::Erased => None,
        },
        it.company.as_ref().map(|it| it.name.as_str().to_owned()),
        it.company.as_ref().map(|it| it.nip.as_str().to_owned()),
        text(&address.street),
        text(&address.address1),
        text(&address.address2),
        text(&address.postal),
        text(&address.city),
        text(&address.province),
        text(&address.country),
    ]
}

fn write_node(out: &mut impl Write, state: &CustomerState, store: &Store) -> io::Result<()> {
    write!(out, "<customer>")?;
    let mut open = "";
    for (name, value) in NAMES.into_iter().zip(values(state, store)) {
        let Some(value) = value else { continue };
        let (group, leaf) = name.split_once('.').unwrap_or(("", name));
        if group != open {
            end(out, open)?;
            if !group.is_empty() {
                write!(out, "<{group}>")?;
            }
            open = group;
        }
        write!(out, "<{leaf}>{}</{leaf}>", escape(value.as_str()))?;
    }
    end(out, open)?;
    if !state.profile.labels.is_empty() {
        write!(out, "<labels>")?;
        for label in &state.profile.labels {
            let (key, value) = (escape(label.key.as_str()), escape(label.value.as_str()));
            write!(out, "<label><key>{key}</key><value>{value}</value></label>")?;
        }
        write!(out, "</labels>")?;
    }
    writeln!(out, "</customer>")
}

fn end(out: &mut impl Write, group: &str) -> io::Result<()> {
    if group.is_empty() { Ok(()) } else { write!(out, "</{group}>") }
}
