//! Odd path segments.

use laurel_tests::server::every_server;

use super::{Place, contract, must_be_civil, operations};

#[tokio::test]
async fn odd_path_segments_name_nothing() {
    let long = "x".repeat(10 * 1024);
    let odd = ["%00", "%FF", "%0D%0A", "%2e%2e%2f", "%2F", "'", "%25", "-1", "%F0%9F%92%A9", &long];
    let contract = contract();
    for server in every_server().await {
        let (client, place) = (server.client(), Place::on(server).await);
        for (method, path, operation) in operations(&contract) {
            let names = path.split('{').skip(1).filter_map(|it| it.split('}').next());
            for name in names {
                for odd in odd {
                    let path = place.path(&path.replace(&format!("{{{name}}}"), odd));
                    let call = client.call(&method, &path).token(&place.store.admin);
                    let answer =
                        if method == "GET" { call.await } else { call.form_text("x=1").await };
                    let what =
                        format!("{} {} {name}={odd:.20}", server.engine, operation["operationId"]);
                    must_be_civil(&answer, &what);
                    // Removing a token that nobody has is no mistake.
                    let removed = answer.status == 204 && name == "tokenToRemove";
                    // Only customers confirm: nobody else is told whether the code is any good.
                    let not_staffs = operation["operationId"] == "customer_confirm_change"
                        && answer.status == 403;
                    let refused = [400, 404].contains(&answer.status);
                    assert!(removed || not_staffs || refused, "{what}: {answer:?}");
                    // A body is judged before the record of a form without one, never after a store.
                    assert!(answer.status == 404 || name != "storeCode", "{what}: {answer:?}");
                }
            }
        }
        for path in [
            "/",
            "//",
            "/api",
            "/api/",
            "/api//customer",
            "/api/DEFAULT/customer/%zz",
            "/%00",
            "/api/DEFAULT/customer/..",
        ] {
            let answer = client.get(path).token(&place.store.admin).await;
            must_be_civil(&answer, path);
        }
    }
}
