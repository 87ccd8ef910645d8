//! The `webhook_endpoint` row, alias `w`.

use domain::ids::EndpointId;
use domain::webhook::{Endpoint, Topic};
use sea_orm::{DbErr, QueryResult};

use super::{Fields, Written, columns, json};

columns! { "webhook_endpoint" as "w":
    "id", "url", "topics", "secret", "previous_secret", "previous_until", "header_name",
    "header_value", "active", "disabled_reason", "from_settings", "created_at", "version",
}

pub fn from_row(row: &QueryResult) -> Result<Endpoint, DbErr> {
    let mut it = Fields::new(row, 0, TABLE, NAMES);
    Ok(Endpoint {
        id: EndpointId(it.id("id")?),
        url: it.take("url")?,
        topics: it.json("topics", json::read_topics)?,
        secret: it.take("secret")?,
        previous: it
            .take::<Option<String>>("previous_secret")?
            .zip(it.some_instant("previous_until")?),
        header: it.take::<Option<String>>("header_name")?.zip(it.take("header_value")?),
        active: it.take("active")?,
        disabled_reason: it.take("disabled_reason")?,
        from_settings: it.take("from_settings")?,
        created_at: it.instant("created_at")?,
        version: it.take("version")?,
    })
}

/// Every column but `store`, `id` and `version`.
pub fn written(endpoint: &Endpoint) -> Written {
    let Endpoint {
        id: _,
        url,
        topics,
        secret,
        previous,
        header,
        active,
        disabled_reason,
        from_settings,
        created_at,
        version: _,
    } = endpoint;
    let (previous_secret, previous_until) = previous.clone().unzip();
    let (header_name, header_value) = header.clone().unzip();
    vec![
        ("url", url.as_str().into()),
        ("topics", json::topics_text(topics.iter().copied().map(Topic::as_str)).into()),
        ("secret", secret.as_str().into()),
        ("previous_secret", previous_secret.into()),
        ("previous_until", previous_until.map(|it| it.timestamp_micros()).into()),
        ("header_name", header_name.into()),
        ("header_value", header_value.into()),
        ("active", (*active).into()),
        ("disabled_reason", disabled_reason.as_deref().into()),
        ("from_settings", (*from_settings).into()),
        ("created_at", created_at.timestamp_micros().into()),
    ]
}
