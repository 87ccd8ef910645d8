//! What is added to answers: who may read them, how they travel, how they are counted.

use super::*;

#[tokio::test]
async fn only_listed_origins_are_let_in() {
    let client = client();
    let granted = "access-control-allow-origin";
    for (origin, allowed) in [
        (&b"https://shop.example"[..], true),
        (b"https://shop.example.evil", false),
        (b"https://SHOP.example", false),
        (b"null", false),
        (b"\xff\xfe\x80", false),
        (b"", false),
    ] {
        let origin = HeaderValue::from_bytes(origin).unwrap();
        let call = client.get("/api/X/things").header("origin", origin.clone()).send().await;
        call.assert_status_is_ok();
        call.assert_header("vary", "Origin");
        let preflight = client
            .options("/api/X/things")
            .header("origin", origin.clone())
            .header("access-control-request-method", "POST")
            .send()
            .await;
        preflight.assert_status(StatusCode::NO_CONTENT);
        for response in [&call, &preflight] {
            assert_eq!(response.0.headers().get(granted), allowed.then_some(&origin));
        }
        let lasts = preflight.0.headers().get("access-control-max-age");
        assert_eq!(lasts.is_some_and(|it| it == "3600"), allowed);
    }
}

#[tokio::test]
async fn without_a_list_there_is_no_cors() {
    let client = TestClient::new(App::new(Toy, fakes::ports().0, Options::default()));
    let response = client.get("/api/X/things").header("origin", "https://a.example").send().await;
    response.assert_header_is_not_exist("access-control-allow-origin");
    response.assert_header_is_not_exist("vary");
}

#[tokio::test]
async fn large_json_is_compressed_for_those_who_can_read_it() {
    let client = client();
    for (path, accepts, packed) in [
        ("/api/X/big", "br, gzip", true),
        ("/api/X/big", "gzip;q=0.5", true),
        ("/api/X/big", "gzip;q=0", false),
        ("/api/X/big", "identity", false),
        ("/api/X/things", "gzip", false),
    ] {
        let response = client.get(path).header("accept-encoding", accepts).send().await;
        let encoding = response.0.header("content-encoding").map(ToOwned::to_owned);
        assert_eq!(encoding.is_some(), packed, "{path} {accepts}");
        let body = response.0.into_body().into_vec().await.unwrap();
        let mut text = String::new();
        if packed {
            assert!(body.len() < 200);
            let mut decoder = flate2::read::GzDecoder::new(&*body);
            std::io::Read::read_to_string(&mut decoder, &mut text).unwrap();
            assert_eq!(text.len(), 5002);
        }
    }
}

#[tokio::test]
async fn strangers_name_neither_client_nor_request() {
    let response = client()
        .get("/api/X/things")
        .header("x-forwarded-for", "1.1.1.1")
        .header("x-request-id", "mine")
        .send()
        .await;
    assert_eq!(response.0.header("x-request-id"), Some("00000000-0000-0000-0000-000000000001"));
    assert_eq!(json_of(response).await["address"], "0.0.0.0");
}

#[tokio::test]
async fn requests_are_counted_by_route_whatever_became_of_them() {
    let client = client();
    for path in ["/api/SECRET/things?page=1", "/api/X/panic", "/nowhere/SECRET", "/api/X/things/"] {
        client.get(path).send().await;
    }
    let text = client.get("/metrics").send().await.0.into_body().into_string().await.unwrap();
    for line in [
        r#"laurel_http_requests_total{method="GET",route="/api/:storeCode/things",status="2xx"} 2"#,
        r#"laurel_http_requests_total{method="GET",route="/api/:storeCode/panic",status="5xx"} 1"#,
        r#"laurel_http_requests_total{method="GET",route="unmatched",status="4xx"} 1"#,
        "laurel_jobs_waiting 3",
        "laurel_jobs_dead 1",
        "laurel_oldest_job_seconds 7",
        r#"laurel_http_request_seconds_count{method="GET",route="/api/:storeCode/things"} 2"#,
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("SECRET"));
}

#[tokio::test]
async fn the_process_tells_how_it_is() {
    let (ports, nothing) = fakes::ports();
    let app = App::new((), ports, Options::default());
    let client = TestClient::new(app.clone());
    let ready = || async { client.get("/readyz").send().await.0.status().as_u16() };
    client.get("/livez").send().await.assert_status_is_ok();
    client.get("/.well-known/jwks.json").send().await.assert_text(r#"{"keys":[]}"#).await;
    let version = json_of(client.get("/version").send().await).await;
    assert_eq!(version["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(ready().await, 200);
    nothing.is_down.store(true, Ordering::Relaxed);
    assert_eq!(ready().await, 503);
    nothing.is_down.store(false, Ordering::Relaxed);
    app.draining.store(true, Ordering::Relaxed);
    assert_eq!(ready().await, 503);
}
