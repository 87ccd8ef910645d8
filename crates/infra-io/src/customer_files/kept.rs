//! JSON lines of what a store keeps, to the last detail: what an export writes and the operator's
//! import takes back. `{"level":{…}}`, `{"pos":{…}}`, `{"seller":{…}}`, `{"customer":{…}}`, in this
//! order. Amounts and shares are ten-thousandths; a member that is missing was never given, one
//! that is `""` was erased.

mod customer;

use application::ports::Kept;
use chrono::{DateTime, NaiveDate, SecondsFormat};
use domain::Timestamp;
use domain::amount::{Amount, Fraction};
use domain::contact::{Email, Phone};
use domain::ids::{LevelId, PosId, SellerId, SpecialRewardId};
use domain::level::{Level, Reward, SpecialReward};
use domain::locale::{Locale, Translation, Translations};
use domain::pos::{GeoPoint, Location, Pos};
use domain::seller::Seller;
use domain::text::Text;
use serde_json::{Map, Value, json};

pub(super) use self::customer::status_text;

/// One line, without its end.
pub(super) fn line(kept: &Kept) -> String {
    let line = match kept {
        Kept::Level(it) => json!({ "level": level(it) }),
        Kept::Pos(it) => json!({ "pos": pos(it) }),
        Kept::Seller(it) => json!({ "seller": seller(it) }),
        Kept::Customer(it) => json!({ "customer": customer::written(it) }),
    };
    line.to_string()
}

/// `None`: the line is none of these. `Some(None)`: it should be one and cannot be read.
#[expect(clippy::option_option, reason = "another line, a broken one, a good one")]
pub(super) fn read(members: &Map<String, Value>) -> Option<Option<Kept>> {
    let (name, value) = members.iter().next().filter(|_| members.len() == 1)?;
    let it = value.as_object()?;
    match name.as_str() {
        "level" => Some(read_level(it).map(Kept::Level)),
        "pos" => Some(read_pos(it).map(Kept::Pos)),
        "seller" => Some(read_seller(it).map(Kept::Seller)),
        "customer" => Some(customer::read(it).map(|it| Kept::Customer(Box::new(it)))),
        _ => None,
    }
}

fn level(level: &Level) -> Value {
    let mut it = Map::new();
    put(&mut it, "id", Some(level.id.to_string()));
    put(&mut it, "active", Some(level.active));
    put(&mut it, "condition", Some(level.condition.ten_thousandths()));
    put(&mut it, "minOrder", level.min_order.map(Amount::ten_thousandths));
    put(&mut it, "reward", Some(reward(&level.reward)));
    let specials = level.special_rewards.iter().map(|special| {
        let mut it = reward(&special.reward);
        put(&mut it, "id", Some(special.id.to_string()));
        put(&mut it, "active", Some(special.active));
        put(&mut it, "createdAt", Some(time(special.created_at)));
        put(&mut it, "start", Some(special.start.to_string()));
        put(&mut it, "end", Some(special.end.to_string()));
        Value::Object(it)
    });
    put(&mut it, "specialRewards", Some(specials.collect::<Vec<_>>()));
    let words = level.translations.0.iter().map(|(locale, words)| {
        let mut it = Map::new();
        put(&mut it, "name", words.name.as_ref().map(Text::as_str));
        put(&mut it, "description", words.description.as_ref().map(Text::as_str));
        (locale.as_str().to_owned(), Value::Object(it))
    });
    put(&mut it, "translations", Some(words.collect::<Map<_, _>>()));
    Value::Object(it)
}

fn reward(reward: &Reward) -> Map<String, Value> {
    let mut it = Map::new();
    put(&mut it, "name", Some(reward.name.as_str()));
    put(&mut it, "value", Some(reward.value.ten_thousandths()));
    put(&mut it, "code", Some(reward.code.as_str()));
    it
}

fn read_level(it: &Map<String, Value>) -> Option<Level> {
    let special = |it: &Value| {
        let it = it.as_object()?;
        Some(SpecialReward {
            id: SpecialRewardId::parse(string(it, "id")?)?,
            reward: read_reward(it)?,
            active: it.get("active")?.as_bool()?,
            created_at: read_time(string(it, "createdAt")?)?,
            start: string(it, "start")?.parse::<NaiveDate>().ok()?,
            end: string(it, "end")?.parse::<NaiveDate>().ok()?,
        })
    };
    let words = |(locale, it): (&String, &Value)| {
        let it = it.as_object()?;
        let words = Translation {
            name: some_text(it, "name")?,
            description: some_text(it, "description")?,
        };
        Some((Locale::parse(locale).ok()?, words))
    };
    let condition = it.get("condition")?.as_i64().filter(|it| *it >= 0)?;
    Some(Level {
        id: LevelId::parse(string(it, "id")?)?,
        active: it.get("active")?.as_bool()?,
        condition: Amount::from_ten_thousandths(condition),
        min_order: optional(it, "minOrder", |it| it.as_i64().map(Amount::from_ten_thousandths))?,
        reward: read_reward(it.get("reward")?.as_object()?)?,
        special_rewards: it
            .get("specialRewards")?
            .as_array()?
            .iter()
            .map(special)
            .collect::<Option<_>>()?,
        translations: Translations(
            it.get("translations")?.as_object()?.iter().map(words).collect::<Option<_>>()?,
        ),
        version: 0,
    })
}

