//! The sales and returns of behaviour 6.6.

use chrono::TimeDelta;
use domain::Timestamp;
use domain::amount::Amount;
use domain::customer::Address;
use domain::ids::{PosId, TransactionId};
use domain::label::Label;
use domain::transaction::{Buyer, Item, Kind, TransactionTerms};
use uuid::{Uuid, uuid};

use super::pos::POS1;
use super::{WELL_FORMED, text};
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::UnitOfWork;
use crate::transactions::{add as register, document};

/// Purchases of somebody we know, or nearly.
struct Demo {
    id: Uuid,
    number: &'static str,
    email: &'static str,
    card: &'static str,
    phone: Option<&'static str>,
    pos: Option<PosId>,
    label: Option<(&'static str, &'static str)>,
    lines: Lines,
    revised: Option<&'static str>,
    /// Instead of tomorrow.
    purchased_at: Option<i64>,
}

#[derive(Clone, Copy)]
enum Lines {
    Standard,
    None,
    /// One line of SKU1, worth this much.
    One(i64),
    Coupons,
}

const SCAN: &str = "abc123789def-abc123789def-abc123789def-abc123789def";

const fn sale(
    id: Uuid,
    number: &'static str,
    email: &'static str,
    card: &'static str,
    phone: &'static str,
) -> Demo {
    Demo {
        id,
        number,
        email,
        card,
        phone: Some(phone),
        pos: None,
        label: None,
        lines: Lines::Standard,
        revised: None,
        purchased_at: None,
    }
}

fn known() -> [Demo; 11] {
    let id = |last: u128| {
        Uuid::from_u128(uuid!("00000000-0000-1111-0000-000000000000").as_u128() + last)
    };
    let existing = Some(("existing label", "some value"));
    [
        Demo {
            pos: Some(POS1),
            label: Some(("scan_id", SCAN)),
            ..sale(id(0), "123", "ol@oy.com", "222", "+48600000001")
        },
        Demo {
            label: Some(("scan_id", "456")),
            ..sale(id(2), "345", "open@oloy.com", "sa2222", "+48600000002")
        },
        Demo {
            label: Some(("scan_id", "789")),
            ..sale(id(5), "888", "o@lo.com", "sa21as222", "+48600000003")
        },
        Demo {
            label: Some(("scan_id", "111111")),
            ..sale(id(3), "456", "user@oloy.com", "sa2222", "+48600000004")
        },
        sale(id(4), "789", "user-temp@oloy.com", "sa2222", "+48600000005"),
        sale(id(6), "999", "o@lo.com", "sa21as222", "123"),
        Demo {
            label: existing,
            lines: Lines::None,
            ..sale(id(7), "labels-test-transaction", "user@oloy.com", "sa21as222", "123")
        },
        Demo {
            label: existing,
            lines: Lines::One(1000),
            ..sale(
                id(0x2121),
                "coupons-test-transaction",
                "user-return@oloy.com",
                "sa21as222",
                "+48600000006",
            )
        },
        Demo {
            lines: Lines::Coupons,
            purchased_at: Some(1_420_070_400),
            ..sale(
                id(0x2123),
                "12355-coupons",
                "user-return@oloy.com",
                "not-present-in-system",
                "+48123123000",
            )
        },
        Demo {
            pos: Some(POS1),
            phone: None,
            label: Some(("scan_id", SCAN)),
            ..sale(id(8), "20181101", "ol@oy.com", "222", "")
        },
        Demo {
            pos: Some(POS1),
            phone: None,
            label: Some(("scan_id", SCAN)),
            revised: Some("20181101"),
            ..sale(id(9), "201811011023", "ol@oy.com", "222", "")
        },
    ]
}

/// Nobody's, with numbers that are easily mixed up: each sold and brought back.
const UNMATCHED: [&str; 8] = [
    "not-matched",
    "not_matched",
    "notMatched",
    "NotMatched123",
    "not\\matched",
    "NOT\\MATCHED\\123",
    "not.matched",
    "not+matched",
];

