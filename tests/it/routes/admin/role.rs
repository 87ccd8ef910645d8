//! `admin/acl/…`

use laurel_tests::world::unique;
use serde_json::{Value, json};

use super::super::{marked, redacted, worlds};

fn found<'a>(list: &'a Value, name: &str) -> Option<&'a Value> {
    list["roles"].as_array().expect("a list").iter().find(|it| it["name"] == name)
}

#[tokio::test]
async fn roles_are_made_changed_and_deleted() {
    for world in worlds().await {
        let path = "/api/DEFAULT/admin/acl/role";
        let name = unique();
        let form = format!(
            "role[name]={name}&role[permissions][0][resource]=POS&role[permissions][0][access]=VIEW\
             &role[permissions][1][resource]=CUSTOMER&role[permissions][1][access]=MODIFY"
        );
        assert_eq!(world.post(path, &form).await.must(204).text(), "");
        let list = world.get(path).await.must(200).json();
        assert_eq!(list["total"], list["roles"].as_array().expect("a list").len());
        let role = found(&list, &name).expect("the new role");
        let id = role["id"].as_str().expect("an id").to_owned();
        let one = format!("{path}/{id}");
        let shown = world.get(&one).await.must(200);
        assert_eq!(&shown.json(), role);
        insta::assert_snapshot!(
            "a_role",
            redacted(&shown, &[], &[(&id, "<role>"), (&name, "<name>")])
        );

        world.put(&one, &format!("role[name]={name}2")).await.must(204);
        let renamed = world.get(&one).await.must(200).json();
        assert_eq!(
            (&renamed["name"], &renamed["permissions"]),
            (&json!(format!("{name}2")), &role["permissions"])
        );
        world.delete(&one).await.must(204);
        world.get(&one).await.must(404);
        let master = found(&list, "Super admin").expect("the master's role");
        assert_eq!((&master["master"], &master["permissions"]), (&json!(true), &json!([])));
        let in_use = format!("{path}/{}", master["id"].as_str().expect("an id"));
        world.delete(&in_use).await.must(400);
        let odd = "role[permissions][0][resource]=X&role[permissions][1][access]=VIEW";
        let refused = world.post(path, odd).await.must(400);
        let expected =
            ["name", "permissions.0.resource", "permissions.0.access", "permissions.1.resource"];
        assert_eq!(marked(&refused), expected);
    }
}

#[tokio::test]
async fn resources_and_accesses_are_listed() {
    for world in worlds().await {
        let resources = world.get("/api/DEFAULT/admin/acl/resources").await.must(200);
        insta::assert_snapshot!("resources", redacted(&resources, &[], &[]));
        let accesses = world.get("/api/DEFAULT/admin/acl/accesses").await.must(200);
        assert_eq!(
            accesses.text(),
            r#"{"accesses":[{"code":"VIEW"},{"code":"MODIFY"}],"total":2}"#
        );
    }
}
