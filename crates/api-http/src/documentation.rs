//! The contract as OpenAPI: what poem-openapi collects, completed with what no handler declares.

mod failures;
mod pages;
mod query;

use std::collections::HashMap;
use std::marker::PhantomData;

use poem::endpoint::BoxEndpoint;
use poem::http::Method;
use poem_openapi::registry::{
    MetaApi, MetaOperationParam, MetaParamIn, MetaPath, MetaSchema, MetaSchemaRef, Registry,
};
use poem_openapi::{LicenseObject, OpenApi, OpenApiService};

pub(crate) use self::pages::add_routes;

const DESCRIPTION: &str = "\
Customers of a loyalty programme: who they are, their level, their points and their status.

Forms are accepted as `application/x-www-form-urlencoded` with bracket names \
(`customer[firstName]`) and as `application/json` with the same nesting. On an update, an absent \
field keeps its value and an empty one erases it. Errors have the shapes described with each \
operation; callers that accept `application/problem+json` get RFC 9457 problem details instead.";

/// How the router writes the store's segment, and how the contract does.
const STORE_IN_ROUTES: &str = "/:storeCode/";
const STORE: &str = "/{storeCode}/";

/// The document of an API; it has no routes.
pub(crate) fn service<T: OpenApi>() -> OpenApiService<Documented<T>, ()> {
    OpenApiService::new(Documented(PhantomData), "Laurel", env!("CARGO_PKG_VERSION"))
        .description(DESCRIPTION)
        .license(LicenseObject::new("MIT OR Apache-2.0"))
        .server("/")
}

pub(crate) struct Documented<T>(PhantomData<T>);

impl<T: OpenApi> OpenApi for Documented<T> {
    fn meta() -> Vec<MetaApi> {
        let mut paths: Vec<MetaPath> = Vec::new();
        for mut found in T::meta().into_iter().flat_map(|api| api.paths) {
            found.path = found.path.replace(STORE_IN_ROUTES, STORE);
            // Written twice, the second of two equal paths would hide the first.
            match paths.iter_mut().find(|it| it.path == found.path) {
                Some(known) => known.operations.extend(found.operations),
                None => paths.push(found),
            }
        }
        for MetaPath { path, operations } in &mut paths {
            for operation in operations {
                operation.params.extend(query::parameters(operation.operation_id));
                failures::add(path, operation);
                if path.contains(STORE) {
                    operation.params.insert(0, store_code());
                }
            }
        }
        // One entry a path: the writer of YAML trusts the number of entries.
        paths.into_iter().map(|path| MetaApi { paths: vec![path] }).collect()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
        failures::register(registry);
    }

    fn add_routes(self, _: &mut HashMap<String, HashMap<Method, BoxEndpoint<'static>>>) {}
}

fn store_code() -> MetaOperationParam {
    let schema = MetaSchema {
        pattern: Some("^[A-Za-z0-9_-]{1,32}$".to_owned()),
        example: Some("DEFAULT".into()),
        ..MetaSchema::new("string")
    };
    MetaOperationParam {
        name: "storeCode".to_owned(),
        schema: MetaSchemaRef::Inline(Box::new(schema)),
        in_type: MetaParamIn::Path,
        description: Some("The store (tenant) that the call is about.".to_owned()),
        required: true,
        deprecated: false,
        explode: true,
        style: None,
    }
}

#[cfg(test)]
mod tests;
