//! What is handed in: transfers, documents and rules.

use application::cx::Cx;
use application::error::Error;
use application::ports::Storage;
use domain::Timestamp;
use domain::amount::Amount;
use domain::earning::{Rule, RuleKind, Spending};
use domain::form::{Given, GivenGroup, Shape};
use domain::ids::{CustomerId, LevelId, RuleId};
use domain::points::TransferDraft;
use domain::store::StoreCode;
use domain::transaction::{AssignDraft, BuyerDraft, DataDraft, ItemDraft, TransactionDraft};

use laurel_tests::world::Store;
use uuid::Uuid;

use super::programme::Programme;

/// A user's mistake is told as one.
pub fn only_refused(done: Result<(), Error>) {
    match done {
        Ok(()) | Err(Error::Form(_) | Error::Refused(_)) => {}
        Err(other) => panic!("{other:?}"),
    }
}

pub fn amount(cents: i64) -> Amount {
    Amount::from_ten_thousandths(cents * 100)
}

pub fn transfer(customer: CustomerId, cents: i64, days: Option<u32>) -> TransferDraft {
    TransferDraft {
        shape: Shape::Sound,
        customer: Given::text(&customer.to_string()),
        points: Given::text(&amount(cents).to_string()),
        validity_duration: days.map_or(Given::Absent, |it| Given::text(&it.to_string())),
        comment: Given::Absent,
    }
}

/// Says whose a document is.
pub async fn claim(cx: &Cx, number: &str, customer: CustomerId) -> Result<(), Error> {
    let draft = AssignDraft {
        shape: Shape::Sound,
        document_number: Given::text(number),
        customer_id: Given::text(&customer.to_string()),
        loyalty_card_number: Given::Absent,
        phone_number: Given::Absent,
    };
    application::transactions::assign(cx, &draft).await.map(drop)
}

pub fn document(
    programme: &Programme,
    customer: CustomerId,
    number: &str,
    revised: Option<&str>,
    cents: i64,
) -> TransactionDraft {
    TransactionDraft {
        shape: Shape::Sound,
        revised_document: revised.map_or(Given::Absent, Given::text),
        data: GivenGroup::Members(DataDraft {
            document_type: Given::text(if revised.is_some() { "return" } else { "sell" }),
            document_number: Given::text(number),
            purchase_place: Given::Absent,
            purchase_date: Given::text(&programme.now().to_rfc3339()),
        }),
        items: Some(vec![ItemDraft {
            sku: Given::text("SKU"),
            name: Given::text("item"),
            quantity: Given::text("1"),
            gross_value: Given::text(&amount(cents).to_string()),
            category: Given::text("things"),
            ..ItemDraft::default()
        }]),
        // Customers of this programme have their ids as their e-mail addresses' names.
        buyer: GivenGroup::Members(BuyerDraft {
            name: Given::text("Ada"),
            email: Given::text(&format!("{customer}@example.com")),
            ..BuyerDraft::default()
        }),
        ..TransactionDraft::default()
    }
}

/// A rule that gives so many points for each unit of money, to whoever is on `level`.
pub fn spending_rule(level: LevelId, points: &str) -> Rule {
    let per_unit = Amount::parse(points).unwrap();
    Rule {
        id: RuleId(level.0),
        name: "Points for money".to_owned(),
        description: String::new(),
        active: true,
        period: None,
        levels: vec![level],
        segments: vec![],
        pos: vec![],
        limit: None,
        is_last: false,
        kind: RuleKind::Spending(Spending { per_unit, ..Spending::default() }),
        version: 0,
    }
}

/// Keeps it in a store.
pub async fn with_spending_rule(storage: &dyn Storage, store: &Store, points: &str) {
    let level = LevelId(Uuid::parse_str(&store.level).unwrap());
    let uow = storage.begin(&StoreCode::parse(&store.code).unwrap()).await.unwrap();
    let rule = spending_rule(level, points);
    uow.rules().save(&rule, Timestamp::UNIX_EPOCH).await.unwrap();
    uow.commit().await.unwrap();
}
