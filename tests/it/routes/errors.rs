//! What refusals look like (behaviour 0.4, decision 15).

use super::{JOHN_DOE, worlds};

#[tokio::test]
async fn refusals_are_the_contracts_to_the_letter() {
    for world in worlds().await {
        let client = &world.client;
        let missing = r#"{"error":{"code":404,"message":"Not Found"}}"#;
        let nobody = client.get("/api/DEFAULT/customer").await.must(401);
        assert_eq!(nobody.text(), r#"{"message":"Authentication Required"}"#);
        let bad = client.get("/api/DEFAULT/customer").token("a.b.c").await.must(401);
        assert_eq!(bad.text(), r#"{"code":401,"message":"Invalid JWT Token"}"#);
        let key = client.get("/api/DEFAULT/customer").key("nonsense").await.must(403);
        assert!(key.json()["message"].is_string(), "{key:?}");
        for path in [
            "/api/DEFAULT/customer/00000000-0000-0000-0000-00000000dead",
            "/api/DEFAULT/customer/no-such-card",
            "/api/NOWHERE/customer",
            "/api/default/customer",
            "/api/DEFAULT/nothing",
            "/nothing",
            "/api/DEFAULT/pos/00000000-0000-0000-0000-00000000dead",
            "/api/DEFAULT/pos/x",
            "/api/DEFAULT/pos/identifier/x",
            "/api/DEFAULT/level/x",
            "/api/DEFAULT/seller/x",
            "/api/admin/store/NOWHERE",
        ] {
            assert_eq!(world.get(path).await.must(404).text(), missing, "{path}");
        }
        // The store is judged before the caller.
        assert_eq!(client.get("/api/NOWHERE/customer").await.must(404).text(), missing);
        let john = client.login("DEFAULT", "customer", "user@oloy.com", "loyalty").await;
        let forbidden = client.get("/api/DEFAULT/customer").token(&john).await.must(403);
        assert_eq!(forbidden.text(), r#"{"error":{"code":403,"message":"Forbidden"}}"#);
        let method = client.call("PATCH", "/api/DEFAULT/customer").token(&world.admin);
        let method = method.await.must(405);
        assert_eq!(method.text(), r#"{"error":{"code":405,"message":"Method Not Allowed"}}"#);
        assert!(method.header("allow").contains("GET"), "{}", method.header("allow"));
    }
}

#[tokio::test]
async fn whoever_asks_for_problem_details_gets_them() {
    for world in worlds().await {
        let problem = "application/problem+json";
        let register = world.client.post("/api/DEFAULT/customer/register").token(&world.admin);
        let answer = register.header("accept", problem);
        let answer = answer.form_text("customer[lastName]=X&customer[foo]=1").await.must(400);
        assert_eq!(answer.header("content-type"), problem);
        let mut json = answer.json();
        assert_eq!(json["request_id"], answer.header("x-request-id"));
        json.as_object_mut().expect("an object").remove("request_id");
        insta::assert_json_snapshot!("problem_of_a_form", json);

        let path = format!("/api/NOWHERE/customer/{JOHN_DOE}");
        let answer = world.client.get(&path).header("accept", problem).await.must(404);
        assert_eq!(answer.header("content-type"), problem);
        assert_eq!(
            (&answer.json()["status"], &answer.json()["title"]),
            (&404.into(), &"Not Found".into())
        );
    }
}
