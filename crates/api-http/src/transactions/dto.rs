//! Wire shapes of sales and returns (behaviour C5).

use application::cx::Cx;
use application::ports::TransactionView;
use domain::customer::Address;
use domain::label::Label;
use domain::text::Text;
use domain::transaction::{Buyer, Exclusions, Item, Transaction};
use poem_openapi::Object;

use crate::wire::{Decimal, timestamp};

/// A sale or a return.
#[derive(Object)]
#[oai(rename = "Transaction", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct TransactionDto {
    transaction_id: String,
    document_number: String,
    purchase_date: String,
    purchase_place: Option<String>,
    /// `sell` or `return`.
    document_type: String,
    customer_id: Option<String>,
    customer_data: BuyerDto,
    items: Vec<ItemDto>,
    labels: Vec<LabelDto>,
    pos_id: Option<String>,
    #[oai(rename = "excludedDeliverySKUs")]
    excluded_delivery_skus: Option<Vec<String>>,
    #[oai(rename = "excludedLevelSKUs")]
    excluded_level_skus: Option<Vec<String>>,
    excluded_level_categories: Option<Vec<String>>,
    revised_document: Option<String>,
    gross_value: Decimal,
    currency: String,
    points_earned: Decimal,
    pos_name: Option<String>,
}

#[derive(Object)]
#[oai(rename = "Buyer", rename_all = "camelCase", skip_serializing_if_is_none)]
struct BuyerDto {
    name: String,
    email: Option<String>,
    phone: Option<String>,
    loyalty_card_number: Option<String>,
    nip: Option<String>,
    address: Option<BuyerAddressDto>,
}

#[derive(Object)]
#[oai(rename = "BuyerAddress", skip_serializing_if_is_none)]
struct BuyerAddressDto {
    street: Option<String>,
    address1: Option<String>,
    address2: Option<String>,
    province: Option<String>,
    city: Option<String>,
    postal: Option<String>,
    country: Option<String>,
}

#[derive(Object)]
#[oai(rename = "Item", rename_all = "camelCase", skip_serializing_if_is_none)]
struct ItemDto {
    sku: SkuDto,
    name: String,
    quantity: i64,
    /// Of the whole line.
    gross_value: Decimal,
    category: String,
    maker: Option<String>,
    labels: Vec<LabelDto>,
}

#[derive(Object)]
#[oai(rename = "Sku")]
struct SkuDto {
    code: String,
}

#[derive(Object)]
#[oai(rename = "TransactionLabel")]
struct LabelDto {
    key: String,
    value: String,
}

/// A list of sales and returns.
#[derive(Object)]
#[oai(rename = "TransactionList")]
pub(super) struct TransactionListDto {
    pub(super) transactions: Vec<TransactionDto>,
    /// Matches before paging, exact.
    pub(super) total: u64,
}

/// A sale or a return that was just registered or changed.
#[derive(Object)]
#[oai(rename = "SavedTransaction", rename_all = "camelCase")]
pub(super) struct SavedDto {
    pub(super) transaction_id: String,
}

impl TransactionDto {
    pub(super) fn of(view: TransactionView, cx: &Cx) -> Self {
        let TransactionView { document, points_earned, pos_name } = view;
        let document_type = if document.is_return() { "return" } else { "sell" }.to_owned();
        let revised_document = document.revised_number().map(str::to_owned);
        let Transaction {
            id,
            number,
            kind: _,
            purchased_at,
            place,
            pos,
            customer,
            buyer,
            items,
            labels,
            exclusions: Exclusions { delivery_skus, level_skus, level_categories },
            sums,
            registered_at: _,
            version: _,
        } = document;
        let some = |list: Vec<String>| Some(list).filter(|it| !it.is_empty());
        Self {
            transaction_id: id.to_string(),
            document_number: number,
            purchase_date: timestamp(purchased_at, cx.store.time_zone),
            purchase_place: place,
            document_type,
            customer_id: customer.map(|it| it.to_string()),
            customer_data: BuyerDto::from(buyer),
            items: items.into_iter().map(ItemDto::from).collect(),
            labels: labels.into_iter().map(LabelDto::from).collect(),
            pos_id: pos.map(|it| it.to_string()),
            excluded_delivery_skus: some(delivery_skus),
            excluded_level_skus: some(level_skus),
            excluded_level_categories: some(level_categories),
            revised_document,
            gross_value: Decimal::from(sums.gross),
            currency: cx.store.currency.clone(),
            points_earned: Decimal::from(points_earned),
            pos_name,
        }
    }
}

impl From<Buyer> for BuyerDto {
    fn from(buyer: Buyer) -> Self {
        let Buyer { name, email, phone, nip, card, address } = buyer;
        let line = |it: Option<Text>| it.map(|it| it.as_str().to_owned());
        let address = address.map(|it| {
            let Address { street, address1, address2, postal, city, province, country } = it;
            BuyerAddressDto {
                street: line(street),
                address1: line(address1),
                address2: line(address2),
                province: line(province),
                city: line(city),
                postal: line(postal),
                country: line(country),
            }
        });
        Self { name, email, phone, loyalty_card_number: card, nip, address }
    }
}

impl From<Item> for ItemDto {
    fn from(item: Item) -> Self {
        let Item { sku, name, quantity, gross, category, maker, labels } = item;
        Self {
            sku: SkuDto { code: sku },
            name,
            quantity,
            gross_value: Decimal::from(gross),
            category,
            maker,
            labels: labels.into_iter().map(LabelDto::from).collect(),
        }
    }
}

impl From<Label> for LabelDto {
    fn from(Label { key, value }: Label) -> Self {
        Self { key, value }
    }
}
