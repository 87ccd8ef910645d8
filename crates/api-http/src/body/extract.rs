//! `Body<F>`: the one extractor of request bodies.

use std::marker::PhantomData;

use domain::form::Shape;
use poem::{Request, RequestBody, Result};
use poem_openapi::registry::{MetaMediaType, MetaRequest, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};

use super::node::Node;
use super::{Form, Members, decode, document};

/// Names the form that an operation reads.
pub(crate) trait FormSpec: Send + Sync {
    const FORM: &'static Form;
}

/// A decoded body of the form `F`.
pub(crate) struct Body<F> {
    tree: Node,
    form: PhantomData<F>,
}

impl<F: FormSpec> Body<F> {
    /// The members of the documented form, and the shape they came in.
    pub(crate) fn into_members(self) -> (Members, Shape) {
        self.into_members_of(F::FORM)
    }

    /// The same, for a form that knows fewer fields than the documented one: what a caller may
    /// send can depend on who it is.
    pub(crate) fn into_members_of(self, form: &Form) -> (Members, Shape) {
        Members::of_form(self.tree, form)
    }
}

impl<'a, F: FormSpec> ApiExtractor<'a> for Body<F> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn register(_: &mut Registry) {}

    fn request_meta() -> Option<MetaRequest> {
        let media = |content_type, schema| MetaMediaType { content_type, schema };
        let multipart = media("multipart/form-data", document::flat(F::FORM));
        let content = if F::FORM.has_file() {
            vec![multipart]
        } else {
            vec![
                media("application/x-www-form-urlencoded", document::flat(F::FORM)),
                media("application/json", document::nested(F::FORM)),
                multipart,
            ]
        };
        Some(MetaRequest {
            description: None,
            content,
            required: F::FORM.fields.iter().any(|it| it.required),
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<()>,
    ) -> Result<Self> {
        Ok(Self { tree: decode::read(request, body, F::FORM.largest()).await?, form: PhantomData })
    }
}
