//! A row of a file as a customer, or the words that say why it is none.

use domain::account::{Login, User};
use domain::customer::{Customer, CustomerDraft, FormRules, Profile, References};
use domain::earning::Rule;
use domain::form::{FormErrors, Given, message};
use domain::ids::CustomerId;
use domain::label::Label;
use domain::level::Level;

use super::super::assigned::assigned_lines;
use super::super::keep::{earned_lines, events};
use super::super::register::Wanted;
use super::nodes;
use crate::cx::Cx;
use crate::earning;
use crate::error::Error;
use crate::points::{Member, Parts};
use crate::ports::{AuditData, ImportRow, Kept, Message, Newcomer, Record};
use crate::rows::{conversion, first_message, process, unreadable};

/// What every newcomer meets.
#[derive(Clone, Copy)]
pub(super) struct Programme<'a> {
    pub(super) start: Option<&'a Level>,
    pub(super) levels: &'a [Level],
    /// Of events.
    pub(super) rules: &'a [Rule],
}

/// A row that nothing is wrong with in itself.
pub(super) struct Sound<'a> {
    pub(super) row: &'a ImportRow,
    pub(super) profile: Profile,
    pub(super) references: References,
}

/// Judges a row by itself: its nodes, then the rules that its fields have everywhere
/// (behaviour 3.20.2, 3.20.3).
pub(super) fn sound<'a>(cx: &Cx, record: &'a Record) -> Result<Sound<'a>, String> {
    let row = match record {
        Record::Row(row) => row,
        Record::Unreadable(format) => return Err(unreadable(*format)),
        Record::Kept(_) => return Err(process(message::NOT_VALID)),
    };
    let rules = FormRules::of(&cx.store);
    if let Some(said) = nodes::first_violation(row, rules) {
        return Err(conversion(&said));
    }
    let mut errors = FormErrors::default();
    let profile = row.customer.imported_profile(rules.zone, &mut errors);
    let labels = labels(row, &mut errors);
    let references = row.customer.references(&mut errors);
    match profile.filter(|_| errors.is_empty()) {
        Some(profile) => Ok(Sound { row, profile: Profile { labels, ..profile }, references }),
        None => Err(process(first_message(&errors))),
    }
}

impl Sound<'_> {
    /// The customer, and everything that is written beside it (behaviour 3.20.7 to 3.20.9).
    pub(super) fn into_newcomer(
        self,
        cx: &Cx,
        known: Programme<'_>,
        wanted: &Wanted,
    ) -> Result<Newcomer, Error> {
        let Self { row, profile, references: _ } = self;
        let (now, locale) = (cx.now(), &cx.store.default_locale);
        let draft = CustomerDraft { labels: written(&profile.labels), ..row.customer.clone() };
        let id = CustomerId(cx.next_id());
        let mut customer = Customer::register(id, profile, now, known.start, locale, now);
        wanted.place(&mut customer, locale, now);
        let mut jobs = vec![cx.message(Message::TemporaryPassword(id))];
        if row.active == Given::text("true") {
            customer.activate(now)?;
        } else if row.send_activation_mail == Given::text("true") {
            jobs.push(cx.message(Message::Activation(id)));
        }
        let mut member = Member::new(customer);
        let uses = earning::reward_newcomer(cx, &mut member, known.rules);
        let Parts { customer, account, events: of_points, jobs: new_points } =
            member.into_parts(cx, known.levels);
        jobs.extend(new_points);
        let submitted = draft.submitted(FormRules::of(&cx.store));
        let mut events = events(cx, &customer, submitted.clone());
        events.extend(of_points);
        let told = AuditData::Submitted(submitted);
        let mut audit = vec![cx.audit_customer("RegisterCustomer", id, told)];
        audit.extend(assigned_lines(cx, id, wanted.pos, wanted.level.as_ref().map(|it| it.id)));
        for (line, job) in earned_lines(cx, &customer) {
            audit.push(line);
            jobs.extend(job);
        }
        let login = Login::without_password(User::Customer(id));
        Ok(Newcomer { customer, account, uses, login, jobs, audit, events })
    }
}

/// The row's e-mail address as it stands in the file.
pub(super) fn identifier(record: &Record) -> String {
    match record {
        Record::Row(row) => match &row.customer.email {
            Given::Text(text) => text.clone(),
            Given::Absent | Given::Empty | Given::Malformed => String::new(),
        },
        Record::Kept(kept) => match &**kept {
            Kept::Level(_) => String::new(),
            Kept::Pos(it) => it.identifier.as_str().to_owned(),
            Kept::Seller(it) => it.email.as_str().to_owned(),
            Kept::Customer(it) => {
                it.profile.email.as_ref().map_or_else(String::new, |it| it.as_str().to_owned())
            }
        },
        Record::Unreadable(_) => String::new(),
    }
}

/// Labels as a form has them: registrations are told alike.
fn written(labels: &[Label]) -> Given {
    let pairs: Vec<_> = labels.iter().map(|it| format!("{}:{}", it.key, it.value)).collect();
    if pairs.is_empty() { Given::Absent } else { Given::text(&pairs.join(";")) }
}

fn labels(row: &ImportRow, errors: &mut FormErrors) -> Vec<Label> {
    let text = |given: &Given| match given {
        Given::Text(text) => Some(text.clone()),
        Given::Absent | Given::Empty => Some(String::new()),
        Given::Malformed => None,
    };
    let nodes = row.labels.iter().filter(|it| {
        // A label with nothing in it says nothing.
        let is_nothing = |given: &Given| matches!(given, Given::Absent | Given::Empty);
        !(is_nothing(&it.key) && is_nothing(&it.value))
    });
    let label = |(key, value): (Option<String>, Option<String>)| match (key, value) {
        (Some(key), Some(value)) => Label::parse(&key, &value).map_err(|it| it.to_string()),
        _ => Err(message::NOT_VALID.to_owned()),
    };
    let read: Result<Vec<_>, _> = nodes.map(|it| label((text(&it.key), text(&it.value)))).collect();
    errors.take("labels", read).unwrap_or_default()
}
