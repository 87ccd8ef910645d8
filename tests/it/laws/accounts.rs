//! Roles, administrators, keys, logins and sessions.

use application::ports::{Key, RefreshToken, Session, StorageError};
use chrono::TimeDelta;
use domain::access::{Access, Resource, Rights, Role};
use domain::account::{Admin, Login, User};
use domain::contact::Email;
use domain::ids::{AdminId, CustomerId, KeyId, RoleId, SellerId, SessionId};
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::fixtures::{at, begin, home, kept, text};

laws![
    a_new_installation_has_three_roles,
    roles_round_trip_and_go,
    an_administrator_is_found_by_its_id,
    a_username_and_an_email_name_one_administrator,
    keys_are_added_used_and_deleted,
    logins_round_trip_and_replace,
    a_refresh_token_finds_its_session,
    rotation_marks_the_old_token_once,
    ending_all_sessions_ends_only_that_users,
    ending_one_session_ends_its_tokens,
    ending_the_others_leaves_ones_own,
    what_has_expired_does_not_pile_up,
];

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn admin(number: u128) -> Admin {
    Admin {
        id: AdminId(id(number)),
        username: text(&format!("Admin{number}")),
        email: Email::parse(&format!("admin{number}@x.io")).unwrap(),
        role: Role::SUPER_ADMIN,
        active: true,
        version: 0,
    }
}

async fn a_new_installation_has_three_roles(it: &TestDatabase) {
    let uow = begin(it).await;
    for (id, name, rights) in [
        (Role::SUPER_ADMIN, "Super admin", Rights::Master),
        (Role::REPORTER, "Reporter admin", Rights::everywhere(Access::View)),
        (Role::FULL_ADMIN, "Full admin", Rights::everywhere(Access::Modify)),
    ] {
        let role = uow.roles().find(id).await.unwrap();
        assert_eq!(role, Some(Role { id, name: text(name), rights, version: 1 }));
    }
    assert!(!uow.admins().any().await.unwrap());
}

async fn roles_round_trip_and_go(it: &TestDatabase) {
    let grants = [(Resource::Pos, Access::View), (Resource::Customer, Access::Modify)];
    let clerk = Role {
        id: RoleId(id(1)),
        name: text("Clerk"),
        rights: Rights::Granted(grants.into()),
        version: 0,
    };
    kept(it, async |uow| uow.roles().save(&clerk).await).await;
    let saved = Role { version: 1, ..clerk };
    let uow = begin(it).await;
    assert_eq!(uow.roles().find(saved.id).await.unwrap(), Some(saved.clone()));
    let changed = Role { rights: Rights::Granted([].into()), ..saved };
    uow.roles().save(&changed).await.unwrap();
    let found = uow.roles().find(changed.id).await.unwrap();
    assert_eq!(found, Some(Role { version: 2, ..changed.clone() }));
    uow.roles().delete(changed.id).await.unwrap();
    assert_eq!(uow.roles().find(changed.id).await.unwrap(), None);
    uow.commit().await.unwrap();
}

async fn an_administrator_is_found_by_its_id(it: &TestDatabase) {
    kept(it, async |uow| uow.admins().save(&admin(1)).await).await;
    let uow = begin(it).await;
    let found = uow.admins().find(admin(1).id).await.unwrap();
    assert_eq!(found, Some(Admin { version: 1, ..admin(1) }));
    assert_eq!(uow.admins().find(admin(2).id).await.unwrap(), None);
}

