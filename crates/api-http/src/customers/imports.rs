//! Customers from a file (behaviour A35, 3.20).

use application::customers::import;
use application::error::Error;
use application::ports::FileFormat;
use poem_openapi::OpenApi;
use poem_openapi::payload::Json;

use crate::body::Body;
use crate::call::Call;
use crate::errors::Failure;
use crate::imports::{IMPORT, Import, ImportDto, document};
use crate::tags::Tag;

pub(crate) struct CustomerImportApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Customers")]
impl CustomerImportApi {
    /// Import customers from an XML file.
    ///
    /// An upload has at most 16,000,000 bytes and 100,000 rows: a last item of the answer says so when
    /// there were more, and what follows them is not imported. A row that fails costs only itself.
    #[oai(path = "/admin/customer/import", method = "post", operation_id = "customer_import")]
    async fn import(&self, call: Call, body: Body<Import>) -> Result<Json<ImportDto>, Failure> {
        let Call(cx) = call;
        let open = || {
            let file = Box::new(document(body.into_members())?);
            let read = cx.files().customers(FileFormat::Xml, file);
            read.map_err(|error| Error::Internal(Box::new(error)))
        };
        let items = import(&cx, open).await.map_err(|error| IMPORT.failure(error))?;
        Ok(Json(ImportDto::of(items)))
    }
}
