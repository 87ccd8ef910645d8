//! Sales and returns from a file (behaviour C5, 3.20).

use application::transactions::import;
use poem_openapi::OpenApi;
use poem_openapi::payload::Json;

use crate::body::Body;
use crate::call::Call;
use crate::errors::Failure;
use crate::imports::{IMPORT, Import, ImportDto, document};
use crate::tags::Tag;

pub(crate) struct TransactionImportApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Transactions")]
impl TransactionImportApi {
    /// Import sales and returns from an XML file.
    ///
    /// Each row is registered like a single one, with all that follows from it.
    /// An upload has at most 16,000,000 bytes and 100,000 rows: a last item of the answer says so when
    /// there were more, and what follows them is not imported. A row that fails costs only itself.
    #[oai(path = "/admin/transaction/import", method = "post", operation_id = "transaction_import")]
    async fn import(&self, call: Call, body: Body<Import>) -> Result<Json<ImportDto>, Failure> {
        let Call(cx) = call;
        let open = || Ok(cx.files().transactions(Box::new(document(body.into_members())?)));
        let items = import(&cx, open).await.map_err(|error| IMPORT.failure(error))?;
        Ok(Json(ImportDto::of(items)))
    }
}
