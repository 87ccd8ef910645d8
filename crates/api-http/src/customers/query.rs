//! The query string of customer lists (behaviour A5, 3.17).

use application::ports::{Between, CustomerFilter, Direction, LabelCondition, SortField};
use chrono::TimeDelta;
use domain::Timestamp;
use domain::amount::Amount;
use domain::form::Given;

use crate::body::{Field, Form, FormSpec, Members, choice, list, text};
use crate::queries::{direction, filter};

/// Every documented parameter. The unlisted ones are aliases of older programs.
pub(crate) static PARAMETERS: Form = Form {
    name: "",
    fields: &[
        text("firstName", "First name contains"),
        text("lastName", "Last name contains"),
        text("phone", "Phone contains"),
        text("email", "E-mail address contains"),
        text("loyaltyCardNumber", "Loyalty card number contains"),
        text("transactionsAmountFrom", "Lower limit of the transactions' amount"),
        text("transactionsAmountTo", "Upper limit of the transactions' amount"),
        text("averageTransactionAmountFrom", "Lower limit of the average amount"),
        text("averageTransactionAmountTo", "Upper limit of the average amount"),
        text("transactionsCountFrom", "Lower limit of the number of transactions"),
        text("transactionsCountTo", "Upper limit of the number of transactions"),
        text("daysFromLastTransactionTo", "Last transaction at most so many days ago"),
        text("hoursFromLastUpdateTo", "Last update at most so many hours ago"),
        choice("strict", &["0", "1"], "1: texts must be equal instead of containing the filter"),
        list("labels", LABEL, "Labels, all of which the customer has"),
        text("page", "From 1"),
        text("perPage", "10 unless given; at most 1000"),
        choice("sort", SORT_NAMES, "createdAt unless given"),
        choice("direction", &["asc", "desc"], "desc unless given"),
        text("scrollId", "Empty starts a scroll; the id of an answer goes on with it"),
        text("_locale", "The language of level names"),
    ],
};

const LABEL: &[Field] = &[text("key", "Label key"), text("value", "Label value")];

/// The table of list parameters, as a type.
pub(super) struct ListParameters;

impl FormSpec for ListParameters {
    const FORM: &'static Form = &PARAMETERS;
}

/// Names that `sort` takes, aliases last (behaviour 3.17.7, 3.17.9).
const SORTS: &[(&str, SortField)] = &[
    ("customerId", SortField::CustomerId),
    ("firstName", SortField::FirstName),
    ("lastName", SortField::LastName),
    ("email", SortField::Email),
    ("phone", SortField::Phone),
    ("loyaltyCardNumber", SortField::LoyaltyCardNumber),
    ("createdAt", SortField::CreatedAt),
    ("updatedAt", SortField::UpdatedAt),
    ("birthDate", SortField::BirthDate),
    ("active", SortField::Active),
    ("levelId", SortField::LevelId),
    ("transactionsCount", SortField::TransactionsCount),
    ("transactionsAmount", SortField::TransactionsAmount),
    ("transactionsAmountWithoutDeliveryCosts", SortField::TransactionsAmountWithoutDeliveryCosts),
    ("averageTransactionAmount", SortField::AverageTransactionAmount),
    ("lastTransactionDate", SortField::LastTransactionDate),
    ("transactionCount", SortField::TransactionsCount),
    ("daysFromLastTransaction", SortField::LastTransactionDate),
    ("hoursFromLastUpdate", SortField::UpdatedAt),
];

const SORT_NAMES: &[&str] = &[
    "customerId",
    "firstName",
    "lastName",
    "email",
    "phone",
    "loyaltyCardNumber",
    "createdAt",
    "updatedAt",
    "birthDate",
    "active",
    "levelId",
    "transactionsCount",
    "transactionsAmount",
    "transactionsAmountWithoutDeliveryCosts",
    "averageTransactionAmount",
    "lastTransactionDate",
];

/// What a query string asks for, and the names of the parameters that could not be read.
pub(super) struct Wish {
    pub(super) filter: CustomerFilter,
    pub(super) sort: SortField,
    pub(super) direction: Direction,
    pub(super) ignored: Vec<&'static str>,
}