async fn a_username_and_an_email_name_one_administrator(it: &TestDatabase) {
    kept(it, async |uow| uow.admins().save(&admin(1)).await).await;
    let uow = begin(it).await;
    assert!(uow.admins().any().await.unwrap());
    assert!(uow.admins().any_with_role(Role::SUPER_ADMIN).await.unwrap());
    assert!(!uow.admins().any_with_role(Role::REPORTER).await.unwrap());
    drop(uow);
    for (twin, field) in [
        (Admin { username: text("ADMIN1"), ..admin(2) }, "username"),
        (Admin { email: admin(1).email, ..admin(2) }, "email"),
        (Admin { id: admin(1).id, ..admin(2) }, "id"),
    ] {
        let refused = begin(it).await.admins().save(&twin).await;
        assert!(matches!(refused, Err(StorageError::Taken(it)) if it == field), "{refused:?}");
    }
    kept(it, async |uow| {
        let renamed = Admin { username: text("Ada"), active: false, version: 1, ..admin(1) };
        uow.admins().save(&renamed).await
    })
    .await;
    assert_eq!(it.texts("SELECT username_key FROM admin WHERE NOT active").await, ["ada"]);
}

async fn keys_are_added_used_and_deleted(it: &TestDatabase) {
    let key = |number, store| Key {
        id: KeyId(id(number)),
        name: text("Shop"),
        digest: "digest".to_owned(),
        rights: Rights::everywhere(Access::View),
        store,
        created_at: at(0),
        expires_at: None,
        last_used_at: None,
    };
    let bound = Key { expires_at: Some(at(9)), ..key(2, Some(home())) };
    let free = Key { rights: Rights::Master, ..key(1, None) };
    kept(it, async |uow| {
        uow.keys().add(&free).await?;
        uow.keys().add(&bound).await
    })
    .await;
    kept(it, async |uow| uow.keys().used(bound.id, at(5)).await).await;
    let used = "SELECT count(*) FROM api_key WHERE last_used_at - created_at = 5000000";
    assert_eq!(it.number(used).await, 1);
    let uow = begin(it).await;
    assert!(uow.keys().delete(bound.id).await.unwrap());
    assert!(!uow.keys().delete(bound.id).await.unwrap());
    uow.commit().await.unwrap();
    assert_eq!(it.number("SELECT count(*) FROM api_key").await, 1);
}

async fn logins_round_trip_and_replace(it: &TestDatabase) {
    let uow = begin(it).await;
    for user in [
        User::Admin(AdminId(id(1))),
        User::Seller(SellerId(id(1))),
        User::Customer(CustomerId(id(1))),
    ] {
        assert_eq!(uow.logins().find(user).await.unwrap(), None);
        let empty = Login::without_password(user);
        let full = Login {
            password_hash: Some("$argon2id$…".to_owned()),
            temporary: false,
            last_login_at: Some(at(1)),
            failures: 12,
            locked_until: Some(at(2)),
            ..empty.clone()
        };
        for login in [empty.clone(), full, empty] {
            uow.logins().save(&login).await.unwrap();
            assert_eq!(uow.logins().find(user).await.unwrap(), Some(login));
        }
    }
    uow.logins().delete(User::Seller(SellerId(id(1)))).await.unwrap();
    uow.commit().await.unwrap();
    let left = "SELECT store || ' ' || kind FROM login ORDER BY kind";
    assert_eq!(it.texts(left).await, [" admin", "DEFAULT customer"]);
}

fn session(number: u128, user: User) -> (Session, RefreshToken) {
    let store = (!matches!(user, User::Admin(_))).then(home);
    let session = Session { id: SessionId(id(number)), user, store, created_at: at(0) };
    (session, token(number, &format!("digest-{number}")))
}

fn token(session: u128, digest: &str) -> RefreshToken {
    RefreshToken {
        digest: digest.to_owned(),
        session: SessionId(id(session)),
        expires_at: at(100),
        replaced_at: None,
    }
}

async fn opened(it: &TestDatabase, sessions: &[(Session, RefreshToken)]) {
    kept(it, async |uow| {
        for (session, token) in sessions {
            uow.sessions().open(session, token).await?;
        }
        Ok(())
    })
    .await;
}

async fn a_refresh_token_finds_its_session(it: &TestDatabase) {
    let sessions =
        [session(1, User::Admin(AdminId(id(1)))), session(2, User::Customer(CustomerId(id(2))))];
    opened(it, &sessions).await;
    let uow = begin(it).await;
    for (session, token) in sessions {
        let found = uow.sessions().find_by_refresh(&token.digest).await.unwrap();
        assert_eq!(found, Some((session, token)));
    }
    assert_eq!(uow.sessions().find_by_refresh("other").await.unwrap(), None);
}

