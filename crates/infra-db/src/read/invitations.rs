//! Invitations with the people on both ends.

use application::ports::{InvitationQuery, InvitationSort, InvitationView, Listing, StorageError};
use domain::contact::phone_key;
use domain::text::folded;
use sea_orm::{DbBackend, DbErr, QueryResult, Value};

use super::condition::like_pattern;
use super::{StoreReads, ask};
use crate::rows::invitation;
use crate::sql::Sql;

const FROM: &str = "FROM invitation i \
    JOIN customer r ON r.store = i.store AND r.id = i.referrer_id \
    LEFT JOIN customer c ON c.store = i.store AND c.id = i.recipient_id";

const REFERRER_NAME: &str = "r.first_name_key || ' ' || r.last_name_key";
const RECIPIENT_NAME: &str = "c.first_name_key || ' ' || c.last_name_key";

impl StoreReads {
    pub(super) async fn invitation_list(
        &self,
        query: &InvitationQuery,
    ) -> Result<Listing<InvitationView>, StorageError> {
        let mut clauses = vec!["i.store = $1".to_owned()];
        let mut values = vec![self.store()];
        let exact: [(&str, Option<Value>); 3] = [
            ("i.referrer_id", query.referrer.map(|it| it.0.into())),
            ("i.recipient_id", query.recipient.map(|it| it.0.into())),
            ("i.status", query.status.map(|it| it.as_str().into())),
        ];
        for (column, value) in exact {
            let Some(value) = value else { continue };
            values.push(value);
            clauses.push(format!("{column} = ${}", values.len()));
        }
        let phone = query.recipient_phone.as_deref().map(|it| phone_key(it).to_owned());
        let texts = [
            ("r.email", query.referrer_email.as_deref().map(folded)),
            (REFERRER_NAME, query.referrer_name.as_deref().map(folded)),
            ("i.recipient_email", query.recipient_email.as_deref().map(folded)),
            ("i.recipient_phone_key", phone),
            (RECIPIENT_NAME, query.recipient_name.as_deref().map(folded)),
        ];
        let postgres = self.db().get_database_backend() == DbBackend::Postgres;
        for (column, text) in texts {
            let Some(text) = text else { continue };
            if !ask::can_be_stored(&text) {
                return Ok(Listing { items: vec![], total: 0 });
            }
            let place = values.len() + 1;
            if query.strict {
                values.push(text.into());
                clauses.push(format!("{column} = ${place}"));
            } else if postgres {
                values.push(like_pattern(&text).into());
                clauses.push(format!("{column} LIKE ${place}"));
            } else {
                values.push(text.into());
                clauses.push(format!("instr({column}, ${place}) > 0"));
            }
        }
        let condition = clauses.join(" AND ");
        let total = format!("SELECT count(*) {FROM} WHERE {condition}");
        let total = Sql::new(total, values.clone());
        values.extend(ask::slice(query.page));
        let text = format!(
            "SELECT {}, r.email, r.first_name, r.last_name, c.first_name, c.last_name \
             {FROM} WHERE {condition} ORDER BY {} LIMIT ${} OFFSET ${}",
            invitation::COLUMNS,
            order(query),
            values.len() - 1,
            values.len(),
        );
        ask::listing(self.db(), Sql::new(text, values), total, view).await
    }
}

fn order(query: &InvitationQuery) -> String {
    let direction = ask::keyword(query.direction);
    let column = match query.sort {
        InvitationSort::Referrer => "i.referrer_id",
        InvitationSort::Status => "i.status",
        InvitationSort::Invitation => return format!("i.id {direction}"),
    };
    format!("{column} {direction}, i.id {direction}")
}

fn view(row: &QueryResult) -> Result<InvitationView, DbErr> {
    let text = |at| row.try_get_by_index::<Option<String>>(invitation::WIDTH + at);
    let name = |at| Ok::<_, DbErr>(text(at)?.zip(text(at + 1)?));
    let whole = |(first, last): (String, String)| format!("{first} {last}");
    Ok(InvitationView {
        invitation: invitation::from_row(row)?,
        referrer_email: text(0)?,
        referrer_name: name(1)?.map(whole).unwrap_or_default(),
        recipient_name: name(3)?.map(whole),
    })
}
