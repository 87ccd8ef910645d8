//! Stores see nothing of each other.

use application::ports::Storage;
use domain::account::{Login, User};
use laurel_tests::databases::TestDatabase;

use super::fixtures::{abroad, at, kept, level, pos, seller, somebody, with_abroad};

laws![
    tenants_are_invisible_to_each_other,
    the_same_ids_and_contacts_are_free_in_another_store,
    logins_and_sessions_of_the_same_user_id_are_apart,
];

async fn tenants_are_invisible_to_each_other(it: &TestDatabase) {
    with_abroad(it).await;
    kept(it, async |uow| {
        uow.levels().save(&level(1)).await?;
        uow.pos().save(&pos(1)).await?;
        uow.sellers().save(&seller(1)).await?;
        uow.customers().save(somebody(1)).await
    })
    .await;
    let uow = it.database.begin(&abroad()).await.unwrap();
    assert_eq!(uow.levels().find(level(1).id).await.unwrap(), None);
    assert_eq!(uow.levels().all().await.unwrap(), []);
    assert_eq!(uow.pos().find(pos(1).id).await.unwrap(), None);
    assert_eq!(uow.sellers().find(seller(1).id).await.unwrap(), None);
    assert_eq!(uow.customers().find(somebody(1).id()).await.unwrap(), None);
    // A POS of another store cannot be referred to either.
    uow.sellers().save(&seller(1)).await.unwrap_err();
}

async fn the_same_ids_and_contacts_are_free_in_another_store(it: &TestDatabase) {
    with_abroad(it).await;
    for store in [domain::store::StoreCode::default_store(), abroad()] {
        let uow = it.database.begin(&store).await.unwrap();
        uow.levels().save(&level(1)).await.unwrap();
        uow.pos().save(&pos(1)).await.unwrap();
        uow.sellers().save(&seller(1)).await.unwrap();
        uow.customers().save(somebody(1)).await.unwrap();
        uow.commit().await.unwrap();
    }
    let uow = it.database.begin(&abroad()).await.unwrap();
    let mut ada = uow.customers().find(somebody(1).id()).await.unwrap().unwrap();
    ada.delete(at(2));
    uow.customers().save(ada).await.unwrap();
    uow.commit().await.unwrap();
    assert!(super::fixtures::find_customer(it, somebody(1).id()).await.is_some());
}

async fn logins_and_sessions_of_the_same_user_id_are_apart(it: &TestDatabase) {
    with_abroad(it).await;
    let user = User::Customer(somebody(1).id());
    let login = Login::with_password(user, "hash".to_owned());
    kept(it, async |uow| uow.logins().save(&login).await).await;
    let uow = it.database.begin(&abroad()).await.unwrap();
    assert_eq!(uow.logins().find(user).await.unwrap(), None);
    uow.logins().delete(user).await.unwrap();
    uow.sessions().end_all(user).await.unwrap();
    uow.commit().await.unwrap();
    kept(it, async |uow| {
        assert_eq!(uow.logins().find(user).await?, Some(login.clone()));
        Ok(())
    })
    .await;
}