/// After the customers and the rules.
pub(super) async fn add(cx: &Cx, uow: &dyn UnitOfWork, now: Timestamp) -> Result<(), Error> {
    for demo in known() {
        let id = TransactionId(demo.id);
        add_one(cx, uow, id, demo.terms(now)).await?;
    }
    for number in UNMATCHED {
        for revised in [None, Some(number)] {
            let terms = unmatched(number, revised, now);
            add_one(cx, uow, TransactionId(cx.next_id()), terms).await?;
        }
    }
    Ok(())
}

async fn add_one(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    id: TransactionId,
    terms: TransactionTerms,
) -> Result<(), Error> {
    let sale = match &terms.kind {
        Kind::Return { revised: Some(number) } => uow.purchases().find_by_number(number).await?,
        Kind::Return { revised: None } | Kind::Sale => None,
    };
    register(cx, uow, document(cx, id, terms), sale).await
}

impl Demo {
    fn terms(&self, now: Timestamp) -> TransactionTerms {
        let moment = |seconds| Timestamp::from_timestamp(seconds, 0).expect(WELL_FORMED);
        let given = |raw: &str| Some(raw.to_owned());
        TransactionTerms {
            number: self.number.to_owned(),
            kind: kind(self.revised),
            purchased_at: self.purchased_at.map_or(now + TimeDelta::days(1), moment),
            place: given("New York"),
            pos: self.pos,
            buyer: Buyer {
                name: "John Doe".to_owned(),
                email: given(self.email),
                phone: self.phone.map(str::to_owned),
                nip: given("aaa"),
                card: given(self.card),
                address: Some(address(
                    "Oxford Street",
                    "12",
                    "New York",
                    "US",
                    "New York",
                    "10001",
                )),
            },
            items: self.lines.items(),
            labels: self.label.map(label).into_iter().collect(),
        }
    }
}

impl Lines {
    fn items(self) -> Vec<Item> {
        let sku1 = |gross| Item {
            labels: vec![label(("test", "label")), label(("test", "label2"))],
            ..item("SKU1", "item 1", 1, gross, "aaa", "sss")
        };
        match self {
            Self::Standard => vec![sku1(1), item("SKU2", "item 2", 2, 2, "bbb", "ccc")],
            Self::None => vec![],
            Self::One(gross) => vec![sku1(gross)],
            Self::Coupons => vec![
                item("123", "sku", 1, 20, "test", "company"),
                item("1123", "sku", 1, 100, "test", "company"),
            ],
        }
    }
}

fn unmatched(number: &str, revised: Option<&str>, now: Timestamp) -> TransactionTerms {
    let given = |raw: &str| Some(raw.to_owned());
    TransactionTerms {
        number: revised.map_or_else(|| number.to_owned(), |it| format!("return.{it}")),
        kind: kind(revised),
        purchased_at: now + TimeDelta::days(1),
        place: given("wroclaw"),
        pos: None,
        buyer: Buyer {
            name: "Jan Nowak".to_owned(),
            email: given("not_matched@example.com"),
            phone: None,
            nip: None,
            card: given("not_matched_card_number"),
            address: Some(address("Kościuszki", "12", "Warsaw", "PL", "Mazowieckie", "00-800")),
        },
        items: Lines::Standard.items(),
        labels: vec![],
    }
}

fn kind(revised: Option<&str>) -> Kind {
    match revised {
        None => Kind::Sale,
        Some(number) => Kind::Return { revised: Some(number.to_owned()) },
    }
}

fn item(sku: &str, name: &str, quantity: i64, gross: i64, category: &str, maker: &str) -> Item {
    Item {
        sku: sku.to_owned(),
        name: name.to_owned(),
        quantity,
        gross: Amount::from_units(gross),
        category: category.to_owned(),
        maker: Some(maker.to_owned()),
        labels: vec![],
    }
}

fn label((key, value): (&str, &str)) -> Label {
    Label { key: key.to_owned(), value: value.to_owned() }
}

fn address(
    street: &str,
    number: &str,
    city: &str,
    country: &str,
    province: &str,
    postal: &str,
) -> Address {
    Address {
        street: Some(text(street)),
        address1: Some(text(number)),
        address2: None,
        postal: Some(text(postal)),
        city: Some(text(city)),
        province: Some(text(province)),
        country: Some(text(country)),
    }
}
