//! Tenants of the installation (behaviour 7.1).

use application::error::Error;
use application::ports::Listing;
use application::stores;
use domain::form::Shape;
use domain::store::{ActivationMethod, ClockDraft, Store, StoreCode, StoreDraft, TierAssignType};
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use crate::body::{Body, Field, Form, FormSpec, Members, choice, flag, text};
use crate::call::Call;
use crate::errors::Failure;
use crate::queries::{Asked, page};
use crate::tags::Tag;
use crate::wire::timestamp;

const CODE: Field = text("code", "1 to 32 letters, digits, \"_\" or \"-\"");
const NAME: Field = text("name", "Name");
const ACTIVE: Field = flag("active", "Whether the store can be reached; on unless given");
const CURRENCY: Field = text("currency", "Three letters, shown as typed; eur unless given");
const TIME_ZONE: Field = text("timezone", "IANA name; UTC unless given");
const LOCALE: Field = text("defaultLocale", "Such as en or pl_PL; en unless given");
const METHOD: Field =
    choice("accountActivationMethod", &["email", "sms"], "How accounts are activated");
const EDITS: Field = flag("allowCustomersProfileEdits", "Whether customers edit their profiles");
const SANDBOX: Field =
    flag("sandbox", "Whether its time can be moved forward, to try the programme out");
const TIER: Field = choice("tierAssignType", &["transactions", "points"], "What moves levels");

static NEW_STORE: Form = Form {
    name: "store",
    fields: &[
        CODE.required(),
        NAME.required(),
        ACTIVE,
        CURRENCY,
        TIME_ZONE,
        LOCALE,
        METHOD,
        EDITS,
        TIER,
        SANDBOX,
    ],
};

static STORE: Form = Form {
    name: "store",
    fields: &[CODE, NAME, ACTIVE, CURRENCY, TIME_ZONE, LOCALE, METHOD, EDITS, TIER],
};

static CLOCK: Form = Form {
    name: "clock",
    fields: &[
        text("days", "So many days later, 1 to 366"),
        text("until", "Or until this time, a year ahead at most"),
    ],
};

struct ClockForm;

impl FormSpec for ClockForm {
    const FORM: &'static Form = &CLOCK;
}

struct NewStoreForm;

impl FormSpec for NewStoreForm {
    const FORM: &'static Form = &NEW_STORE;
}

struct StoreForm;

impl FormSpec for StoreForm {
    const FORM: &'static Form = &STORE;
}

/// What the list of this module takes.
pub(crate) static PARAMETERS: Form = Form {
    name: "",
    fields: &[text("page", "From 1"), text("perPage", "10 unless given; at most 1000")],
};

struct ListParameters;

impl FormSpec for ListParameters {
    const FORM: &'static Form = &PARAMETERS;
}

/// A tenant.
#[derive(Object)]
#[oai(rename = "Store", rename_all = "camelCase")]
struct StoreDto {
    code: String,
    name: String,
    active: bool,
    currency: String,
    timezone: String,
    default_locale: String,
    account_activation_method: String,
    allow_customers_profile_edits: bool,
    tier_assign_type: String,
    /// Its time can be moved forward.
    sandbox: bool,
}

#[derive(Object)]
#[oai(rename = "StoreList")]
struct StoreListDto {
    stores: Vec<StoreDto>,
    total: u64,
}

/// A sandbox's time.
#[derive(Object)]
#[oai(rename = "StoreClock")]
struct ClockDto {
    code: String,
    /// What the store takes for now.
    now: String,
}

/// A store that was just created or changed.
#[derive(Object)]
#[oai(rename = "SavedStore")]
struct SavedDto {
    code: String,
}

pub(crate) struct StoresApi;

