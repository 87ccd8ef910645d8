//! A document as submitted (behaviour 3.16.1, 3.16.4, C5).

mod buyer;

use chrono_tz::Tz;

pub use self::buyer::BuyerDraft;

use super::{Buyer, Item, Kind};
use crate::Timestamp;
use crate::amount::Amount;
use crate::form::{FormErrors, Given, GivenGroup, Shape, message};
use crate::ids::{CustomerId, PosId};
use crate::label::Label;
use crate::text::Text;
use crate::time::parse_instant;

/// Told where the programme takes no returns (behaviour 3.16.1).
pub const NO_RETURNS: &str = "Returns are not enabled";
const TOO_MANY: &str = "This value should be 1000000000 or less.";
const TOO_LOW: &str = "This value should be -1000000000 or more.";

/// The most that one line is worth.
const MOST: Amount = Amount::from_units(1_000_000_000);

/// The most lines of one document.
const MOST_ITEMS: usize = 1_000;

/// The most labels of one document or line.
const MOST_LABELS: usize = 100;

/// Every leaf of the form `transaction`.
#[derive(Clone, Debug, Default)]
pub struct TransactionDraft {
    pub shape: Shape,
    pub revised_document: Given,
    pub data: GivenGroup<DataDraft>,
    pub items: Option<Vec<ItemDraft>>,
    pub buyer: GivenGroup<BuyerDraft>,
    pub pos: Given,
    pub labels: Option<Vec<LabelDraft>>,
}

#[derive(Clone, Debug, Default)]
pub struct DataDraft {
    pub document_type: Given,
    pub document_number: Given,
    pub purchase_place: Given,
    pub purchase_date: Given,
}

#[derive(Clone, Debug, Default)]
pub struct ItemDraft {
    pub sku: Given,
    pub name: Given,
    pub quantity: Given,
    pub gross_value: Given,
    pub category: Given,
    pub maker: Given,
    pub labels: Option<Vec<LabelDraft>>,
}

#[derive(Clone, Debug, Default)]
pub struct LabelDraft {
    pub key: Given,
    pub value: Given,
}

/// A document that is well-formed by itself. Whether its number is free, and whose it is, is for
/// the caller to find out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionTerms {
    pub number: String,
    pub kind: Kind,
    pub purchased_at: Timestamp,
    pub place: Option<String>,
    pub pos: Option<PosId>,
    pub buyer: Buyer,
    pub items: Vec<Item>,
    pub labels: Vec<Label>,
}

impl TransactionDraft {
    /// `returns`: whether the programme takes them.
    pub fn check(
        &self,
        zone: Tz,
        returns: bool,
        errors: &mut FormErrors,
    ) -> Option<TransactionTerms> {
        if !self.shape.report(errors) {
            return None;
        }
        let revised = self.revised_document.line("revisedDocument", errors);
        let empty = DataDraft::default();
        let data = members(&self.data, &empty, "transactionData", errors);
        let is_return = data.document_type(returns, errors);
        let number = data.document_number.required_line("transactionData.documentNumber", errors);
        let place = data.purchase_place.line("transactionData.purchasePlace", errors);
        let purchased_at =
            data.purchase_date.required("transactionData.purchaseDate", errors, |raw| {
                parse_instant(raw, zone).map_err(|_| message::NOT_VALID)
            });
        let items = items(self.items.as_deref().unwrap_or_default(), errors);
        let nobody = BuyerDraft::default();
        let buyer = members(&self.buyer, &nobody, "customerData", errors).check(errors);
        let pos = self.pos.reference("pos", errors, PosId::parse);
        let labels = labels("labels", self.labels.as_deref(), errors);
        let revised = revised.map(|it| it.as_str().to_owned());
        let kind = if is_return { Kind::Return { revised } } else { Kind::Sale };
        Some(TransactionTerms {
            number: number?.as_str().to_owned(),
            kind,
            purchased_at: purchased_at?,
            place: place.map(|it| it.as_str().to_owned()),
            pos,
            buyer: buyer?,
            items,
            labels,
        })
    }
}

fn members<'a, T>(
    group: &'a GivenGroup<T>,
    empty: &'a T,
    path: &'static str,
    errors: &mut FormErrors,
) -> &'a T {
    match group {
        GivenGroup::Members(members) => members,
        GivenGroup::Malformed => {
            errors.field(path, message::NOT_VALID);
            empty
        }
        GivenGroup::Absent | GivenGroup::Empty => empty,
    }
}

impl DataDraft {
    /// A sale unless it says otherwise.
    fn document_type(&self, returns: bool, errors: &mut FormErrors) -> bool {
        const PATH: &str = "transactionData.documentType";
        let is_return = self.document_type.parsed(PATH, errors, |raw| match raw {
            "sell" => Ok(false),
            "return" if returns => Ok(true),
            "return" => Err(NO_RETURNS),
            _ => Err(message::NOT_VALID),
        });
        is_return.unwrap_or_default()
    }
}

