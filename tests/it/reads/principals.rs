//! Who a session belongs to, and when it ends (decision 9).

use application::ports::{Principal, Storage, StorageError, UnitOfWork};
use domain::access::{Access, Rights};
use domain::account::{Admin, User};
use domain::contact::Email;
use domain::ids::SessionId;
use domain::policy::Actor;
use domain::seller::Seller;
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::accounts::{admin, open, staff};
use super::people::{person, save};
use crate::laws::fixtures::{at, home, kept, seller};

laws![
    a_session_tells_its_principal,
    whoever_may_not_sign_in_any_more_is_gone_at_once,
    a_session_that_ended_is_gone_at_once,
];

/// One open session of each kind of user, and of a customer without an e-mail address.
async fn sessions(it: &TestDatabase) -> [SessionId; 4] {
    staff(it).await;
    let mut customer = person(1);
    customer.profile.email = Email::parse("ada@x.io").ok();
    save(it, &home(), &[customer, person(2)]).await;
    let users = [
        User::Admin(admin(1).id),
        User::Seller(seller(1).id),
        User::Customer(person(1).id),
        User::Customer(person(2).id),
    ];
    let mut sessions = [SessionId(Uuid::nil()); 4];
    for ((number, session), user) in (1..).zip(&mut sessions).zip(users) {
        let uow = it.database.begin(&home()).await.unwrap();
        *session = open(&*uow, number, user).await.unwrap();
        uow.commit().await.unwrap();
    }
    sessions
}

async fn principal(it: &TestDatabase, session: SessionId) -> Option<Principal> {
    it.database.directory().principal(session).await.unwrap()
}

async fn a_session_tells_its_principal(it: &TestDatabase) {
    let sessions = sessions(it).await;
    let rights = Rights::everywhere(Access::View);
    let expected = [
        (Actor::Admin(admin(1).id, rights), None, "Admin1".to_owned()),
        (Actor::Seller(seller(1).id), Some(home()), "seller1@x.io".to_owned()),
        (Actor::Customer(person(1).id), Some(home()), "ada@x.io".to_owned()),
        (Actor::Customer(person(2).id), Some(home()), person(2).id.to_string()),
    ];
    for (session, (actor, store, username)) in sessions.into_iter().zip(expected) {
        let expected = Some(Principal { actor, store, username });
        assert_eq!(principal(it, session).await, expected);
        assert_eq!(principal(it, session).await, expected, "remembered");
        let second = it.second().await;
        assert_eq!(second.directory().principal(session).await.unwrap(), expected);
        second.close().await.unwrap();
    }
    assert_eq!(principal(it, SessionId(Uuid::from_u128(99))).await, None);
}

type Step = fn(&dyn UnitOfWork) -> Done<'_>;
type Done<'a> = std::pin::Pin<Box<dyn Future<Output = Result<(), StorageError>> + 'a>>;

async fn whoever_may_not_sign_in_any_more_is_gone_at_once(it: &TestDatabase) {
    let [admins, sellers, first, second] = sessions(it).await;
    let steps: [(SessionId, Step); 4] = [
        (admins, |uow| {
            Box::pin(async {
                uow.admins().save(&Admin { active: false, version: 1, ..admin(1) }).await
            })
        }),
        (sellers, |uow| {
            Box::pin(async {
                uow.sellers().save(&Seller { active: false, version: 1, ..seller(1) }).await
            })
        }),
        (first, |uow| {
            Box::pin(async {
                let mut customer = uow.customers().find(person(1).id).await?.unwrap();
                customer.deactivate(at(1));
                uow.customers().save(customer).await
            })
        }),
        (second, |uow| {
            Box::pin(async {
                let mut customer = uow.customers().find(person(2).id).await?.unwrap();
                customer.delete(at(1));
                uow.customers().save(customer).await
            })
        }),
    ];
    for (session, step) in steps {
        assert!(principal(it, session).await.is_some());
        kept(it, async |uow| step(uow).await).await;
        assert_eq!(principal(it, session).await, None);
    }
    // Signed-in sessions are kept apart from the right to sign in: it comes back with the user.
    kept(it, async |uow| {
        let mut customer = uow.customers().find(person(1).id).await?.unwrap();
        customer.activate(at(2)).unwrap();
        uow.customers().save(customer).await
    })
    .await;
    assert!(principal(it, first).await.is_some());
}

async fn a_session_that_ended_is_gone_at_once(it: &TestDatabase) {
    let [admins, sellers, first, second] = sessions(it).await;
    for session in [admins, sellers, first, second] {
        assert!(principal(it, session).await.is_some());
    }
    kept(it, async |uow| uow.sessions().end_all(User::Admin(admin(1).id)).await).await;
    assert_eq!(principal(it, admins).await, None);
    kept(it, async |uow| uow.sessions().end(first).await).await;
    assert_eq!(principal(it, first).await, None);
    assert!(principal(it, sellers).await.is_some());
    assert!(principal(it, second).await.is_some());
}
