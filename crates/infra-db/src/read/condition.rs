//! The WHERE clause of customer lists: fragments and the values they bind.

use application::ports::{Between, CustomerFilter, LabelCondition, TillSearch, TransferQuery};
use domain::contact::phone_key;
use domain::text::folded;
use sea_orm::{DbBackend, Value};

use super::ask::can_be_stored;

/// How long a text must be for SQLite's trigram index to find it.
const TRIGRAM: usize = 3;

/// Which rows of `customer c` are meant, and the values bound so far. The store is `$1`.
#[derive(Clone, Debug)]
pub struct Condition {
    pub text: String,
    pub values: Vec<Value>,
    /// On PostgreSQL: a text is searched for, which its planner is bad at guessing the number of.
    pub is_search: bool,
}

impl Condition {
    /// The customers of `store` that a list shows.
    pub fn of_filter(backend: DbBackend, store: Value, filter: &CustomerFilter) -> Self {
        let mut parts = Parts::new(backend, store);
        parts.texts(filter);
        parts.between("c.transactions_amount", filter.transactions_amount, |it| {
            it.ten_thousandths()
        });
        parts.between("c.average_transaction_amount", filter.average_transaction_amount, |it| {
            it.ten_thousandths()
        });
        parts.between("c.transactions_count", filter.transactions_count, |it| it);
        for (column, since) in [
            ("c.last_transaction_at", filter.last_transaction_since),
            ("c.updated_at", filter.updated_since),
        ] {
            parts.between(column, Between { from: since, to: None }, |it| it.timestamp_micros());
        }
        for label in &filter.labels {
            parts.label(label);
        }
        if filter.manual_level_only {
            parts.clauses.push("c.level_manual".to_owned());
        }
        parts.finish()
    }

    /// The customers of `store` that a search at the till finds.
    pub fn of_search(backend: DbBackend, store: Value, search: &TillSearch) -> Self {
        let TillSearch { loyalty_card, phone, email, first_name, last_name, city, postcode } =
            search;
        let mut parts = Parts::new(backend, store);
        for (column, text) in [
            ("loyalty_card_key", loyalty_card),
            ("email", email),
            ("first_name_key", first_name),
            ("last_name_key", last_name),
            ("city_key", city),
            ("postal_key", postcode),
        ] {
            if let Some(text) = text {
                parts.contains(&[(column, &folded(text))]);
            }
        }
        if let Some(phone) = phone {
            parts.contains_phone(phone);
        }
        parts.finish()
    }

    /// The customers of `store` whose transfers a list shows: any, deleted ones too, unless a text
    /// is searched for.
    pub fn of_owner(backend: DbBackend, store: Value, query: &TransferQuery) -> Self {
        let search = TillSearch {
            first_name: query.first_name.clone(),
            last_name: query.last_name.clone(),
            email: query.email.clone(),
            phone: query.phone.clone(),
            ..TillSearch::default()
        };
        if search == TillSearch::default() {
            return Self { text: String::new(), values: vec![store], is_search: false };
        }
        Self::of_search(backend, store, &search)
    }

    /// Binds one more value and tells its placeholder.
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        bind(&mut self.values, value)
    }
}

struct Parts {
    backend: DbBackend,
    clauses: Vec<String>,
    values: Vec<Value>,
    /// What SQLite's search table is asked, all at once.
    matches: Vec<String>,
    is_search: bool,
}

impl Parts {
    fn new(backend: DbBackend, store: Value) -> Self {
        // Said literally, because the indexes hold only the rows for which it is true.
        let clauses = vec!["c.status <> 'deleted'".to_owned()];
        Self { backend, clauses, values: vec![store], matches: vec![], is_search: false }
    }

    fn texts(&mut self, filter: &CustomerFilter) {
        let by_key = [
            ("first_name_key", filter.first_name.as_deref()),
            ("last_name_key", filter.last_name.as_deref()),
            ("email", filter.email.as_deref()),
        ];
        for (column, text) in by_key {
            match text.map(folded) {
                Some(text) if filter.strict => self.equals(&[(column, &text)]),
                Some(text) => self.contains(&[(column, &text)]),
                None => {}
            }
        }
        match &filter.phone {
            Some(phone) if filter.strict => self.equals(&[("phone_key", phone_key(phone))]),
            Some(phone) => self.contains_phone(phone),
            None => {}
        }
        match &filter.loyalty_card {
            Some(card) if filter.strict => self.equals(&[("loyalty_card", card)]),
            Some(card) => self.contains(&[("loyalty_card_key", &folded(card))]),
            None => {}
        }
        if let Some(contact) = &filter.email_or_phone {
            let email = folded(contact);
            let either = [("email", &*email), ("phone_key", phone_key(contact))];
            if filter.strict { self.equals(&either) } else { self.contains(&either) }
        }
    }

