//! Bodies that are odd as a whole, and operations that take single parameters.

use laurel_tests::client::{Call, Client};
use laurel_tests::server::every_server;

use super::{Place, must_be_civil};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// Name, media type, body, status.
fn bodies() -> Vec<(&'static str, &'static str, String, u16)> {
    let names = "customer[firstName]=A&customer[lastName]=B";
    let large = format!("{names}&customer[labels]={}", "a:b;".repeat(75 * 1024));
    let keys = |count: usize| (0..count).map(|at| format!("k{at}=1")).collect::<Vec<_>>().join("&");
    let deep = |depth: usize| format!("customer{}=1", "[x]".repeat(depth));
    let deep_json =
        |depth: usize| format!("{}1{}", r#"{"customer":"#.repeat(depth), "}".repeat(depth));
    vec![
        ("broken JSON", JSON, "{\"customer\":".to_owned(), 400),
        ("JSON that ends early", JSON, "{".to_owned(), 400),
        ("JSON with a tail", JSON, "{} {}".to_owned(), 400),
        ("a JSON array", JSON, "[1]".to_owned(), 400),
        ("a JSON text", JSON, "\"customer\"".to_owned(), 400),
        ("JSON null", JSON, "null".to_owned(), 400),
        ("a huge JSON number", JSON, "{\"customer\":{\"firstName\":1e999}}".to_owned(), 400),
        ("half a surrogate", JSON, r#"{"customer":{"firstName":"\ud800"}}"#.to_owned(), 400),
        ("a form called JSON", JSON, names.to_owned(), 400),
        ("JSON called a form", FORM, r#"{"customer":{"firstName":"A"}}"#.to_owned(), 400),
        ("no media type", "", names.to_owned(), 415),
        ("another media type", "text/plain", names.to_owned(), 415),
        ("XML", "application/xml", "<customer/>".to_owned(), 415),
        ("a nonsense media type", "%%%", names.to_owned(), 415),
        ("multipart without a boundary", "multipart/form-data", names.to_owned(), 400),
        ("multipart that ends early", "multipart/form-data; boundary=x", "--x\r\n".to_owned(), 400),
        ("300 KiB of form", FORM, large.clone(), 413),
        ("300 KiB of JSON", JSON, format!("{{\"x\":\"{}\"}}", "y".repeat(300 * 1024)), 413),
        ("1,000 keys", FORM, keys(1000), 400),
        ("1,001 keys", FORM, keys(1001), 400),
        ("1,001 members", JSON, format!("{{\"x\":[{}1]}}", "1,".repeat(1000)), 400),
        ("depth 9", FORM, deep(9), 400),
        ("depth 9,000", FORM, deep(9000), 400),
        ("depth 10,000 of JSON", JSON, deep_json(10_000), 400),
        ("depth 12 of JSON", JSON, deep_json(12), 400),
        ("a key of 257 bytes", FORM, format!("{}=1", "k".repeat(257)), 400),
        (
            "odd keys",
            FORM,
            "[]=1&=2&[=3&]=4&customer[=5&customer]=6&%FF=7&%00=8&&&".to_owned(),
            400,
        ),
        ("the form twice", FORM, "customer=x&customer[gender]=robot".to_owned(), 400),
    ]
}

#[tokio::test]
async fn bodies_that_are_no_forms_are_refused() {
    for server in every_server().await {
        let (client, place) = (server.client(), Place::on(server).await);
        let admin = &place.store.admin;
        let own = place.store.path(&format!("customer/{}", place.customer));
        let before = client.get(&own).token(admin).await.must(200);
        for (what, media, body, status) in bodies() {
            let what = format!("{} {what}", server.engine);
            let path = place.store.path("customer/register");
            let answer = client.post(&path).token(admin).body(media, &body).await;
            must_be_civil(&answer, &what);
            assert_eq!(answer.status, status, "{what}: {answer:?}");
            let answer = client.put(&own).token(admin).body(media, &body).await;
            must_be_civil(&answer, &what);
            assert!(answer.status == status || answer.status == 200, "{what}: {answer:?}");
        }
        for encoding in ["gzip", "deflate", "br", "x"] {
            let call = client.put(&own).token(admin).header("content-encoding", encoding);
            let answer = call.form_text("customer[firstName]=X").await.must(415);
            must_be_civil(&answer, encoding);
        }
        assert_eq!(client.get(&own).token(admin).await.text(), before.text());
        let total = client.get(&place.store.path("customer")).token(admin).await.json();
        assert_eq!(total["total"], 2);
    }
}

/// Field, its operation, the answer without a value, and to a nonsense value.
fn bare_parameters(place: &Place) -> Vec<(&'static str, String, &'static str, u16, u16)> {
    let store = &place.store;
    let customer = |rest: &str| store.path(&format!("customer/{}/{rest}", place.customer));
    let till = store.path(&format!("seller/customer/{}/pos", place.customer));
    let sign_in = |kind: &str| store.path(&format!("{kind}/login_check"));
    let required = "field is required";
    vec![
        ("levelId", customer("level"), required, 400, 404),
        ("posId", customer("pos"), required, 400, 404),
        ("posId", till, required, 400, 404),
        ("_password", sign_in("admin"), required, 400, 401),
        ("_password", sign_in("seller"), required, 400, 401),
        ("_username", sign_in("customer"), required, 400, 401),
        ("_username", "/api/admin/login_check".to_owned(), required, 400, 401),
        ("refresh_token", "/api/token/refresh".to_owned(), required, 400, 401),
        ("refresh_token", store.path("token/refresh"), required, 400, 401),
    ]
}

fn with_others(client: &Client, place: &Place, path: &str, body: &str) -> Call {
    let others = if body.contains("_username") { "_password=x&" } else { "_username=x&" };
    client.post(path).token(&place.store.admin).form_text(&format!("{others}{body}"))
}

#[tokio::test]
async fn single_parameters_may_be_spoilt() {
    for server in every_server().await {
        let (client, place) = (server.client(), Place::on(server).await);
        for (name, path, said, without, nonsense) in bare_parameters(&place) {
            for body in
                [String::new(), format!("{name}="), format!("{name}=+%20"), format!("{name}x=1")]
            {
                let others = if name == "_username" { "_password=x" } else { "_username=x" };
                let call = client.post(&path).token(&place.store.admin);
                let answer = call.form_text(&format!("{others}&{body}")).await;
                must_be_civil(&answer, &format!("{path} {body}"));
                assert_eq!(answer.status, without, "{answer:?}");
                assert_eq!(answer.json()[name], said, "{answer:?}");
            }
            for value in
                ["x", &"x".repeat(256), "%0A%1B%7F", "-1", "a1b2c3d4-0000-4000-8000-000000000000"]
            {
                let answer = with_others(&client, &place, &path, &format!("{name}={value}")).await;
                must_be_civil(&answer, &format!("{path} {name}={value}"));
                assert_eq!(answer.status, nonsense, "{answer:?}");
            }
            for odd in [
                format!("{name}=%FF"),
                format!("{name}=%00x"),
                format!("{name}[x]=1"),
                format!("{name}[]=1"),
            ] {
                let answer = with_others(&client, &place, &path, &odd).await;
                must_be_civil(&answer, &format!("{path} {odd}"));
                assert!([without, nonsense].contains(&answer.status), "{answer:?}");
            }
        }
        let path = place.store.path(&format!("level/{}/activate", place.level));
        let activate = |body: &str| client.post(&path).token(&place.store.admin).form_text(body);
        activate("").await.must(400);
        for (body, status) in
            [("active[x]=1", 400), ("active=%FF", 400), ("active=", 204), ("active=x", 204)]
        {
            let answer = activate(body).await;
            must_be_civil(&answer, body);
            assert_eq!(answer.status, status, "{body} {answer:?}");
        }
    }
}
