//! Odd values of every documented query parameter.

use laurel_tests::server::every_server;

use super::{Place, contract, must_be_civil, operations};

#[tokio::test]
async fn odd_query_values_are_read_or_ignored() {
    let long = "x".repeat(256);
    let odd = [
        "",
        "x",
        "%00",
        "%FF",
        "a%00b",
        "%0A",
        "-1",
        "0",
        "1.5",
        "1e9",
        "NaN",
        "null",
        "+1",
        "%25",
        "_",
        "'",
        "99999999999999999999999",
        "-9223372036854775808",
        &long,
    ];
    let contract = contract();
    for server in every_server().await {
        let (client, place) = (server.client(), Place::on(server).await);
        for (method, path, operation) in operations(&contract) {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let asked = parameters.filter(|it| it["in"] == "query").map(|it| it["name"].as_str());
            for name in asked.map(|it| it.expect("a name")) {
                let odd = odd.map(|it| format!("{name}={it}"));
                let grouped =
                    ["[x]=1", "[]=1", "[0][key]=%FF", "[=1", "=1&"].map(|it| format!("{name}{it}"));
                for query in odd.into_iter().chain(grouped) {
                    let what =
                        format!("{} {} {query:.60}", server.engine, operation["operationId"]);
                    let path = format!("{}?{query}&{query}", place.path(&path));
                    let answer = client.call(&method, &path).token(&place.store.admin).await;
                    must_be_civil(&answer, &what);
                    // Cursors and reset tokens are secrets of ours: others are refused.
                    let refusable = matches!(name, "scrollId" | "token");
                    let refused = refusable && matches!(answer.status, 400 | 404 | 429);
                    assert!(answer.status == 200 || refused, "{what}: {answer:?}");
                }
            }
        }
        for query in [
            "=",
            "&&&",
            "[]=",
            "%FF=%FF",
            "%00=%00",
            &"a=1&".repeat(2000),
            &format!("x{}=1", "[y]".repeat(50)),
        ] {
            let path = format!("{}?{query}", place.store.path("customer"));
            let answer = client.get(&path).token(&place.store.admin).await;
            must_be_civil(&answer, query);
            assert_eq!(answer.json()["total"], 2, "{answer:?}");
        }
    }
}
