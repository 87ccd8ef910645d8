//! The `purchase` row, alias `d`: a sale or a return.

use domain::amount::Amount;
use domain::contact::phone_key;
use domain::customer::Address;
use domain::ids::{CustomerId, PosId, TransactionId};
use domain::text::{Text, folded};
use domain::transaction::{Buyer, Exclusions, Item, Kind, Sums, Transaction};
use sea_orm::{DbErr, QueryResult};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::json::{BadJson, labels_text, list, map, read_label, read_labels, string};
use super::{Fields, Written, columns};

columns! { "purchase" as "d":
    "id", "number", "is_return", "revised_number", "purchased_at", "place", "pos_id",
    "customer_id", "name", "email", "phone", "loyalty_card", "nip", "address", "items", "labels",
    "exclusions", "gross", "without_delivery", "excluded_for_level", "registered_at", "version",
}

pub fn from_row(row: &QueryResult) -> Result<Transaction, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    let id = TransactionId(it.id("id")?);
    let number = it.take("number")?;
    let (is_return, revised) = (it.take("is_return")?, it.take("revised_number")?);
    Ok(Transaction {
        id,
        number,
        kind: if is_return { Kind::Return { revised } } else { Kind::Sale },
        purchased_at: it.instant("purchased_at")?,
        place: it.take("place")?,
        pos: it.take::<Option<Uuid>>("pos_id")?.map(PosId),
        customer: it.take::<Option<Uuid>>("customer_id")?.map(CustomerId),
        buyer: Buyer {
            name: it.take("name")?,
            email: it.take("email")?,
            phone: it.take("phone")?,
            card: it.take("loyalty_card")?,
            nip: it.take("nip")?,
            address: it.some_json("address", read_address)?,
        },
        items: it.json("items", read_items)?,
        labels: it.json("labels", read_labels)?,
        exclusions: it.json("exclusions", read_exclusions)?,
        sums: Sums {
            gross: it.amount("gross")?,
            without_delivery: it.amount("without_delivery")?,
            excluded_for_level: it.amount("excluded_for_level")?,
        },
        registered_at: it.instant("registered_at")?,
        version: it.take("version")?,
    })
}

/// Every column but `store`, `id`, `returned`, `assigned_seq` and `version`.
pub fn written(purchase: &Transaction) -> Written {
    let Transaction {
        id: _,
        number,
        kind,
        purchased_at,
        place,
        pos,
        customer,
        buyer: Buyer { name, email, phone, nip, card, address },
        items,
        labels,
        exclusions,
        sums: Sums { gross, without_delivery, excluded_for_level },
        registered_at,
        version: _,
    } = purchase;
    let (is_return, revised) = match kind {
        Kind::Sale => (false, None),
        Kind::Return { revised } => (true, revised.as_deref()),
    };
    vec![
        ("number", number.as_str().into()),
        ("is_return", is_return.into()),
        ("revised_number", revised.into()),
        ("purchased_at", purchased_at.timestamp_micros().into()),
        ("place", place.as_deref().into()),
        ("pos_id", pos.map(|it| it.0).into()),
        ("customer_id", customer.map(|it| it.0).into()),
        ("name", name.as_str().into()),
        ("name_key", folded(name).into()),
        ("email", email.as_deref().into()),
        ("email_key", email.as_deref().map(folded).into()),
        ("phone", phone.as_deref().into()),
        ("phone_key", phone.as_deref().map(phone_key).into()),
        ("loyalty_card", card.as_deref().into()),
        ("loyalty_card_key", card.as_deref().map(folded).into()),
        ("nip", nip.as_deref().into()),
        ("address", address.as_ref().map(|it| address_json(it).to_string()).into()),
        ("items", items_text(items).into()),
        ("labels", labels_text(labels).into()),
        ("exclusions", exclusions_text(exclusions).into()),
        ("gross", gross.ten_thousandths().into()),
        ("without_delivery", without_delivery.ten_thousandths().into()),
        ("excluded_for_level", excluded_for_level.ten_thousandths().into()),
        ("registered_at", registered_at.timestamp_micros().into()),
    ]
}

const ADDRESS: [&str; 7] =
    ["street", "address1", "address2", "province", "city", "postal", "country"];

pub(super) fn address_json(address: &Address) -> Value {
    let Address { street, address1, address2, postal, city, province, country } = address;
    let values = [street, address1, address2, province, city, postal, country];
    let given = ADDRESS.into_iter().zip(values);
    let given =
        given.filter_map(|(name, it)| Some((name.to_owned(), it.as_ref()?.as_str().into())));
    Value::Object(given.collect())
}

fn read_address(text: &str) -> Result<Address, BadJson> {
    let stored = map(text)?;
    let line = |name: &str| match stored.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(Text::from_storage(text.clone()))),
        Some(_) => Err(BadJson),
    };
    Ok(Address {
        street: line("street")?,
        address1: line("address1")?,
        address2: line("address2")?,
        postal: line("postal")?,
        city: line("city")?,
        province: line("province")?,
        country: line("country")?,
    })
}

fn items_text(items: &[Item]) -> String {
    let item = |it: &Item| {
        let Item { sku, name, quantity, gross, category, maker, labels } = it;
        let labels = labels.iter().map(|it| json!({ "key": it.key, "value": it.value }));
        json!({
            "sku": sku,
            "name": name,
            "quantity": quantity,
            "gross": gross.ten_thousandths(),
            "category": category,
            "maker": maker,
            "labels": labels.collect::<Vec<_>>(),
        })
    };
    Value::Array(items.iter().map(item).collect()).to_string()
}

fn read_items(text: &str) -> Result<Vec<Item>, BadJson> {
    let number = |it: &Value, key: &str| it[key].as_i64().ok_or(BadJson);
    let item = |it: &Value| {
        Ok(Item {
            sku: string(it, "sku")?,
            name: string(it, "name")?,
            quantity: number(it, "quantity")?,
            gross: Amount::from_ten_thousandths(number(it, "gross")?),
            category: string(it, "category")?,
            maker: it["maker"].as_str().map(str::to_owned),
            labels: match &it["labels"] {
                Value::Array(labels) => labels.iter().map(read_label).collect::<Result<_, _>>()?,
                _ => return Err(BadJson),
            },
        })
    };
    list(text)?.iter().map(item).collect()
}

fn exclusions_text(exclusions: &Exclusions) -> String {
    let Exclusions { delivery_skus, level_skus, level_categories } = exclusions;
    json!({ "delivery": delivery_skus, "skus": level_skus, "categories": level_categories })
        .to_string()
}

fn read_exclusions(text: &str) -> Result<Exclusions, BadJson> {
    let stored = map(text)?;
    Ok(Exclusions {
        delivery_skus: texts(&stored, "delivery")?,
        level_skus: texts(&stored, "skus")?,
        level_categories: texts(&stored, "categories")?,
    })
}

fn texts(stored: &Map<String, Value>, key: &str) -> Result<Vec<String>, BadJson> {
    let text = |it: &Value| it.as_str().map(str::to_owned).ok_or(BadJson);
    match stored.get(key) {
        Some(Value::Array(list)) => list.iter().map(text).collect(),
        _ => Err(BadJson),
    }
}
