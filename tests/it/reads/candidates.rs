//! Who a name means at a sign-in (behaviour 1.2.2).

use application::ports::{Candidate, Storage};
use domain::access::{Access, Rights};
use domain::account::{Admin, Login, User, UserKind};
use domain::contact::{Email, Phone};
use domain::customer::{Entry, Status};
use domain::policy::Actor;
use domain::store::StoreCode;
use laurel_tests::databases::TestDatabase;

use super::accounts::{admin, staff};
use super::people::{delete, person, save};
use crate::laws::fixtures::{abroad, home, kept, pos, seller, text, with_abroad};

laws![
    a_name_means_the_account_that_the_table_says,
    a_candidate_comes_with_its_login_and_its_principal,
];

/// Whose account was found, and whether it can be signed in to.
type Found = Option<(User, bool)>;

async fn find(
    it: &TestDatabase,
    kind: UserKind,
    store: &StoreCode,
    name: &str,
) -> Option<Candidate> {
    it.database.directory().candidate(kind, store, name).await.unwrap()
}

async fn a_name_means_the_account_that_the_table_says(it: &TestDatabase) {
    with_abroad(it).await;
    staff(it).await;
    // This one's username is the e-mail address of the first.
    let mimic = Admin { username: text("admin1@x.io"), active: false, ..admin(2) };
    kept(it, async |uow| {
        uow.admins().save(&mimic).await?;
        uow.pos().save(&pos(2)).await?;
        let mut gone = seller(2);
        gone.delete();
        uow.sellers().save(&gone).await
    })
    .await;
    let mut ada = person(1);
    ada.profile.email = Email::parse("ada@x.io").ok();
    ada.profile.phone = Entry::Given(Phone::parse("+48123123123").unwrap());
    let mut card_is_a_phone = person(2);
    card_is_a_phone.profile.loyalty_card = Entry::Given(text("48123123123"));
    let mut blocked = person(3);
    blocked.status = Status::Blocked;
    blocked.profile.loyalty_card = Entry::Given(text("Card"));
    save(it, &home(), &[ada, card_is_a_phone, blocked, person(4)]).await;
    delete(it, person(4).id).await;

    let admin = |number| Some((User::Admin(admin(number).id), number == 1));
    let seller_id = seller(1).id.to_string();
    let seller = |number| Some((User::Seller(seller(number).id), number == 1));
    let customer = |number| Some((User::Customer(person(number).id), number != 3));
    let id = |number| person(number).id.to_string();
    let table: Vec<(UserKind, String, Found)> = vec![
        (UserKind::Admin, "admin1".into(), admin(1)),
        (UserKind::Admin, "ADMIN1".into(), admin(1)),
        (UserKind::Admin, "Admin1@X.io".into(), admin(2)),
        (UserKind::Admin, "admin2@x.io".into(), admin(2)),
        (UserKind::Admin, "admin3".into(), None),
        (UserKind::Admin, "a\0".into(), None),
        (UserKind::Seller, "SELLER1@x.io".into(), seller(1)),
        (UserKind::Seller, seller_id, seller(1)),
        (UserKind::Seller, "seller2@x.io".into(), seller(2)),
        (UserKind::Seller, "admin1".into(), None),
        (UserKind::Customer, "ADA@x.io".into(), customer(1)),
        (UserKind::Customer, id(1), customer(1)),
        (UserKind::Customer, "+48123123123".into(), customer(1)),
        (UserKind::Customer, "48123123123".into(), customer(2)),
        (UserKind::Customer, "Card".into(), customer(3)),
        (UserKind::Customer, "card".into(), None),
        (UserKind::Customer, id(4), None),
        (UserKind::Customer, String::new(), None),
        (UserKind::Customer, "\0".into(), None),
    ];
    for (kind, name, expected) in table {
        let found = find(it, kind, &home(), &name).await;
        let found = found.map(|it| (it.user, it.can_sign_in));
        assert_eq!(found, expected, "{kind:?} {name:?}");
    }
    for (kind, name) in [(UserKind::Seller, "seller1@x.io"), (UserKind::Customer, "ada@x.io")] {
        assert_eq!(find(it, kind, &abroad(), name).await, None);
    }
}

async fn a_candidate_comes_with_its_login_and_its_principal(it: &TestDatabase) {
    staff(it).await;
    save(it, &home(), &[person(1)]).await;
    let rights = Rights::everywhere(Access::View);
    let table = [
        (UserKind::Admin, "admin1", Actor::Admin(admin(1).id, rights), None, "Admin1"),
        (
            UserKind::Seller,
            "seller1@x.io",
            Actor::Seller(seller(1).id),
            Some(home()),
            "seller1@x.io",
        ),
        (
            UserKind::Customer,
            &person(1).id.to_string(),
            Actor::Customer(person(1).id),
            Some(home()),
            &person(1).id.to_string(),
        ),
    ];
    for (kind, name, actor, store, username) in table {
        let found = find(it, kind, &home(), name).await.unwrap();
        assert_eq!(found.principal.actor, actor);
        assert_eq!(found.principal.store, store);
        assert_eq!(found.principal.username, username);
        assert_eq!(found.login, Login::without_password(found.user));
        let mut login = found.login;
        login.set_password("hash".to_owned());
        kept(it, async |uow| uow.logins().save(&login).await).await;
        assert_eq!(find(it, kind, &home(), name).await.unwrap().login, login);
    }
}
