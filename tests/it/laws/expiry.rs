//! What goes when it is no longer needed, and what stays.

use application::ports::{Event, EventData, Expired, RefreshToken, Session, Storage};
use domain::account::User;
use domain::code::{Channel, OneTimeCode, Purpose};
use domain::contact::Phone;
use domain::customer::Avatar;
use domain::ids::{CustomerId, EventId, SessionId};
use domain::webhook::Topic;
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::fixtures::{abroad, at, begin, home, kept, save_customer, somebody, with_abroad};

laws![
    a_picture_is_shown_by_a_customer_of_its_store,
    codes_that_ended_lose_their_secret_and_keep_their_number,
    events_go_by_their_time,
    sessions_that_nothing_can_prolong_go,
];

fn user(number: u128) -> User {
    User::Customer(CustomerId(Uuid::from_u128(number)))
}

async fn expire(it: &TestDatabase, seconds: i64) {
    let expired = Expired { codes: at(seconds), events: at(seconds), sessions: at(seconds) };
    it.database.queue().forget_expired(&expired).await.unwrap();
}

async fn a_picture_is_shown_by_a_customer_of_its_store(it: &TestDatabase) {
    with_abroad(it).await;
    let mut ada = somebody(1);
    let avatar = Avatar {
        path: "avatars/1.png".to_owned(),
        original_name: "me.png".to_owned(),
        mime: "image/png".to_owned(),
    };
    ada.set_avatar(avatar, at(2)).unwrap();
    save_customer(it, ada).await;
    for (store, path, shown) in [
        (home(), "avatars/1.png", true),
        (home(), "avatars/2.png", false),
        (abroad(), "avatars/1.png", false),
    ] {
        let uow = it.database.begin(&store).await.unwrap();
        assert_eq!(uow.customers().shows_avatar(path).await.unwrap(), shown, "{store} {path}");
    }
}

async fn codes_that_ended_lose_their_secret_and_keep_their_number(it: &TestDatabase) {
    let code = |number, digest: &str, seconds| {
        let mut code = OneTimeCode::request(user(number), Purpose::PhoneChange, at(0));
        code.issue(digest.to_owned(), Channel::Sms, at(seconds));
        code.phone = Some(Phone::parse("+48123123123").unwrap());
        code
    };
    let (old, young) = (code(1, "a", 0), code(2, "b", 1));
    kept(it, async |uow| {
        uow.codes().save(&old).await?;
        uow.codes().save(&young).await
    })
    .await;
    expire(it, 30 * 60 + 1).await;
    let uow = begin(it).await;
    let found = async |number| uow.codes().find(user(number), Purpose::PhoneChange).await.unwrap();
    let blank = OneTimeCode { live: None, phone: None, ..old };
    assert_eq!(found(1).await, Some(blank));
    assert_eq!(found(2).await, Some(young));
}

async fn events_go_by_their_time(it: &TestDatabase) {
    kept(it, async |uow| {
        for seconds in [1_i64, 2] {
            let event = Event {
                id: EventId(Uuid::from_u128(u128::from(seconds.unsigned_abs()))),
                at: at(seconds),
                topic: Topic::CustomerUpdated,
                customer: Some(somebody(1).id()),
                data: EventData::Nothing,
            };
            uow.outbox().add(event).await?;
        }
        Ok(())
    })
    .await;
    expire(it, 2).await;
    let left = begin(it).await.outbox().between(at(0), at(9), None, 9).await.unwrap();
    assert_eq!(left.iter().map(|it| it.at).collect::<Vec<_>>(), [at(2)]);
}

async fn sessions_that_nothing_can_prolong_go(it: &TestDatabase) {
    kept(it, async |uow| {
        for (number, seconds) in [(1, 1), (2, 9)] {
            let id = SessionId(Uuid::from_u128(number));
            let session =
                Session { id, user: user(number), store: Some(home()), created_at: at(0) };
            let refresh = RefreshToken {
                digest: format!("digest-{number}"),
                session: id,
                expires_at: at(seconds),
                replaced_at: None,
            };
            uow.sessions().open(&session, &refresh).await?;
        }
        Ok(())
    })
    .await;
    expire(it, 1).await;
    assert_eq!(it.texts("SELECT digest FROM refresh_token").await, ["digest-2"]);
    assert_eq!(it.number("SELECT count(*) FROM session").await, 1);
}