async fn rotation_marks_the_old_token_once(it: &TestDatabase) {
    opened(it, &[session(1, User::Seller(SellerId(id(1))))]).await;
    kept(it, async |uow| {
        uow.sessions().rotate("digest-1", at(1), &token(1, "second")).await?;
        uow.sessions().rotate("digest-1", at(2), &token(1, "third")).await
    })
    .await;
    let uow = begin(it).await;
    for (digest, replaced_at) in [("digest-1", Some(at(1))), ("second", None), ("third", None)] {
        let (_, token) = uow.sessions().find_by_refresh(digest).await.unwrap().unwrap();
        assert_eq!(token.replaced_at, replaced_at, "{digest}");
    }
}

async fn ending_all_sessions_ends_only_that_users(it: &TestDatabase) {
    let user = User::Customer(CustomerId(id(7)));
    let others = [
        session(3, User::Customer(CustomerId(id(8)))),
        session(4, User::Seller(SellerId(id(7)))),
        session(5, User::Admin(AdminId(id(7)))),
    ];
    opened(it, &[session(1, user), session(2, user)]).await;
    opened(it, &others).await;
    kept(it, async |uow| uow.sessions().end_all(user).await).await;
    assert_eq!(it.number("SELECT count(*) FROM session").await, 3);
    assert_eq!(it.number("SELECT count(*) FROM refresh_token").await, 3);
    kept(it, async |uow| uow.sessions().end_all(User::Admin(AdminId(id(7)))).await).await;
    let left = "SELECT kind FROM session ORDER BY kind";
    assert_eq!(it.texts(left).await, ["customer", "seller"]);
}

async fn ending_one_session_ends_its_tokens(it: &TestDatabase) {
    let user = User::Customer(CustomerId(id(7)));
    opened(it, &[session(1, user), session(2, user)]).await;
    kept(it, async |uow| {
        uow.sessions().rotate("digest-1", at(1), &token(1, "second")).await?;
        uow.sessions().end(SessionId(id(1))).await
    })
    .await;
    assert_eq!(it.texts("SELECT digest FROM refresh_token").await, ["digest-2"]);
}

async fn ending_the_others_leaves_ones_own(it: &TestDatabase) {
    let (user, other) = (User::Customer(CustomerId(id(7))), User::Customer(CustomerId(id(8))));
    opened(it, &[session(1, user), session(2, user), session(3, other)]).await;
    kept(it, async |uow| uow.sessions().end_others(user, SessionId(id(2))).await).await;
    let left = "SELECT digest FROM refresh_token ORDER BY digest";
    assert_eq!(it.texts(left).await, ["digest-2", "digest-3"]);
}

async fn what_has_expired_does_not_pile_up(it: &TestDatabase) {
    let user = User::Customer(CustomerId(id(7)));
    let other = session(3, User::Customer(CustomerId(id(8))));
    let (_, token_of_one) = session(1, user);
    opened(it, &[session(1, user), session(2, user), other]).await;
    let end = token_of_one.expires_at;
    let later = |digest: &str, session| RefreshToken {
        expires_at: end + TimeDelta::days(30),
        ..token(session, digest)
    };
    // The first goes on; its old token has expired by then. The second was left alone.
    kept(it, async |uow| uow.sessions().rotate("digest-1", end, &later("second", 1)).await).await;
    let tokens = "SELECT digest FROM refresh_token ORDER BY digest";
    assert_eq!(it.texts(tokens).await, ["digest-2", "digest-3", "second"]);
    let (next, _) = session(4, user);
    let next = Session { created_at: end, ..next };
    kept(it, async |uow| uow.sessions().open(&next, &later("fourth", 4)).await).await;
    assert_eq!(it.texts(tokens).await, ["digest-3", "fourth", "second"]);
    assert_eq!(it.number("SELECT count(*) FROM session").await, 3);
}
