//! Worked examples of who may do what (behaviour 9.2).

use laurel_tests::client::Call;

use super::{EXTRA_FIELDS, JOHN_DOE, JOHN1_DOE1, World, errors_at, worlds};

/// A call by somebody.
async fn by(world: &World, store: &str, who: (&str, &str, &str)) -> String {
    let (kind, name, password) = who;
    world.client.login(store, kind, name, password).await
}

const JOHN: (&str, &str, &str) = ("customer", "user@oloy.com", "loyalty");
const REPORTER: (&str, &str, &str) = ("admin", "reporter", "open");
const SUPERVISOR: (&str, &str, &str) = ("admin", "supervisor", "open");
const SELLER: (&str, &str, &str) = ("seller", "john@doe.com", "open");

#[tokio::test]
async fn everybody_sees_what_is_his_to_see() {
    for world in worlds().await {
        let one = |id: &str| format!("/api/DEFAULT/customer/{id}");
        let random = one("a1b2c3d4-0000-4000-8000-000000000000");
        for (who, path, status) in [
            (JOHN, "/api/DEFAULT/customer", 403),
            (JOHN, "/api/DEFAULT/admin/customer", 403),
            (JOHN, &one(JOHN_DOE), 200),
            (JOHN, &one("47834433524"), 200),
            (JOHN, &one(JOHN1_DOE1), 403),
            (JOHN, &random, 404),
            (JOHN, "/api/DEFAULT/customer/level", 200),
            (JOHN, "/api/DEFAULT/level", 403),
            (REPORTER, &one(JOHN1_DOE1), 200),
            (REPORTER, "/api/DEFAULT/customer", 200),
            (SUPERVISOR, "/api/DEFAULT/customer", 200),
            (SELLER, "/api/DEFAULT/customer", 200),
            (SELLER, &one(JOHN1_DOE1), 200),
            (SELLER, "/api/DEFAULT/seller", 403),
        ] {
            let token = by(&world, "DEFAULT", who).await;
            let answer = world.client.get(path).token(&token).await;
            assert_eq!(answer.status, status, "{who:?} {answer:?}");
        }
        world.client.get("/api/DEFAULT/customer").await.must(401);
    }
}

#[tokio::test]
async fn a_reporter_changes_nothing() {
    for world in worlds().await {
        let token = by(&world, "DEFAULT", REPORTER).await;
        let at = |rest: &str| format!("/api/DEFAULT/{rest}");
        let post = |rest: &str| world.client.post(&at(rest));
        let one = |rest: &str| format!("customer/{JOHN_DOE}{rest}");
        let calls: [Call; 8] = [
            world.client.put(&at(&one(""))).form_text("customer[firstName]=X"),
            world.client.delete(&at(&one(""))),
            post(&format!("admin/customer/{JOHN_DOE}/activate")),
            post(&format!("admin/customer/{JOHN_DOE}/deactivate")),
            post(&one("/level")).form_text("levelId=x"),
            post(&one("/pos")).form_text("posId=x"),
            post(&one("/remove-manually-level")),
            post("customer/register"),
        ];
        let before = world.get(&at(&one(""))).await.must(200);
        for call in calls {
            call.token(&token).await.must(403);
        }
        assert_eq!(world.get(&at(&one(""))).await.text(), before.text());
    }
}

#[tokio::test]
async fn a_seller_serves_any_customer_of_the_store() {
    for world in worlds().await {
        let store = world.a_store().await;
        let pos = store.a_pos().await;
        let seller = store.a_seller(&pos).await.token;
        let id = store.a_customer().await;
        let level = store.a_level("10").await;
        let post = |rest: &str| world.client.post(&store.path(rest)).token(&seller);
        post(&format!("seller/customer/{id}/deactivate")).await.must(204);
        post(&format!("admin/customer/{id}/activate")).await.must(204);
        post(&format!("customer/{id}/level")).form(&[("levelId", &level)]).await.must(200);
        post(&format!("customer/{id}/remove-manually-level")).await.must(204);
        post(&format!("seller/customer/{id}/pos")).form(&[("posId", &pos)]).await.must(200);
        post("pos/search/customer").form_text("search[firstName]=Cora").await.must(200);
        let put = world.client.put(&store.path(&format!("customer/{id}"))).token(&seller);
        put.form_text("customer[firstName]=Changed").await.must(200);
        world.client.get(&store.path("customer")).token(&seller).await.must(200);
        let delete = world.client.delete(&store.path(&format!("customer/{id}")));
        delete.token(&seller).await.must(403);
        assert_eq!(world.details(&store, &id).await["firstName"], "Changed");
    }
}

#[tokio::test]
async fn a_customer_edits_itself_within_limits() {
    for world in worlds().await {
        let store = world.a_store().await;
        let mia = store.a_member().await;
        let path = store.path(&format!("customer/{}", mia.id));
        let put = |form: &str| world.client.put(&path).token(&mia.token).form_text(form);
        put("customer[firstName]=Maria").await.must(200);
        let before = world.get(&path).await.must(200);
        assert_eq!(before.json()["firstName"], "Maria");
        for field in ["levelId", "posId", "sellerId", "createdAt"] {
            let form = format!("customer[firstName]=X&customer[{field}]={}", store.level);
            let refused = put(&form).await.must(400);
            assert_eq!(errors_at(&refused, ""), EXTRA_FIELDS, "{field}");
        }
        assert_eq!(world.get(&path).await.text(), before.text());

        let switch = format!("/api/admin/store/{}", store.code);
        let off = "store[allowCustomersProfileEdits]=0";
        world.put(&switch, off).await.must(200);
        let refused = put("customer[firstName]=X&customer[agreement2]=1").await.must(400);
        let forbidden = r#"["You don't have permission to edit this data."]"#;
        assert_eq!(super::marked(&refused), ["firstName"]);
        assert_eq!(errors_at(&refused, "firstName"), forbidden);
        put("customer[agreement2]=1").await.must(200);
        let after = world.get(&path).await.json();
        assert_eq!((&after["firstName"], &after["agreement2"]), (&"Maria".into(), &true.into()));
    }
}
