//! The longer parts of an event's data (behaviour 5.1.1).

use application::ports::{Contacts, Expiring, Loss};
use chrono::SecondsFormat;
use domain::Timestamp;
use domain::amount::Amount;
use domain::contact::{Email, Phone};
use domain::text::Text;
use domain::transaction::{Buyer, Item, Transaction};
use serde_json::{Map, Value, json};

use crate::rows::purchase::address_json;

/// Without a needless fraction.
pub(super) fn number(amount: Amount) -> Value {
    amount.to_string().parse().map_or(Value::Null, Value::Number)
}

pub(super) fn transaction(told: &mut Map<String, Value>, it: &Transaction) {
    told.insert("transactionId".to_owned(), json!(it.id.0));
    let mut data = Map::new();
    let mut add = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            data.insert(name.to_owned(), value);
        }
    };
    add("documentNumber", Some(json!(it.number)));
    add("documentType", Some(json!(if it.is_return() { "return" } else { "sell" })));
    add("purchaseDate", Some(json!(moment(it.purchased_at))));
    add("purchasePlace", it.place.as_ref().map(|it| json!(it)));
    add("revisedDocument", it.revised_number().map(|it| json!(it)));
    add("grossValue", Some(number(it.sums.gross)));
    told.insert("transactionData".to_owned(), Value::Object(data));
    told.insert("customerData".to_owned(), buyer(&it.buyer));
    told.insert("items".to_owned(), Value::Array(it.items.iter().map(item).collect()));
    if let Some(pos) = it.pos {
        // The older program's spelling is the contract.
        told.insert("postId".to_owned(), json!(pos.0));
    }
}

fn buyer(buyer: &Buyer) -> Value {
    let Buyer { name, email, phone, nip, card, address } = buyer;
    let texts = [
        ("name", Some(name)),
        ("email", email.as_ref()),
        ("phone", phone.as_ref()),
        ("nip", nip.as_ref()),
        ("loyaltyCardNumber", card.as_ref()),
    ];
    let texts = texts.into_iter().filter_map(|(name, it)| Some((name.to_owned(), json!(it?))));
    let mut data: Map<_, _> = texts.collect();
    if let Some(address) = address {
        data.insert("address".to_owned(), address_json(address));
    }
    Value::Object(data)
}

fn item(item: &Item) -> Value {
    let Item { sku, name, quantity, gross, category, maker, labels } = item;
    let labels = labels.iter().map(|it| json!({ "key": it.key, "value": it.value }));
    let mut told = json!({
        "sku": { "code": sku },
        "name": name,
        "quantity": quantity,
        "grossValue": number(*gross),
        "category": category,
        "labels": labels.collect::<Vec<_>>(),
    });
    if let Some(maker) = maker {
        told["maker"] = json!(maker);
    }
    told
}

pub(super) fn expiring(told: &mut Map<String, Value>, it: &Expiring) {
    let Expiring { contacts, first_name, last_name, what, at } = it;
    let Contacts { email, phone, loyalty_card } = contacts;
    let texts = [
        ("customerEmail", email.as_ref().map(Email::as_str)),
        ("customerPhone", phone.as_ref().map(Phone::as_str)),
        ("customerLoyaltyCardNumber", loyalty_card.as_ref().map(Text::as_str)),
        ("customerFirstName", Some(first_name)),
        ("customerLastName", Some(last_name)),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            told.insert(name.to_owned(), json!(text));
        }
    }
    match what {
        Loss::Points(points) => {
            told.insert("points".to_owned(), number(*points));
            told.insert("pointsWillExpire".to_owned(), json!(moment(*at)));
        }
        Loss::Level { level, name, future } => {
            told.insert("levelId".to_owned(), json!(level.0));
            told.insert("levelName".to_owned(), json!(name));
            if let Some((id, name)) = future {
                told.insert("futureLevelId".to_owned(), json!(id.0));
                told.insert("futureLevelName".to_owned(), json!(name));
            }
            told.insert("levelWillExpire".to_owned(), json!(moment(*at)));
        }
    }
}

/// With a colon in its offset, which is that of UTC: an event is told alike everywhere.
fn moment(at: Timestamp) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, false)
}