#[OpenApi(prefix_path = "/api/admin", tag = "Tag::Stores")]
impl StoresApi {
    /// List stores.
    #[oai(path = "/store", method = "get", operation_id = "store_list")]
    async fn list(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<StoreListDto>, Failure> {
        let Listing { items, total } = stores::list(&call.0, page(&asked.members)).await?;
        let stores = items.iter().map(StoreDto::from).collect();
        Ok(Json(StoreListDto { stores, total }))
    }

    /// Create a store.
    #[oai(path = "/store", method = "post", operation_id = "store_create")]
    async fn create(
        &self,
        call: Call,
        body: Body<NewStoreForm>,
    ) -> Result<Json<SavedDto>, Failure> {
        let code = stores::create(&call.0, &store_draft(body.into_members())).await;
        let code = code.map_err(|error| NEW_STORE.failure(error))?;
        Ok(Json(SavedDto { code: code.to_string() }))
    }

    /// Get a store.
    #[oai(path = "/store/:store", method = "get", operation_id = "store_details")]
    async fn details(&self, call: Call, store: Path<String>) -> Result<Json<StoreDto>, Failure> {
        let found = stores::details(&call.0, &store_code(&store)?).await?;
        Ok(Json(StoreDto::from(&*found)))
    }

    /// Change a store; what is left out stays.
    #[oai(path = "/store/:store", method = "put", operation_id = "store_update")]
    async fn update(
        &self,
        call: Call,
        store: Path<String>,
        body: Body<StoreForm>,
    ) -> Result<Json<SavedDto>, Failure> {
        let code = store_code(&store)?;
        let updated = stores::update(&call.0, &code, &store_draft(body.into_members())).await;
        updated.map_err(|error| STORE.failure(error))?;
        Ok(Json(SavedDto { code: code.to_string() }))
    }

    /// Move a sandbox's time forward; whatever time brings happens on the way.
    #[oai(path = "/store/:store/clock", method = "post", operation_id = "store_move_time")]
    async fn move_time(
        &self,
        call: Call,
        store: Path<String>,
        body: Body<ClockForm>,
    ) -> Result<Json<ClockDto>, Failure> {
        let code = store_code(&store)?;
        let (form, shape) = body.into_members();
        let draft = ClockDraft { shape, days: form.leaf("days"), until: form.leaf("until") };
        let moved = stores::move_time(&call.0, &code, &draft).await;
        let (store, now) = moved.map_err(|error| CLOCK.failure(error))?;
        Ok(Json(ClockDto { code: code.to_string(), now: timestamp(now, store.time_zone) }))
    }
}

fn store_code(raw: &str) -> Result<StoreCode, Error> {
    StoreCode::parse(raw).map_err(|_| Error::NotFound)
}

fn store_draft((form, shape): (Members, Shape)) -> StoreDraft {
    StoreDraft {
        shape,
        code: form.leaf("code"),
        name: form.leaf("name"),
        active: form.leaf("active"),
        currency: form.leaf("currency"),
        time_zone: form.leaf("timezone"),
        default_locale: form.leaf("defaultLocale"),
        account_activation_method: form.leaf("accountActivationMethod"),
        allow_customers_profile_edits: form.leaf("allowCustomersProfileEdits"),
        tier_assign_type: form.leaf("tierAssignType"),
        sandbox: form.leaf("sandbox"),
    }
}

impl From<&Store> for StoreDto {
    fn from(store: &Store) -> Self {
        let Store {
            code,
            name,
            active,
            currency,
            time_zone,
            default_locale,
            settings,
            clock,
            version: _,
        } = store;
        let method = match settings.activation_method() {
            ActivationMethod::Email => "email",
            ActivationMethod::Sms => "sms",
        };
        let tier = match settings.tier_assign_type() {
            TierAssignType::Transactions => "transactions",
            TierAssignType::Points => "points",
        };
        Self {
            code: code.to_string(),
            name: name.as_str().to_owned(),
            active: *active,
            currency: currency.clone(),
            timezone: time_zone.name().to_owned(),
            default_locale: default_locale.as_str().to_owned(),
            account_activation_method: method.to_owned(),
            allow_customers_profile_edits: settings.allows_profile_edits(),
            tier_assign_type: tier.to_owned(),
            sandbox: clock.is_sandbox(),
        }
    }
}
