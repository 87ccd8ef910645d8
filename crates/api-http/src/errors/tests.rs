//! Every error and its answer.

use application::ports::BadToken;
use domain::form::message;
use poem_openapi::error as openapi;

use super::*;

fn boxed(text: &'static str) -> Box<dyn std::error::Error + Send + Sync> {
    text.into()
}

#[test]
fn every_error_has_its_status_and_body() {
    let plain = |code: u16, message: &str| json!({ "error": { "code": code, "message": message } });
    let cases: [(Failure, u16, Value); 17] = [
        (
            Error::MissingParameter("levelId", "field is required").into(),
            400,
            json!({ "levelId": "field is required" }),
        ),
        (Error::NoCode.into(), 400, json!("")),
        (Error::refused("No.").into(), 400, json!({ "error": "No." })),
        (
            Error::AuthenticationRequired.into(),
            401,
            json!({ "message": "Authentication Required" }),
        ),
        (
            Error::BadToken(BadToken::Invalid).into(),
            401,
            json!({ "code": 401, "message": "Invalid JWT Token" }),
        ),
        (
            Error::BadToken(BadToken::Expired).into(),
            401,
            json!({ "code": 401, "message": "Expired JWT Token" }),
        ),
        (Error::BadCredentials.into(), 401, json!({ "code": 401, "message": "Bad credentials" })),
        (
            Error::BadRefreshToken.into(),
            401,
            json!({ "code": 401, "message": "Invalid refresh token" }),
        ),
        (Error::BadKey.into(), 403, json!({ "message": "Invalid API key" })),
        (Error::Forbidden.into(), 403, plain(403, "Forbidden")),
        (Error::NotFound.into(), 404, plain(404, "Not Found")),
        (Error::Unavailable(boxed("pool")).into(), 503, plain(503, "Service Unavailable")),
        (Error::Internal(boxed("secret")).into(), 500, plain(500, "Internal Server Error")),
        (Failure::too_many(7), 429, plain(429, "Too Many Requests")),
        (Failure::status_only(StatusCode::NOT_FOUND), 404, plain(404, "Not Found")),
        (
            Failure::status_only(StatusCode::UNSUPPORTED_MEDIA_TYPE),
            415,
            plain(415, "Unsupported Media Type"),
        ),
        (
            Error::Form(FormErrors::default()).into(),
            400,
            json!({ "form": { "children": {} }, "errors": [] }),
        ),
    ];
    for (failure, status, body) in cases {
        assert_eq!(failure.code().as_u16(), status, "{failure:?}");
        assert_eq!(failure.body().to_string(), body.to_string());
    }
}

#[test]
fn root_errors_of_a_form_stand_in_both_places() {
    let mut errors = FormErrors::default();
    errors.root(message::EXTRA_FIELDS);
    let body = Failure::from(Error::Form(errors)).body();
    assert_eq!(body["errors"], json!([message::EXTRA_FIELDS]));
    assert_eq!(body["form"]["errors"], body["errors"]);
}

#[test]
fn errors_that_invite_another_try_say_when_or_how() {
    let header_of = |failure: Failure, name| failure.answer(false, "").headers()[name].clone();
    let failure = Error::Unavailable(boxed("pool")).into();
    assert_eq!(header_of(failure, header::RETRY_AFTER), "1");
    assert_eq!(header_of(Failure::too_many(7), header::RETRY_AFTER), "7");
    assert_eq!(header_of(Error::BadCredentials.into(), header::WWW_AUTHENTICATE), "Bearer");
}

#[test]
fn a_problem_points_at_each_field() {
    let mut errors = FormErrors::default();
    errors.root("whole");
    errors.field("address.city", "blank");
    errors.field("a/b~c", "odd");
    let failure = Failure::of_form::<Field>(Error::Form(errors), "customer", &[]);
    let problem = failure.problem("id-1");
    assert_eq!(
        problem,
        json!({
            "type": "about:blank",
            "title": "Bad Request",
            "status": 400,
            "detail": "the form has errors",
            "request_id": "id-1",
            "errors": [
                { "pointer": "/customer", "detail": "whole" },
                { "pointer": "/customer/address/city", "detail": "blank" },
                { "pointer": "/customer/a~1b~0c", "detail": "odd" },
            ],
        })
    );
}

#[test]
fn what_poem_raises_becomes_a_failure_of_the_right_status() {
    let too_large = std::io::Error::other(std::io::Error::from(std::io::ErrorKind::FileTooLarge));
    let secret = std::io::Error::other("secret");
    let cases: [(poem::Error, u16, &str); 9] = [
        (poem::error::NotFoundError.into(), 404, "Not Found"),
        (poem::error::MethodNotAllowedError.into(), 405, "Method Not Allowed"),
        (openapi::AuthorizationError.into(), 401, "Authentication Required"),
        (openapi::ParsePathError { name: "id", reason: String::new() }.into(), 404, "Not Found"),
        (
            openapi::ParseParamError { name: "page", reason: "odd".to_owned() }.into(),
            400,
            "The parameter page is not valid: odd",
        ),
        (
            openapi::ParseRequestPayloadError { reason: "no object".to_owned() }.into(),
            400,
            "no object",
        ),
        (openapi::ContentTypeError::ExpectContentType.into(), 415, "Unsupported Media Type"),
        (poem::error::ReadBodyError::Io(too_large).into(), 413, "Payload Too Large"),
        (poem::error::InternalServerError(secret), 500, "Internal Server Error"),
    ];
    for (error, status, message) in cases {
        let failure = Failure::from(error);
        assert_eq!((failure.code().as_u16(), failure.to_string()), (status, message.to_owned()));
    }
    let kept = Failure::from(poem::Error::from(Failure::too_many(3)));
    assert_eq!(kept.code(), StatusCode::TOO_MANY_REQUESTS);
}
