//! The statement that finds whom a segment describes. Lists are bound as JSON, so that their
//! length does not change the statement.

use domain::amount::Amount;
use domain::ids::SegmentId;
use domain::label::Label;
use domain::segment::{Anniversary, Criterion};
use domain::{TimeZone, Timestamp};
use sea_orm::Value;
use serde_json::json;
use uuid::Uuid;

/// A statement under construction: `$1` is the store, `$2` the segment.
pub struct Members {
    is_sqlite: bool,
    pub values: Vec<Value>,
}

impl Members {
    pub fn new(is_sqlite: bool, store: &str, segment: SegmentId) -> Self {
        Self { is_sqlite, values: vec![store.into(), segment.0.into()] }
    }

    /// Selects their ids, each once. Sets are joined and not looked up row by row: so they may be
    /// of any size.
    pub fn of(&mut self, parts: &[Vec<Criterion>], now: Timestamp, zone: TimeZone) -> String {
        let mut joins = vec![];
        for (n, part) in parts.iter().enumerate() {
            let any: Vec<_> = part.iter().map(|it| self.criterion(it, now, zone)).collect();
            let any = any.join(" UNION ALL ");
            joins.push(format!(
                " JOIN (SELECT DISTINCT a.id FROM ({any}) a) p{n} ON p{n}.id = c.id"
            ));
        }
        let joins = joins.concat();
        format!("SELECT c.id FROM customer c{joins} WHERE c.store = $1 AND c.status <> 'deleted'")
    }

    /// Selects `id`s, some perhaps more than once.
    fn criterion(&mut self, criterion: &Criterion, now: Timestamp, zone: TimeZone) -> String {
        let windows = criterion.windows(now, zone);
        match criterion {
            Criterion::BoughtInPos(pos) => {
                let pos = self.ids(pos.iter().map(|it| it.0));
                sales("", &format!("d.pos_id IN ({pos})"))
            }
            Criterion::TransactionCount { min, max } => {
                self.between("c.transactions_count", *min, *max)
            }
            Criterion::AverageAmount { from, to } => self.between(
                "c.average_transaction_amount",
                from.map(Amount::ten_thousandths),
                to.map(Amount::ten_thousandths),
            ),
            Criterion::TransactionAmount { from, to } => self.between(
                "c.transactions_amount",
                from.map(Amount::ten_thousandths),
                to.map(Amount::ten_thousandths),
            ),
            Criterion::PercentInPos { percent, pos } => {
                let pos = self.bind(pos.0);
                let percent = self.bind(percent.ten_thousandths());
                let there = format!("sum(CASE WHEN d.pos_id = {pos} THEN 1 ELSE 0 END)");
                let all = sales("", "true");
                format!(
                    "{all} GROUP BY d.customer_id HAVING {there} * 1000000 >= {percent} * count(*)"
                )
            }
            Criterion::BoughtSkus(skus) => {
                let skus = self.texts(skus);
                sales(self.items(), &format!("{} IN ({skus})", self.member("i", "sku")))
            }
            Criterion::BoughtMakers(makers) => {
                let makers = self.texts(makers);
                sales(self.items(), &format!("{} IN ({makers})", self.member("i", "maker")))
            }
            Criterion::BoughtLabels(labels) => {
                let pairs = self.pairs(labels);
                let label = format!("({}, {})", self.member("l", "key"), self.member("l", "value"));
                let items = format!("{}{}", self.items(), self.item_labels());
                sales(&items, &format!("{label} IN ({pairs})"))
            }
            Criterion::Anniversary { of, days: _ } => self.anniversary(*of, &windows),
            Criterion::LastPurchase { .. } => self.within("c.last_transaction_at", &windows),
            Criterion::PurchasePeriod { .. } => {
                let [from, until] = self.window(&windows);
                sales("", &format!("d.purchased_at >= {from} AND d.purchased_at < {until}"))
            }
            Criterion::Customers(customers) => {
                let ids = self.ids(customers.iter().map(|it| it.0));
                format!("SELECT c.id FROM customer c WHERE c.store = $1 AND c.id IN ({ids})")
            }
            Criterion::LabelKeys(keys) => {
                let keys = self.texts(keys);
                labelled(&format!("k.key IN ({keys})"))
            }
            Criterion::LabelValues(values) => {
                let values = self.texts(values);
                labelled(&format!("k.value IN ({values})"))
            }
            Criterion::Labels(labels) => {
                let pairs = self.pairs(labels);
                labelled(&format!("(k.key, k.value) IN ({pairs})"))
            }
        }
    }