    /// One of the columns is its text.
    fn equals(&mut self, either: &[(&str, &str)]) {
        self.any(either, |parts, column, text| {
            format!("c.{column} = {}", bind(&mut parts.values, text))
        });
    }

    /// One of the columns contains its text.
    fn contains(&mut self, either: &[(&str, &str)]) {
        let indexed = either.iter().all(|(_, text)| text.chars().count() >= TRIGRAM)
            && either.iter().all(|(_, text)| can_be_stored(text));
        if self.backend == DbBackend::Postgres {
            self.is_search = true;
            // The backslash is the escape character unless a statement says otherwise.
            self.any(either, |parts, column, text| {
                format!("c.{column} LIKE {}", bind(&mut parts.values, like_pattern(text)))
            });
        } else if indexed {
            let phrases = either
                .iter()
                .map(|(column, text)| format!("{column} : \"{}\"", text.replace('"', "\"\"")));
            self.matches.push(format!("({})", phrases.collect::<Vec<_>>().join(" OR ")));
        } else {
            self.any(either, |parts, column, text| {
                format!("instr(c.{column}, {}) > 0", bind(&mut parts.values, text))
            });
        }
    }

    /// A phone contains digits anywhere, and a `+` only where it begins.
    fn contains_phone(&mut self, phone: &str) {
        let digits = phone_key(phone);
        self.contains(&[("phone_key", digits)]);
        if phone != digits && can_be_stored(phone) {
            let start = bind(&mut self.values, phone);
            let length = phone.chars().count();
            self.clauses.push(format!("substr(c.phone, 1, {length}) = {start}"));
        }
    }

    fn any(&mut self, either: &[(&str, &str)], clause: impl Fn(&mut Self, &str, &str) -> String) {
        if !either.iter().all(|(_, text)| can_be_stored(text)) {
            self.clauses.push("1 = 0".to_owned());
            return;
        }
        let clauses: Vec<_> =
            either.iter().map(|(column, text)| clause(self, column, text)).collect();
        self.clauses.push(format!("({})", clauses.join(" OR ")));
    }

    fn between<T: Copy>(&mut self, column: &str, range: Between<T>, number: impl Fn(T) -> i64) {
        for (operator, limit) in [(">=", range.from), ("<=", range.to)] {
            if let Some(limit) = limit {
                let limit = bind(&mut self.values, number(limit));
                self.clauses.push(format!("{column} {operator} {limit}"));
            }
        }
    }

    fn label(&mut self, condition: &LabelCondition) {
        let wanted = [("key", &condition.key), ("value", &condition.value)];
        let mut meets = vec![];
        for (column, text) in wanted {
            let Some(text) = text else { continue };
            if !can_be_stored(text) {
                self.clauses.push("1 = 0".to_owned());
                return;
            }
            meets.push(format!("m.{column} = {}", bind(&mut self.values, text.as_str())));
        }
        if !meets.is_empty() {
            self.clauses.push(format!(
                "EXISTS (SELECT 1 FROM customer_label m \
                 WHERE m.store = $1 AND m.customer_id = c.id AND {})",
                meets.join(" AND "),
            ));
        }
    }

    fn finish(mut self) -> Condition {
        // The plus keeps SQLite from walking all of the store's customers in the order of the
        // list when the search table already names the few that are meant.
        let plus = if self.matches.is_empty() { "" } else { "+" };
        self.clauses.insert(0, format!("{plus}c.store = $1"));
        if !self.matches.is_empty() {
            let expression = bind(&mut self.values, self.matches.join(" AND "));
            self.clauses.push(format!(
                "c.row_number IN (SELECT rowid FROM customer_search \
                 WHERE customer_search MATCH {expression})"
            ));
        }
        let Self { clauses, values, is_search, .. } = self;
        Condition { text: clauses.join(" AND "), values, is_search }
    }
}

fn bind(values: &mut Vec<Value>, value: impl Into<Value>) -> String {
    values.push(value.into());
    format!("${}", values.len())
}

/// Finds `text` anywhere; its own wildcards stand for themselves.
pub fn like_pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}