impl Wish {
    /// Reads the parameters; relative times count from `now`.
    pub(super) fn read(asked: &Members, now: Timestamp) -> Self {
        let mut ignored = Vec::new();
        let filter = CustomerFilter {
            first_name: filter(asked, "firstName"),
            last_name: filter(asked, "lastName"),
            email: filter(asked, "email"),
            phone: filter(asked, "phone"),
            loyalty_card: filter(asked, "loyaltyCardNumber"),
            email_or_phone: filter(asked, "emailOrPhone"),
            strict: asked.leaf("strict").is_checked(),
            transactions_amount: between(
                asked,
                ["transactionsAmountFrom", "transactionsAmountTo", "transactionsAmount"],
                &mut ignored,
                |raw| Amount::parse(raw).ok(),
            ),
            average_transaction_amount: between(
                asked,
                [
                    "averageTransactionAmountFrom",
                    "averageTransactionAmountTo",
                    "averageTransactionAmount",
                ],
                &mut ignored,
                |raw| Amount::parse(raw).ok(),
            ),
            transactions_count: between(
                asked,
                ["transactionsCountFrom", "transactionsCountTo", "transactionsCount"],
                &mut ignored,
                |raw| raw.parse().ok(),
            ),
            last_transaction_since: ago(
                asked,
                ["daysFromLastTransactionTo", "daysFromLastTransaction"],
                &mut ignored,
                |days| now.checked_sub_signed(TimeDelta::try_days(days)?),
            ),
            updated_since: ago(
                asked,
                ["hoursFromLastUpdateTo", "hoursFromLastUpdate"],
                &mut ignored,
                |hours| now.checked_sub_signed(TimeDelta::try_hours(hours)?),
            ),
            labels: labels(asked),
            manual_level_only: asked.leaf("manuallyAssignedLevel").is_checked(),
        };
        let sort = read(asked, "sort", &mut ignored, |raw| {
            SORTS.iter().find(|(name, _)| *name == raw).map(|(_, field)| *field)
        });
        Self {
            filter,
            sort: sort.unwrap_or(SortField::CreatedAt),
            direction: direction(asked, Direction::Desc),
            ignored,
        }
    }
}

/// A parameter by `parse`; one that cannot be read is named in `ignored`.
fn read<T>(
    asked: &Members,
    name: &'static str,
    ignored: &mut Vec<&'static str>,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    if asked.leaf(name) == Given::Malformed {
        ignored.push(name);
    }
    let raw = filter(asked, name)?;
    let found = parse(&raw);
    if found.is_none() {
        ignored.push(name);
    }
    found
}

/// Limits by their names: lower, upper, and the older name for exactly one value.
fn between<T: Copy>(
    asked: &Members,
    [from, to, exactly]: [&'static str; 3],
    ignored: &mut Vec<&'static str>,
    parse: impl Fn(&str) -> Option<T>,
) -> Between<T> {
    let one = read(asked, exactly, ignored, &parse);
    Between {
        from: read(asked, from, ignored, &parse).or(one),
        to: read(asked, to, ignored, &parse).or(one),
    }
}

/// The instant some time before now; the second name is the older one. A time that lies before
/// all instants limits nothing.
fn ago(
    asked: &Members,
    names: [&'static str; 2],
    ignored: &mut Vec<&'static str>,
    back: impl Fn(i64) -> Option<Timestamp>,
) -> Option<Timestamp> {
    let back = |raw: &str| back(raw.parse().ok()?);
    let [name, alias] = names.map(|name| read(asked, name, ignored, back));
    name.or(alias)
}

fn labels(asked: &Members) -> Vec<LabelCondition> {
    let condition =
        |it: &Members| LabelCondition { key: filter(it, "key"), value: filter(it, "value") };
    let conditions = asked.list("labels", condition).unwrap_or_default();
    conditions.into_iter().filter(|it| it.key.is_some() || it.value.is_some()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(query: &str) -> Wish {
        Wish::read(&Members::of_query(query), Timestamp::UNIX_EPOCH + TimeDelta::days(100))
    }

    #[test]
    fn every_documented_sort_name_is_known() {
        for name in SORT_NAMES {
            assert!(SORTS.iter().any(|(it, _)| it == name), "{name}");
        }
        assert_eq!(wish("sort=transactionCount").sort, SortField::TransactionsCount);
        assert_eq!(wish("").sort, SortField::CreatedAt);
    }

    #[test]
    fn values_that_cannot_be_read_are_ignored_and_named() {
        let odd = wish(
            "transactionsAmountFrom=x&transactionsCountTo=1.5&daysFromLastTransactionTo=soon&sort=unknown&firstName=null&lastName=",
        );
        assert_eq!(odd.filter, CustomerFilter::default());
        assert_eq!(
            odd.ignored,
            ["transactionsAmountFrom", "transactionsCountTo", "daysFromLastTransactionTo", "sort"]
        );
    }

    #[test]
    fn limits_times_and_aliases_are_read() {
        let it = wish("transactionsAmountFrom=1.5&transactionsAmountTo=3&transactionsCount=2&hoursFromLastUpdateTo=24&daysFromLastTransaction=1").filter;
        assert_eq!(it.transactions_amount.from, Amount::parse("1.5").ok());
        assert_eq!(it.transactions_amount.to, Amount::parse("3").ok());
        assert_eq!(it.transactions_count, Between { from: Some(2), to: Some(2) });
        let day = Some(Timestamp::UNIX_EPOCH + TimeDelta::days(99));
        assert_eq!((it.updated_since, it.last_transaction_since), (day, day));
    }

    #[test]
    fn label_conditions_may_have_any_index_and_empty_ones_are_dropped() {
        let it = wish(
            "labels[5][key]=a&labels[5][value]=b&labels[x][key]=c&labels[7][key]=&strict=false",
        )
        .filter;
        let pairs: Vec<_> =
            it.labels.iter().map(|it| (it.key.as_deref(), it.value.as_deref())).collect();
        assert_eq!(pairs, [(Some("a"), Some("b")), (Some("c"), None)]);
        assert!(!it.strict);
    }
}
