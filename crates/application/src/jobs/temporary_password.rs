//! A password that the program chose, for a customer who has none (behaviour 3.2.4, step 7).

use domain::account::{Login, User};
use domain::code::Channel;
use domain::ids::CustomerId;
use domain::password::Password;

use super::Outcome;
use super::person::{Person, both_ways};
use super::send::{Kind, Letter, mark_of_try, send};
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::ports::{Busy, Job, SendError, Template};

const KIND: Kind = Kind {
    name: "temporary_password",
    mail: Some(Template::TemporaryPasswordEmail),
    sms: Template::TemporaryPasswordSms,
};

/// How soon hashing may have a core to spare.
const BUSY: chrono::TimeDelta = chrono::TimeDelta::seconds(1);

/// Sets a fresh password, unless the customer has one of its own, and sends it. Each try makes
/// another one: none is kept in clear.
pub(super) async fn temporary_password(
    cx: &Cx,
    permit: Permit,
    job: &Job,
    id: CustomerId,
) -> Result<Outcome, Error> {
    let password = cx.secrets().password();
    // Hashing takes long: no unit of work waits for it.
    let hash = match cx.passwords().hash(&Password::unchecked(password.clone())).await {
        Ok(hash) => hash,
        Err(busy @ Busy) => {
            return Ok(Outcome::Again { reason: busy.to_string(), after: Some(BUSY) });
        }
    };
    let Some(person) = set(cx, permit, id, hash).await? else { return Ok(Outcome::Done) };
    let mut outcome = Outcome::Done;
    for &channel in both_ways(cx) {
        let Some(to) = person.address(channel) else { continue };
        let values = values(cx, &person, &password);
        let user = Some(User::Customer(id));
        let mark = Some(mark_of_try(job));
        match send(cx, job, Letter { kind: KIND, user, mark, channel, to, values }).await {
            Ok(()) => return Ok(Outcome::Done),
            Err(error @ SendError::Later { .. }) => return Ok(error.into()),
            Err(error) => outcome = error.into(),
        }
    }
    Ok(outcome)
}

/// Stores the password. `None`: there is nobody to send it to, or nobody who wants it.
async fn set(
    cx: &Cx,
    permit: Permit,
    id: CustomerId,
    hash: String,
) -> Result<Option<Person>, Error> {
    let user = User::Customer(id);
    let uow = cx.begin(permit).await?;
    let Some(customer) = uow.customers().find(id).await? else { return Ok(None) };
    let person = Person::of(&customer);
    let is_reachable =
        [Channel::Email, Channel::Sms].iter().any(|it| person.address(*it).is_some());
    let login = uow.logins().find(user).await?;
    let login = login.unwrap_or_else(|| Login::without_password(user));
    let has_own = login.password_hash.is_some() && !login.temporary;
    if has_own || !is_reachable {
        return Ok(None);
    }
    let login = Login { password_hash: Some(hash), temporary: true, ..login };
    uow.logins().save(&login).await?;
    uow.commit().await?;
    Ok(Some(person))
}

fn values(cx: &Cx, person: &Person, password: &str) -> Vec<(&'static str, String)> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    vec![
        ("email", text(&person.email)),
        ("phone", text(&person.phone)),
        ("loyalty_card_number", text(&person.loyalty_card)),
        ("password", password.to_owned()),
        ("customer_panel_url", cx.options().links.customer.clone()),
    ]
}

#[cfg(test)]
mod tests {
    use domain::ids::JobId;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Kept, Stage, customer};
    use crate::ports::{Message, Task, Words};

    fn stage(login: Option<Login>) -> Stage {
        let mut stage = Stage::new();
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        stage.repos.logins.expect_find().returning(move |_| Ok(login.clone()));
        stage.texts.expect_render().returning(|_, _, values| {
            let password = values.iter().find(|(name, _)| *name == "password").unwrap();
            let text = password.1.clone();
            Ok(Words { subject: "Account created".to_owned(), text, html: None })
        });
        stage
    }

    fn user() -> User {
        User::Customer(customer(7).id())
    }

    async fn done(stage: Stage) -> (Outcome, Kept) {
        let (ports, record) = stage.ports();
        let (cx, permit) = Cx::system(ports, std::sync::Arc::new(crate::fixtures::store()));
        let id = customer(7).id();
        let task = Task::Send(Message::TemporaryPassword(id));
        let job = Job { id: JobId(Uuid::nil()), ..cx.job(task) };
        (temporary_password(&cx, permit, &job, id).await.unwrap(), record.take())
    }

    #[tokio::test]
    async fn the_password_that_was_sent_is_the_one_that_signs_in() {
        let mut stage = stage(None);
        stage
            .mail
            .expect_send()
            .once()
            .withf(|_, mail| mail.text == "Temporary1" && mail.to == "john@example.com")
            .returning(|_, _| Ok(()));
        let (outcome, kept) = done(stage).await;
        assert_eq!(outcome, Outcome::Done);
        let login = &kept.logins[0];
        assert_eq!(login.password_hash.as_deref(), Some("hash of Temporary1"));
        assert!(kept.committed && login.temporary);
    }

    #[tokio::test]
    async fn a_password_of_ones_own_is_left_alone() {
        let own = Login::with_password(user(), "own".to_owned());
        let (outcome, kept) = done(stage(Some(own))).await;
        assert_eq!((outcome, kept.logins.len()), (Outcome::Done, 0));
    }

    #[tokio::test]
    async fn busy_hashing_is_waited_for() {
        let mut stage = stage(None);
        stage.passwords.expect_hash().returning(|_| Err(Busy));
        let (outcome, kept) = done(stage).await;
        assert!(matches!(outcome, Outcome::Again { after: Some(BUSY), .. }));
        assert_eq!(kept.logins, []);
    }

    #[tokio::test]
    async fn a_mail_server_that_is_down_is_tried_again() {
        let mut stage = stage(None);
        stage.mail.expect_send().returning(|_, _| Err(SendError::later("down")));
        assert_eq!(done(stage).await.0, Outcome::again("down"));
    }
}
