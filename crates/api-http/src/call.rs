//! From a request to a call context: the store in the path, then the caller, then the language.

use std::net::IpAddr;
use std::sync::Arc;

use application::cx::{Cx, NOT_LOGGED, Ports};
use application::error::Error;
use application::sign_in::{Credential, authenticate};
use domain::locale::Locale;
use domain::policy::Actor;
use domain::store::{Store, StoreCode};
use poem::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION};
use poem::{Request, RequestBody, Result};
use poem_openapi::registry::{MetaSecurityScheme, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use crate::edge::{ClientAddress, Limited, RateLimits};
use crate::errors::Failure;

/// The name of the path parameter that holds the store code.
pub(crate) const STORE_PARAMETER: &str = "storeCode";

/// A call by somebody who has shown a credential.
pub(crate) struct Call(pub(crate) Cx);

/// A call that needs no credential; one that is sent is not looked at.
pub(crate) struct Guest {
    pub(crate) cx: Cx,
    limits: Arc<RateLimits>,
    address: IpAddr,
}

impl Guest {
    /// Takes one from the budgets of what invites guessing.
    pub(crate) fn spend(&self, what: Limited) -> Result<(), Failure> {
        self.limits.check(what, self.address, Some(&self.cx.store.code))
    }
}

/// How often a customer who is signed in may have something sent to somebody else.
pub(crate) struct Postage(Arc<RateLimits>);

impl Postage {
    /// Takes one from the caller's budget, if it is a customer.
    pub(crate) fn spend(&self, cx: &Cx) -> Result<(), Failure> {
        match cx.actor {
            Actor::Customer(id) => self.0.check_customer(id, &cx.store.code),
            _ => Ok(()),
        }
    }
}

/// A call that needs no credential, by somebody who may have shown one.
pub(crate) struct Visitor {
    pub(crate) guest: Guest,
    caller: Option<Result<Cx, Error>>,
}

impl Visitor {
    /// The caller as its credential says who it is; without one, anonymous.
    pub(crate) fn known(self) -> Result<Cx, Failure> {
        match self.caller {
            None => Ok(self.guest.cx),
            Some(caller) => Ok(caller?),
        }
    }
}

impl<'a> ApiExtractor<'a> for Call {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        registry.create_security_scheme("bearer", bearer_scheme());
        registry.create_security_scheme("key", key_scheme());
    }

    fn security_schemes() -> Vec<&'static str> {
        vec!["bearer", "key"]
    }

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        Ok(Self(signed_in(request).await.map_err(Failure::from)?))
    }
}

impl<'a> ApiExtractor<'a> for Guest {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::PoemExtractor];
    type ParamType = ();
    type ParamRawType = ();

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        let cx = anonymous(request).await.map_err(Failure::from)?;
        let limits = limits(request);
        let address = request.data::<ClientAddress>().expect("the edge sets the address").0;
        Ok(Self { cx, limits, address })
    }
}

impl<'a> ApiExtractor<'a> for Postage {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::PoemExtractor];
    type ParamType = ();
    type ParamRawType = ();

    async fn from_request(
        request: &'a Request,
        _: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        Ok(Self(limits(request)))
    }
}

impl<'a> ApiExtractor<'a> for Visitor {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::PoemExtractor];
    type ParamType = ();
    type ParamRawType = ();

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        options: ExtractParamOptions<()>,
    ) -> Result<Self> {
        let guest = Guest::from_request(request, body, options).await?;
        let caller = match credential(request) {
            None => None,
            Some(_) => Some(signed_in(request).await),
        };
        Ok(Self { guest, caller })
    }
}

fn limits(request: &Request) -> Arc<RateLimits> {
    Arc::clone(request.data::<Arc<RateLimits>>().expect("the edge sets the limits"))
}

async fn signed_in(request: &Request) -> Result<Cx, Error> {
    let (ports, store) = enter(request).await?;
    let credential = credential(request).ok_or(Error::AuthenticationRequired)?;
    let (principal, session) = authenticate(&ports, &store.code, credential).await?;
    let installation_wide = request.raw_path_param(STORE_PARAMETER).is_none();
    if installation_wide && principal.store.is_some() {
        return Err(Error::Forbidden);
    }
    let locale = wanted_locale(request, &store);
    let cx = Cx::new(ports, store, principal.actor, principal.username, locale);
    Ok(cx.in_session(session))
}

async fn anonymous(request: &Request) -> Result<Cx, Error> {
    let (ports, store) = enter(request).await?;
    let locale = wanted_locale(request, &store);
    Ok(Cx::new(ports, store, Actor::Anonymous, NOT_LOGGED.to_owned(), locale))
}

/// The store of the path, judged before anything else: an inactive one is an unknown one
/// (behaviour 7.1.3). Paths without a store work in the default one.
async fn enter(request: &Request) -> Result<(Arc<Ports>, Arc<Store>), Error> {
    let ports = request.data::<Arc<Ports>>().expect("the application is built with its ports");
    let code = match request.raw_path_param(STORE_PARAMETER) {
        None => StoreCode::default_store(),
        Some(code) => StoreCode::parse(code).map_err(|_| Error::NotFound)?,
    };
    let store = ports.storage.directory().store(&code).await?;
    let store = store.filter(|it| it.active).ok_or(Error::NotFound)?;
    Ok((Arc::clone(ports), store))
}

fn credential(request: &Request) -> Option<Credential<'_>> {
    if let Some(key) = request.header("x-auth-token") {
        return Some(Credential::Key(key));
    }
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| Credential::Bearer(token.trim()))
}

/// `_locale`, else the first readable language of `Accept-Language`, else the store's
/// (decision 13).
fn wanted_locale(request: &Request, store: &Store) -> Locale {
    let query = request.uri().query().unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "_locale")
        .and_then(|(_, value)| Locale::parse(&value).ok());
    let accepted = || {
        let header = request.headers().get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        let codes = header.split(',').map(|it| it.split(';').next().unwrap_or_default().trim());
        codes.take(16).find_map(|code| Locale::parse(code).ok())
    };
    asked.or_else(accepted).unwrap_or_else(|| store.default_locale.clone())
}

fn bearer_scheme() -> MetaSecurityScheme {
    MetaSecurityScheme {
        ty: "http",
        description: Some("The access token of a sign-in."),
        name: None,
        key_in: None,
        scheme: Some("bearer"),
        bearer_format: Some("JWT"),
        flows: None,
        openid_connect_url: None,
    }
}

fn key_scheme() -> MetaSecurityScheme {
    MetaSecurityScheme {
        ty: "apiKey",
        description: Some("A permanent key."),
        name: Some("X-AUTH-TOKEN"),
        key_in: Some("header"),
        scheme: None,
        bearer_format: None,
        flows: None,
        openid_connect_url: None,
    }
}
