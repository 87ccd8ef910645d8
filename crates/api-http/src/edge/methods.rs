//! Which methods each route has, for `Allow`.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use poem::EndpointExt;
use poem::endpoint::BoxEndpoint;
use poem::http::{HeaderValue, Method};
use poem_openapi::OpenApi;
use poem_openapi::registry::{MetaApi, Registry};

use super::guard::Guarded;

/// How the routes end whose work grows with what was sent: they may take their time.
const LONG: [&str; 2] = ["/admin/customer/import", "/admin/transaction/import"];

/// The time it may take.
const LONGEST: Duration = Duration::from_mins(10);

/// Filled when the routes are built.
#[derive(Clone, Default)]
pub(super) struct Methods(Arc<OnceLock<HashMap<String, HeaderValue>>>);

impl Methods {
    /// The value of `Allow` for a route's pattern.
    pub(super) fn allowed(&self, route: &str) -> Option<HeaderValue> {
        self.0.get()?.get(route).cloned()
    }
}

type Table = HashMap<String, HashMap<Method, BoxEndpoint<'static>>>;

/// An API whose operations are guarded and whose methods are known.
pub(super) struct Watched<T> {
    api: T,
    methods: Methods,
    patience: Duration,
}

impl<T> Watched<T> {
    pub(super) fn new(api: T, methods: Methods, patience: Duration) -> Self {
        Self { api, methods, patience }
    }
}

impl<T: OpenApi> OpenApi for Watched<T> {
    fn meta() -> Vec<MetaApi> {
        T::meta()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn add_routes(self, table: &mut Table) {
        let mut own = Table::new();
        self.api.add_routes(&mut own);
        let allowed = own.iter().map(|(route, it)| (route.clone(), allow(it.keys()))).collect();
        self.methods.0.get_or_init(|| allowed);
        for (route, operations) in own {
            let is_long = LONG.iter().any(|it| route.ends_with(it));
            let patience = if is_long { self.patience.max(LONGEST) } else { self.patience };
            let guarded = operations
                .into_iter()
                .map(|(method, operation)| (method, Guarded { operation, patience }.boxed()));
            table.entry(route).or_default().extend(guarded);
        }
    }
}

fn allow<'a>(methods: impl Iterator<Item = &'a Method>) -> HeaderValue {
    let mut names: BTreeSet<&str> = methods.map(Method::as_str).collect();
    if names.contains("GET") {
        names.insert("HEAD");
    }
    names.insert("OPTIONS");
    let names: Vec<_> = names.into_iter().collect();
    HeaderValue::try_from(names.join(", ")).expect("method names are header text")
}