fn read_reward(it: &Map<String, Value>) -> Option<Reward> {
    Some(Reward {
        name: text(it, "name")?,
        value: Fraction::from_ten_thousandths(it.get("value")?.as_i64()?),
        code: text(it, "code")?,
    })
}

fn pos(pos: &Pos) -> Value {
    let mut it = Map::new();
    put(&mut it, "id", Some(pos.id.to_string()));
    put(&mut it, "name", Some(pos.name.as_str()));
    put(&mut it, "identifier", Some(pos.identifier.as_str()));
    put(&mut it, "description", pos.description.as_ref().map(Text::as_str));
    let place = &pos.location;
    for (name, text) in [
        ("street", Some(&place.street)),
        ("address1", Some(&place.address1)),
        ("address2", place.address2.as_ref()),
        ("postal", Some(&place.postal)),
        ("city", Some(&place.city)),
        ("province", Some(&place.province)),
        ("country", Some(&place.country)),
    ] {
        put(&mut it, name, text.map(Text::as_str));
    }
    put(&mut it, "lat", place.geo_point.as_ref().map(|it| it.lat.as_str()));
    put(&mut it, "long", place.geo_point.as_ref().map(|it| it.long.as_str()));
    Value::Object(it)
}

fn read_pos(it: &Map<String, Value>) -> Option<Pos> {
    let geo_point = match (it.get("lat"), it.get("long")) {
        (None, None) => None,
        (Some(lat), Some(long)) => {
            Some(GeoPoint { lat: lat.as_str()?.to_owned(), long: long.as_str()?.to_owned() })
        }
        _ => return None,
    };
    Some(Pos {
        id: PosId::parse(string(it, "id")?)?,
        name: text(it, "name")?,
        identifier: text(it, "identifier")?,
        description: some_text(it, "description")?,
        location: Location {
            street: text(it, "street")?,
            address1: text(it, "address1")?,
            address2: some_text(it, "address2")?,
            postal: text(it, "postal")?,
            city: text(it, "city")?,
            province: text(it, "province")?,
            country: text(it, "country")?,
            geo_point,
        },
        version: 0,
    })
}

fn seller(seller: &Seller) -> Value {
    let mut it = Map::new();
    put(&mut it, "id", Some(seller.id.to_string()));
    put(&mut it, "firstName", Some(seller.first_name.as_str()));
    put(&mut it, "lastName", Some(seller.last_name.as_str()));
    put(&mut it, "email", Some(seller.email.as_str()));
    put(&mut it, "phone", seller.phone.as_ref().map(Phone::as_str));
    put(&mut it, "posId", Some(seller.pos.to_string()));
    put(&mut it, "active", Some(seller.active));
    put(&mut it, "deleted", Some(seller.deleted));
    put(&mut it, "allowPointTransfer", Some(seller.allow_point_transfer));
    Value::Object(it)
}

fn read_seller(it: &Map<String, Value>) -> Option<Seller> {
    let flag = |name: &str| it.get(name)?.as_bool();
    Some(Seller {
        id: SellerId::parse(string(it, "id")?)?,
        first_name: text(it, "firstName")?,
        last_name: text(it, "lastName")?,
        email: Email::parse(string(it, "email")?).ok()?,
        phone: optional(it, "phone", |it| Phone::parse(it.as_str()?).ok())?,
        pos: PosId::parse(string(it, "posId")?)?,
        active: flag("active")?,
        deleted: flag("deleted")?,
        allow_point_transfer: flag("allowPointTransfer")?,
        version: 0,
    })
}

/// Nothing is left out but what there is not.
fn put(members: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        members.insert(name.to_owned(), value.into());
    }
}

fn string<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    members.get(name)?.as_str()
}

fn text(members: &Map<String, Value>, name: &str) -> Option<Text> {
    Text::parse(string(members, name)?).ok()
}

#[expect(clippy::option_option, reason = "unreadable, missing, there")]
fn some_text(members: &Map<String, Value>, name: &str) -> Option<Option<Text>> {
    optional(members, name, |it| Text::parse(it.as_str()?).ok())
}

/// `None`: there is something, and it cannot be read.
#[expect(clippy::option_option, reason = "unreadable, missing, there")]
fn optional<T>(
    members: &Map<String, Value>,
    name: &str,
    read: impl FnOnce(&Value) -> Option<T>,
) -> Option<Option<T>> {
    match members.get(name) {
        None => Some(None),
        Some(value) => read(value).map(Some),
    }
}

fn time(at: Timestamp) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

fn read_time(text: &str) -> Option<Timestamp> {
    DateTime::parse_from_rfc3339(text).ok().map(|it| it.to_utc())
}
