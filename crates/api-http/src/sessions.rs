//! Signing in, staying signed in, signing out (behaviour B2 to B4, decision 20).

use application::error::Error;
use application::patience::patiently;
use application::sign_in::{self, SignIn, SignedIn};
use domain::account::UserKind;
use domain::form::Given;
use domain::password::{LONGEST, Password};
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use crate::body::{Body, Form, FormSpec, text};
use crate::call::{Call, Guest};
use crate::edge::Limited;
use crate::errors::Failure;
use crate::tags::Tag;

static CREDENTIALS: Form = Form {
    name: "",
    fields: &[
        text("_username", "User name, e-mail, card or phone, by the kind of account")
            .required()
            .like("admin"),
        text("_password", "Password").required().like("open"),
    ],
};

struct CredentialsForm;

impl FormSpec for CredentialsForm {
    const FORM: &'static Form = &CREDENTIALS;
}

static REFRESH: Form =
    Form { name: "", fields: &[text("refresh_token", "The latest refresh token").required()] };

struct RefreshForm;

impl FormSpec for RefreshForm {
    const FORM: &'static Form = &REFRESH;
}

/// What a signed-in caller holds.
#[derive(Object)]
#[oai(rename = "Tokens", skip_serializing_if_is_none)]
struct TokensDto {
    /// To be sent as `Authorization: Bearer …`.
    token: String,
    /// To be exchanged for a new pair; good once.
    refresh_token: String,
    /// `password change needed` while the password is a temporary one.
    error: Option<String>,
}

/// Signing in to the installation, where no store is named.
pub(crate) struct InstallationSessionsApi;

#[OpenApi(prefix_path = "/api", tag = "Tag::Sessions")]
impl InstallationSessionsApi {
    /// Sign in as an administrator.
    #[oai(path = "/admin/login_check", method = "post", operation_id = "admin_sign_in")]
    async fn admin(
        &self,
        guest: Guest,
        body: Body<CredentialsForm>,
    ) -> Result<Json<TokensDto>, Failure> {
        enter(&guest, UserKind::Admin, body).await
    }

    /// Exchange a refresh token for a new pair.
    #[oai(path = "/token/refresh", method = "post", operation_id = "session_refresh")]
    async fn refresh(
        &self,
        guest: Guest,
        body: Body<RefreshForm>,
    ) -> Result<Json<TokensDto>, Failure> {
        let secret = bare(body, "refresh_token")?;
        Ok(wrap(sign_in::refresh(&guest.cx, &secret).await?))
    }
}

/// Signing in by the path of a store.
pub(crate) struct SessionsApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Sessions")]
impl SessionsApi {
    /// Sign in as an administrator, by the path of a store.
    #[oai(path = "/admin/login_check", method = "post", operation_id = "admin_sign_in_in_store")]
    async fn admin(
        &self,
        guest: Guest,
        body: Body<CredentialsForm>,
    ) -> Result<Json<TokensDto>, Failure> {
        enter(&guest, UserKind::Admin, body).await
    }

    /// Sign in as a seller.
    #[oai(path = "/seller/login_check", method = "post", operation_id = "seller_sign_in")]
    async fn seller(
        &self,
        guest: Guest,
        body: Body<CredentialsForm>,
    ) -> Result<Json<TokensDto>, Failure> {
        enter(&guest, UserKind::Seller, body).await
    }

    /// Sign in as a customer.
    #[oai(path = "/customer/login_check", method = "post", operation_id = "customer_sign_in")]
    async fn customer(
        &self,
        guest: Guest,
        body: Body<CredentialsForm>,
    ) -> Result<Json<TokensDto>, Failure> {
        enter(&guest, UserKind::Customer, body).await
    }

    /// Exchange a refresh token for a new pair, by the path of a store.
    #[oai(path = "/token/refresh", method = "post", operation_id = "session_refresh_in_store")]
    async fn refresh(
        &self,
        guest: Guest,
        body: Body<RefreshForm>,
    ) -> Result<Json<TokensDto>, Failure> {
        let secret = bare(body, "refresh_token")?;
        Ok(wrap(sign_in::refresh(&guest.cx, &secret).await?))
    }

    /// End every session of the caller.
    #[oai(path = "/token/revoke", method = "get", operation_id = "session_revoke")]
    async fn revoke(&self, call: Call) -> Result<Json<Vec<String>>, Failure> {
        sign_in::revoke(&call.0).await?;
        Ok(Json(vec![]))
    }
}

async fn enter(
    guest: &Guest,
    kind: UserKind,
    body: Body<CredentialsForm>,
) -> Result<Json<TokensDto>, Failure> {
    guest.spend(Limited::SignIn)?;
    let (members, _) = body.into_members();
    let name = required(&members.leaf("_username"), "_username")?;
    let password = required(&members.leaf("_password"), "_password")?;
    if password.len() > LONGEST {
        // No password is that long, and hashing it would be the caller's to decide.
        return Err(Error::BadCredentials.into());
    }
    let request = SignIn { kind, name, password: Password::unchecked(password) };
    Ok(wrap(patiently(|| sign_in::sign_in(&guest.cx, &request)).await?))
}

fn bare(body: Body<RefreshForm>, name: &'static str) -> Result<String, Error> {
    let (members, _) = body.into_members();
    required(&members.leaf(name), name)
}

fn required(given: &Given, name: &'static str) -> Result<String, Error> {
    match given {
        Given::Text(text) => Ok(text.clone()),
        Given::Absent | Given::Empty | Given::Malformed => {
            Err(Error::MissingParameter(name, "field is required"))
        }
    }
}

fn wrap(SignedIn { token, refresh_token, password_change_needed }: SignedIn) -> Json<TokensDto> {
    let error = password_change_needed.then(|| "password change needed".to_owned());
    Json(TokensDto { token, refresh_token, error })
}
