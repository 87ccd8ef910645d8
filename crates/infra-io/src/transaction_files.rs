//! The XML of sales and returns, as customers' files have it (behaviour C5, 3.16.1, 3.20).

use std::io::Read;

use application::ports::{Records, SaleRecord};
use domain::customer::AddressDraft;
use domain::form::{Given, GivenGroup};
use domain::transaction::{BuyerDraft, DataDraft, ItemDraft, LabelDraft, TransactionDraft};

use crate::xml_rows::{Row, XmlRows};

/// One more than a document may have: so many say that there are too many.
const MOST_ITEMS: usize = 1_001;
const MOST_LABELS: usize = 101;

pub(crate) fn read(file: Box<dyn Read + Send>) -> Records<SaleRecord> {
    let record = |row: Option<Box<SaleRow>>| match row {
        Some(row) => SaleRecord::Row(Box::new(row.into_draft())),
        None => SaleRecord::Unreadable,
    };
    Box::new(XmlRows::new(file).map(move |it| it.map(record)))
}

/// A node `transaction`.
#[derive(Default)]
struct SaleRow {
    data: DataDraft,
    revised_document: Given,
    pos: Given,
    buyer: BuyerDraft,
    address: Option<AddressDraft>,
    items: Vec<ItemDraft>,
    labels: Vec<LabelDraft>,
}

impl SaleRow {
    fn into_draft(self) -> TransactionDraft {
        let Self { data, revised_document, pos, buyer, address, items, labels } = self;
        let address = address.map_or(GivenGroup::Absent, GivenGroup::Members);
        TransactionDraft {
            data: GivenGroup::Members(data),
            revised_document,
            pos,
            buyer: GivenGroup::Members(BuyerDraft { address, ..buyer }),
            items: Some(items),
            labels: Some(labels),
            ..TransactionDraft::default()
        }
    }
}

impl Row for SaleRow {
    const NAME: &'static str = "transaction";
    const LONGEST: usize = 1024 * 1024;
    const MOST_ELEMENTS: usize = 100_000;

    fn open(&mut self, path: &[&str]) {
        match *path {
            ["items", "item"] => add(&mut self.items, MOST_ITEMS),
            ["labels", "label"] => add(&mut self.labels, MOST_LABELS),
            ["items", "item", "labels", "label"] => {
                if let Some(item) = self.items.last_mut() {
                    add(item.labels.get_or_insert_default(), MOST_LABELS);
                }
            }
            _ => {}
        }
    }

    fn put(&mut self, path: &[&str], text: Given) {
        let place = match *path {
            [leaf] => self.leaf(leaf),
            ["customerData", leaf] => of_buyer(&mut self.buyer, leaf),
            ["customerData", "address", leaf] => {
                of_address(self.address.get_or_insert_default(), leaf)
            }
            ["items", "item", ref path @ ..] => {
                self.items.last_mut().and_then(|it| of_item(it, path, &text))
            }
            ["labels", "label", leaf] => of_label(Some(&mut self.labels), leaf),
            _ => None,
        };
        if let Some(place) = place {
            *place = text;
        }
    }
}

impl SaleRow {
    fn leaf(&mut self, name: &str) -> Option<&mut Given> {
        Some(match name {
            "documentNumber" => &mut self.data.document_number,
            "purchaseDate" => &mut self.data.purchase_date,
            "documentType" => &mut self.data.document_type,
            "purchasePlace" => &mut self.data.purchase_place,
            "revisedDocument" => &mut self.revised_document,
            "posId" => &mut self.pos,
            _ => return None,
        })
    }
}

fn of_buyer<'a>(buyer: &'a mut BuyerDraft, name: &str) -> Option<&'a mut Given> {
    Some(match name {
        "name" => &mut buyer.name,
        "email" => &mut buyer.email,
        "phone" => &mut buyer.phone,
        "nip" => &mut buyer.nip,
        "loyaltyCardNumber" => &mut buyer.loyalty_card_number,
        _ => return None,
    })
}

fn of_address<'a>(address: &'a mut AddressDraft, name: &str) -> Option<&'a mut Given> {
    Some(match name {
        "street" => &mut address.street,
        "address1" => &mut address.address1,
        "address2" => &mut address.address2,
        "postal" => &mut address.postal,
        "city" => &mut address.city,
        "province" => &mut address.province,
        "country" => &mut address.country,
        _ => return None,
    })
}

fn of_item<'a>(item: &'a mut ItemDraft, path: &[&str], text: &Given) -> Option<&'a mut Given> {
    Some(match *path {
        // The end of `<sku><code>…</code></sku>` takes nothing back.
        ["sku"] if *text == Given::Empty && item.sku != Given::Absent => return None,
        ["sku"] | ["sku", "code"] => &mut item.sku,
        ["name"] => &mut item.name,
        ["quantity"] => &mut item.quantity,
        ["grossValue"] => &mut item.gross_value,
        ["category"] => &mut item.category,
        ["maker"] => &mut item.maker,
        ["labels", "label", leaf] => return of_label(item.labels.as_mut(), leaf),
        _ => return None,
    })
}

fn of_label<'a>(labels: Option<&'a mut Vec<LabelDraft>>, name: &str) -> Option<&'a mut Given> {
    let label = labels?.last_mut()?;
    match name {
        "key" => Some(&mut label.key),
        "value" => Some(&mut label.value),
        _ => None,
    }
}

fn add<T: Default>(list: &mut Vec<T>, most: usize) {
    if list.len() < most {
        list.push(T::default());
    }
}

#[cfg(test)]
mod tests;
