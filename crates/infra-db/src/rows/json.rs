//! The JSON that some columns hold: labels, translations, rewards, permissions.

use application::ports::SegmentLabel;
use chrono::NaiveDate;
use domain::Timestamp;
use domain::access::{Access, Resource, Rights};
use domain::amount::{Amount, Fraction};
use domain::customer::{PushToken, Variable};
use domain::ids::{SegmentId, SpecialRewardId};
use domain::label::Label;
use domain::level::{Reward, SpecialReward};
use domain::locale::{Locale, Translation, Translations};
use domain::text::Text;
use domain::webhook::Topic;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// A stored JSON text does not have the form it was written in. Deliberately says no more: the
/// text may hold personal data.
#[derive(Debug)]
pub struct BadJson;

pub fn labels_text(labels: &[Label]) -> String {
    let list = labels.iter().map(|it| json!({ "key": it.key, "value": it.value }));
    Value::Array(list.collect()).to_string()
}

pub fn read_labels(text: &str) -> Result<Vec<Label>, BadJson> {
    list(text)?.iter().map(read_label).collect()
}

pub fn read_label(it: &Value) -> Result<Label, BadJson> {
    Ok(Label { key: string(it, "key")?, value: string(it, "value")? })
}

/// Pairs of id and name, as a statement put them together.
pub fn read_segments(text: &str) -> Result<Vec<SegmentLabel>, BadJson> {
    let one = |it: &Value| {
        let id = it[0].as_str().and_then(|it| it.parse().ok()).ok_or(BadJson)?;
        let name = it[1].as_str().map(str::to_owned).ok_or(BadJson)?;
        Ok(SegmentLabel { id: SegmentId(id), name })
    };
    list(text)?.iter().map(one).collect()
}

pub fn ids_text(ids: impl Iterator<Item = Uuid>) -> String {
    Value::Array(ids.map(|it| json!(it)).collect()).to_string()
}

pub fn read_ids(text: &str) -> Result<Vec<Uuid>, BadJson> {
    let id = |it: &Value| it.as_str().and_then(|it| it.parse().ok()).ok_or(BadJson);
    list(text)?.iter().map(id).collect()
}

pub fn topics_text<'a>(topics: impl Iterator<Item = &'a str>) -> String {
    Value::Array(topics.map(Value::from).collect()).to_string()
}

pub fn read_topics(text: &str) -> Result<Vec<Topic>, BadJson> {
    let topic = |it: &Value| it.as_str().and_then(Topic::parse).ok_or(BadJson);
    list(text)?.iter().map(topic).collect()
}

pub fn push_tokens_text(tokens: &[PushToken]) -> String {
    Value::Array(tokens.iter().map(|it| Value::from(it.as_str())).collect()).to_string()
}

pub fn read_push_tokens(text: &str) -> Result<Vec<PushToken>, BadJson> {
    let token =
        |it: &Value| it.as_str().map(|it| PushToken::from_storage(it.to_owned())).ok_or(BadJson);
    list(text)?.iter().map(token).collect()
}

/// What a history line says beside its type, in order.
pub fn variables_text(variables: Vec<(&'static str, Option<Variable>)>) -> String {
    let value = |it: Option<Variable>| match it {
        None => Value::Null,
        Some(Variable::Text(text)) => Value::from(text),
        Some(Variable::Flag(flag)) => Value::from(flag),
        // Ten-thousandths: numbers and moments are told apart by their form.
        Some(Variable::Number(number)) => Value::from(number.ten_thousandths()),
        Some(Variable::Moment(at)) => json!({ "at": at.timestamp_micros() }),
    };
    let pairs = variables.into_iter().map(|(name, it)| (name.to_owned(), value(it)));
    Value::Object(pairs.collect()).to_string()
}

pub fn read_variables(text: &str) -> Result<Vec<(String, Option<Variable>)>, BadJson> {
    let pair = |(name, value): (String, Value)| {
        let value = match value {
            Value::Null => None,
            Value::String(text) => Some(Variable::Text(text)),
            Value::Bool(flag) => Some(Variable::Flag(flag)),
            Value::Number(number) => {
                let number = number.as_i64().ok_or(BadJson)?;
                Some(Variable::Number(Amount::from_ten_thousandths(number)))
            }
            Value::Object(it) => {
                let at = it.get("at").and_then(Value::as_i64).ok_or(BadJson)?;
                let at = Timestamp::from_timestamp_micros(at).ok_or(BadJson)?;
                Some(Variable::Moment(at))
            }
            Value::Array(_) => return Err(BadJson),
        };
        Ok((name, value))
    };
    map(text)?.into_iter().map(pair).collect()
}

pub fn translations_text(translations: &Translations) -> String {
    let text = |it: &Option<Text>| it.as_ref().map(|it| it.as_str().to_owned());
    let pairs = translations.0.iter().map(|(locale, it)| {
        let words = json!({ "name": text(&it.name), "description": text(&it.description) });
        (locale.as_str().to_owned(), words)
    });
    Value::Object(pairs.collect()).to_string()
}

pub fn read_translations(text: &str) -> Result<Translations, BadJson> {
    let text_of = |it: &Value, key: &str| match &it[key] {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(Text::from_storage(text.clone()))),
        _ => Err(BadJson),
    };
    let pair = |(code, it): (&String, &Value)| {
        let locale = Locale::parse(code).map_err(|_| BadJson)?;
        let words =
            Translation { name: text_of(it, "name")?, description: text_of(it, "description")? };
        Ok((locale, words))
    };
    Ok(Translations(map(text)?.iter().map(pair).collect::<Result<_, BadJson>>()?))
}