fn items(drafts: &[ItemDraft], errors: &mut FormErrors) -> Vec<Item> {
    if drafts.len() > MOST_ITEMS {
        errors.field("items", "This collection should contain 1000 elements or less.");
        return vec![];
    }
    let item = |(at, it): (usize, &ItemDraft)| {
        // Paths of entries are made up as they come.
        let mut own = FormErrors::default();
        let found = it.check(&mut own);
        for error in own.fields {
            errors.field(format!("items.{at}.{}", error.path), error.message);
        }
        found
    };
    drafts.iter().enumerate().filter_map(item).collect()
}

impl ItemDraft {
    fn check(&self, errors: &mut FormErrors) -> Option<Item> {
        let sku = self.sku.required_line("sku.code", errors);
        let name = self.name.required_line("name", errors);
        let quantity = self.quantity.required("quantity", errors, quantity);
        let gross = self.gross_value.required("grossValue", errors, gross);
        let category = self.category.required_line("category", errors);
        let maker = self.maker.line("maker", errors);
        let labels = labels("labels", self.labels.as_deref(), errors);
        Some(Item {
            sku: sku?.as_str().to_owned(),
            name: name?.as_str().to_owned(),
            quantity: quantity?,
            gross: gross?,
            category: category?.as_str().to_owned(),
            maker: maker.map(|it| it.as_str().to_owned()),
            labels,
        })
    }
}

fn quantity(raw: &str) -> Result<i64, &'static str> {
    match raw.parse::<i64>() {
        Ok(quantity) if quantity.unsigned_abs() <= 1_000_000_000 => Ok(quantity),
        _ => Err(message::NOT_VALID),
    }
}

fn gross(raw: &str) -> Result<Amount, &'static str> {
    let gross = Amount::parse(raw).map_err(|_| message::NOT_VALID)?;
    match gross {
        _ if gross > MOST => Err(TOO_MANY),
        _ if gross < Amount::ZERO.minus(MOST) => Err(TOO_LOW),
        _ => Ok(gross),
    }
}

pub(crate) fn labels(
    path: &'static str,
    drafts: Option<&[LabelDraft]>,
    errors: &mut FormErrors,
) -> Vec<Label> {
    let drafts = drafts.unwrap_or_default();
    if drafts.len() > MOST_LABELS {
        errors.field(path, "This collection should contain 100 elements or less.");
        return vec![];
    }
    let mut found = vec![];
    for (at, LabelDraft { key, value }) in drafts.iter().enumerate() {
        let mut own = FormErrors::default();
        let key = key.required_line("key", &mut own);
        let value = value.required_line("value", &mut own);
        for error in own.fields {
            errors.field(format!("{path}.{at}.{}", error.path), error.message);
        }
        let text = |it: Text| it.as_str().to_owned();
        found.extend(
            key.zip(value).map(|(key, value)| Label { key: text(key), value: text(value) }),
        );
    }
    found
}

/// The labels of a form that has nothing else to check.
pub fn check_labels(drafts: Option<&[LabelDraft]>, errors: &mut FormErrors) -> Vec<Label> {
    labels("labels", drafts, errors)
}

/// Who a document is to be assigned to (behaviour 3.16.4).
#[derive(Clone, Debug, Default)]
pub struct AssignDraft {
    pub shape: Shape,
    pub document_number: Given,
    pub customer_id: Given,
    pub loyalty_card_number: Given,
    pub phone_number: Given,
}

/// The number of a document, and how its customer is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignTerms {
    pub number: String,
    pub customer: Option<CustomerId>,
    pub card: Option<String>,
    pub phone: Option<String>,
}

impl AssignDraft {
    /// `own`: the caller names nobody, it is the customer itself.
    pub fn check(&self, own: bool) -> Result<AssignTerms, FormErrors> {
        let mut errors = FormErrors::default();
        if !self.shape.report(&mut errors) {
            return Err(errors);
        }
        let number = self.document_number.required_line("transactionDocumentNumber", &mut errors);
        let customer = self.customer_id.reference("customerId", &mut errors, CustomerId::parse);
        let card = self.loyalty_card_number.line("customerLoyaltyCardNumber", &mut errors);
        let phone = self.phone_number.line("customerPhoneNumber", &mut errors);
        let given = [&self.customer_id, &self.loyalty_card_number, &self.phone_number];
        let named = given.iter().filter(|it| !matches!(it, Given::Absent | Given::Empty)).count();
        if !own && named != 1 {
            let path = if named == 0 { "customerId" } else { "customerPhoneNumber" };
            errors.field(path, if named == 0 { message::BLANK } else { message::NOT_VALID });
        }
        errors.none()?;
        let text = |it: Text| it.as_str().to_owned();
        let number = number.map(text).ok_or_else(FormErrors::default)?;
        Ok(AssignTerms { number, customer, card: card.map(text), phone: phone.map(text) })
    }
}

#[cfg(test)]
mod tests;