    fn between(&mut self, column: &str, from: Option<i64>, to: Option<i64>) -> String {
        let (from, to) = (self.bind(from.unwrap_or(i64::MIN)), self.bind(to.unwrap_or(i64::MAX)));
        format!(
            "SELECT c.id FROM customer c \
             WHERE c.store = $1 AND c.status <> 'deleted' \
             AND {column} >= {from} AND {column} <= {to}"
        )
    }

    fn within(&mut self, column: &str, windows: &[(Timestamp, Timestamp)]) -> String {
        let [from, until] = self.window(windows);
        format!(
            "SELECT c.id FROM customer c \
             WHERE c.store = $1 AND c.status <> 'deleted' \
             AND {column} >= {from} AND {column} < {until}"
        )
    }

    /// The one window of a criterion that has one.
    fn window(&mut self, windows: &[(Timestamp, Timestamp)]) -> [String; 2] {
        let (from, until) = windows.first().copied().unwrap_or_default();
        [from, until].map(|it| self.bind(it.timestamp_micros()))
    }

    /// Each year's window is a range of an index.
    fn anniversary(&mut self, of: Anniversary, windows: &[(Timestamp, Timestamp)]) -> String {
        let column = match of {
            Anniversary::Birthday => "b.birth_date",
            Anniversary::Registration => "b.created_at",
        };
        let list = windows.iter().map(|it| [it.0.timestamp_micros(), it.1.timestamp_micros()]);
        let list = self.bind(json!(list.collect::<Vec<_>>()).to_string());
        let (table, from, until) = if self.is_sqlite {
            (
                format!("json_each({list}) w"),
                "json_extract(w.value, '$[0]')",
                "json_extract(w.value, '$[1]')",
            )
        } else {
            (
                format!("jsonb_array_elements(CAST({list} AS jsonb)) w(value)"),
                "CAST(w.value ->> 0 AS bigint)",
                "CAST(w.value ->> 1 AS bigint)",
            )
        };
        format!(
            "SELECT b.id FROM {table} CROSS JOIN customer b \
             WHERE b.store = $1 AND b.status <> 'deleted' \
             AND {column} >= {from} AND {column} < {until}"
        )
    }

    /// Selects texts.
    fn texts(&mut self, texts: &[String]) -> String {
        let list = self.bind(json!(texts).to_string());
        if self.is_sqlite {
            format!("SELECT j.value FROM json_each({list}) j")
        } else {
            format!("SELECT j.value FROM jsonb_array_elements_text(CAST({list} AS jsonb)) j(value)")
        }
    }

    /// Selects ids. SQLite has them as their bytes.
    fn ids(&mut self, ids: impl Iterator<Item = Uuid>) -> String {
        let texts = self.texts(&ids.map(|it| it.to_string()).collect::<Vec<_>>());
        let id = if self.is_sqlite {
            "unhex(replace(j.value, '-', ''))"
        } else {
            "CAST(j.value AS uuid)"
        };
        texts.replacen("j.value", id, 1)
    }

    /// Selects keys and values.
    fn pairs(&mut self, labels: &[Label]) -> String {
        let list: Vec<_> = labels.iter().map(|it| [&it.key, &it.value]).collect();
        let list = self.bind(json!(list).to_string());
        if self.is_sqlite {
            format!(
                "SELECT json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]') \
                 FROM json_each({list}) j"
            )
        } else {
            format!(
                "SELECT j.value ->> 0, j.value ->> 1 \
                 FROM jsonb_array_elements(CAST({list} AS jsonb)) j(value)"
            )
        }
    }

    /// The lines of the purchase `d`, as `i`.
    fn items(&self) -> &'static str {
        if self.is_sqlite {
            ", json_each(d.items) i"
        } else {
            ", jsonb_array_elements(CAST(d.items AS jsonb)) i(value)"
        }
    }

    /// The labels of the line `i`, as `l`.
    fn item_labels(&self) -> &'static str {
        if self.is_sqlite {
            ", json_each(i.value, '$.labels') l"
        } else {
            ", jsonb_array_elements(i.value -> 'labels') l(value)"
        }
    }

    fn member(&self, of: &str, name: &str) -> String {
        if self.is_sqlite {
            format!("json_extract({of}.value, '$.{name}')")
        } else {
            format!("{of}.value ->> '{name}'")
        }
    }

    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }
}

fn sales(beside: &str, condition: &str) -> String {
    format!(
        "SELECT d.customer_id AS id FROM purchase d{beside} WHERE d.store = $1 \
         AND d.customer_id IS NOT NULL AND NOT d.is_return AND {condition}"
    )
}

fn labelled(condition: &str) -> String {
    format!("SELECT k.customer_id AS id FROM customer_label k WHERE k.store = $1 AND {condition}")
}