pub fn special_rewards_text(rewards: &[SpecialReward]) -> String {
    let list = rewards.iter().map(|it| {
        json!({
            "id": it.id.to_string(),
            "name": it.reward.name.as_str(),
            "value": it.reward.value.ten_thousandths(),
            "code": it.reward.code.as_str(),
            "active": it.active,
            "createdAt": it.created_at.timestamp_micros(),
            "start": it.start.to_string(),
            "end": it.end.to_string(),
        })
    });
    Value::Array(list.collect()).to_string()
}

pub fn read_special_rewards(text: &str) -> Result<Vec<SpecialReward>, BadJson> {
    let date = |it: &Value, key: &str| string(it, key)?.parse::<NaiveDate>().map_err(|_| BadJson);
    let number = |it: &Value, key: &str| it[key].as_i64().ok_or(BadJson);
    let reward = |it: &Value| {
        Ok(SpecialReward {
            id: SpecialRewardId::parse(&string(it, "id")?).ok_or(BadJson)?,
            reward: Reward {
                name: Text::from_storage(string(it, "name")?),
                value: Fraction::from_ten_thousandths(number(it, "value")?),
                code: Text::from_storage(string(it, "code")?),
            },
            active: it["active"].as_bool().ok_or(BadJson)?,
            created_at: Timestamp::from_timestamp_micros(number(it, "createdAt")?)
                .ok_or(BadJson)?,
            start: date(it, "start")?,
            end: date(it, "end")?,
        })
    };
    list(text)?.iter().map(reward).collect()
}

/// Whether the rights are master rights, and the grants of those that are not.
pub fn rights_text(rights: &Rights) -> (bool, String) {
    match rights {
        Rights::Master => (true, "{}".to_owned()),
        Rights::Granted(grants) => {
            let pairs = grants
                .iter()
                .map(|(resource, access)| (resource.code().to_owned(), Value::from(access.code())));
            (false, Value::Object(pairs.collect()).to_string())
        }
    }
}

pub fn read_rights(master: bool, text: &str) -> Result<Rights, BadJson> {
    if master {
        return Ok(Rights::Master);
    }
    let grant = |(resource, access): (&String, &Value)| {
        let access = access.as_str().and_then(Access::parse);
        Resource::parse(resource).zip(access).ok_or(BadJson)
    };
    Ok(Rights::Granted(map(text)?.iter().map(grant).collect::<Result<_, BadJson>>()?))
}

pub(super) fn list(text: &str) -> Result<Vec<Value>, BadJson> {
    match serde_json::from_str(text) {
        Ok(Value::Array(list)) => Ok(list),
        _ => Err(BadJson),
    }
}

pub(super) fn map(text: &str) -> Result<Map<String, Value>, BadJson> {
    match serde_json::from_str(text) {
        Ok(Value::Object(map)) => Ok(map),
        _ => Err(BadJson),
    }
}

pub(super) fn string(from: &Value, key: &str) -> Result<String, BadJson> {
    from[key].as_str().map(str::to_owned).ok_or(BadJson)
}
