//! Stores, roles and keys, and how long they are remembered.

use application::ports::{Key, Page, Storage};
use domain::access::{Rights, Role};
use domain::ids::{KeyId, RoleId};
use domain::store::Store;
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use crate::laws::fixtures::{abroad, at, home, kept, text, with_abroad};

laws![
    stores_are_found_also_inactive_and_changes_show_at_once,
    roles_are_listed_by_name,
    keys_are_listed_newest_first_and_gone_at_once,
];

const ALL: Page = Page { offset: 0, limit: 100 };

async fn stores_are_found_also_inactive_and_changes_show_at_once(it: &TestDatabase) {
    let directory = it.database.directory();
    assert_eq!(directory.store(&abroad()).await.unwrap(), None);
    with_abroad(it).await;
    let found = directory.store(&abroad()).await.unwrap().unwrap();
    assert_eq!((&found.code, found.active), (&abroad(), true));
    let closed = Store { active: false, name: text("Polska"), ..(*found).clone() };
    kept(it, async |uow| uow.stores().save(&closed).await).await;
    let found = directory.store(&abroad()).await.unwrap().unwrap();
    assert_eq!(*found, Store { version: closed.version + 1, ..closed });
    let listing = directory.stores(ALL).await.unwrap();
    let codes: Vec<_> = listing.items.iter().map(|it| it.code.clone()).collect();
    assert_eq!((codes, listing.total), (vec![home(), abroad()], 2));
    let second = directory.stores(Page { offset: 1, limit: 1 }).await.unwrap();
    assert_eq!((&second.items[0].code, second.total), (&abroad(), 2));
}

async fn roles_are_listed_by_name(it: &TestDatabase) {
    let directory = it.database.directory();
    let roles = directory.roles().await.unwrap();
    let names: Vec<_> = roles.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Full admin", "Reporter admin", "Super admin"]);
    let master = directory.role(Role::SUPER_ADMIN).await.unwrap().unwrap();
    assert_eq!(master.rights, Rights::Master);
    assert_eq!(directory.role(RoleId(Uuid::nil())).await.unwrap(), None);
}

async fn keys_are_listed_newest_first_and_gone_at_once(it: &TestDatabase) {
    let key = |number: u8, store| Key {
        id: KeyId(Uuid::from_u128(number.into())),
        name: text("Shop"),
        digest: "digest".to_owned(),
        rights: Rights::Master,
        store,
        created_at: at((number / 2).into()),
        expires_at: Some(at(9)),
        last_used_at: None,
    };
    let keys = [key(1, None), key(2, Some(home())), key(3, None)];
    kept(it, async |uow| {
        for key in &keys {
            uow.keys().add(key).await?;
        }
        Ok(())
    })
    .await;
    let directory = it.database.directory();
    let listing = directory.keys(ALL).await.unwrap();
    let newest_first: Vec<_> = keys.iter().rev().cloned().collect();
    assert_eq!((listing.items, listing.total), (newest_first, 3));
    for key in &keys {
        assert_eq!(directory.key(key.id).await.unwrap().as_ref(), Some(key));
    }
    kept(it, async |uow| uow.keys().delete(keys[0].id).await.map(drop)).await;
    assert_eq!(directory.key(keys[0].id).await.unwrap(), None);
}
