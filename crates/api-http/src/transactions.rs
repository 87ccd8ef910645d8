//! Sales and returns.

mod dto;
mod forms;
mod imports;

use application::cx::Cx;
use application::error::Error;
use application::patience::patiently;
use application::ports::{CustomerRef, Direction, Listing, TransactionQuery, TransactionSort};
use application::transactions;
use domain::ids::{CustomerId, PosId, TransactionId};
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;

use self::dto::{SavedDto, TransactionDto, TransactionListDto};
pub(crate) use self::forms::PARAMETERS;
use self::forms::{
    APPEND, ASSIGN, AppendForm, AssignForm, LABELS, LabelsForm, ListParameters, TRANSACTION,
    TransactionForm, append_draft, assign_draft, label_filters, labels_draft, transaction_draft,
};
pub(crate) use self::imports::TransactionImportApi;
use crate::body::{Body, Members};
use crate::call::Call;
use crate::errors::Failure;
use crate::queries::{Asked, direction, filter, page};
use crate::tags::Tag;

pub(crate) struct TransactionReadsApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Transactions")]
impl TransactionReadsApi {
    /// List sales and returns.
    #[oai(path = "/transaction", method = "get", operation_id = "transaction_list")]
    async fn list(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<TransactionListDto>, Failure> {
        list(&call.0, &asked.members).await
    }

    /// List sales and returns as a seller.
    #[oai(
        path = "/seller/transaction",
        method = "get",
        operation_id = "transaction_list_as_seller"
    )]
    async fn list_as_seller(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<TransactionListDto>, Failure> {
        list(&call.0, &asked.members).await
    }

    /// List one's own sales and returns.
    #[oai(
        path = "/customer/transaction",
        method = "get",
        operation_id = "transaction_list_as_customer"
    )]
    async fn list_as_customer(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<TransactionListDto>, Failure> {
        list(&call.0, &asked.members).await
    }

    /// List the sales and returns of one customer.
    #[oai(
        path = "/seller/transaction/customer/:customer",
        method = "get",
        operation_id = "transaction_list_of_customer"
    )]
    async fn of_customer(
        &self,
        call: Call,
        /// The customer's id, or else its loyalty card number.
        customer: Path<String>,
        asked: Asked<ListParameters>,
    ) -> Result<Json<TransactionListDto>, Failure> {
        let query = query(&asked.members);
        let who = CustomerRef::parse(&customer);
        let found =
            transactions::of_customer(&call.0, &who, query.clone().unwrap_or_default()).await?;
        Ok(Json(shown(if query.is_some() { found } else { nothing() }, &call.0)))
    }

    /// Get a sale or a return.
    #[oai(path = "/transaction/:transaction", method = "get", operation_id = "transaction_details")]
    async fn details(
        &self,
        call: Call,
        transaction: Path<String>,
    ) -> Result<Json<TransactionDto>, Failure> {
        details(&call.0, &transaction).await
    }

    /// Get one of one's own sales or returns.
    #[oai(
        path = "/customer/transaction/:transaction",
        method = "get",
        operation_id = "transaction_details_as_customer"
    )]
    async fn details_as_customer(
        &self,
        call: Call,
        transaction: Path<String>,
    ) -> Result<Json<TransactionDto>, Failure> {
        details(&call.0, &transaction).await
    }
}

pub(crate) struct TransactionChangesApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Transactions")]
impl TransactionChangesApi {
    /// Register a sale or a return.
    #[oai(path = "/transaction", method = "post", operation_id = "transaction_create")]
    async fn create(
        &self,
        call: Call,
        body: Body<TransactionForm>,
    ) -> Result<Json<SavedDto>, Failure> {
        let draft = transaction_draft(body.into_members());
        let saved = patiently(|| transactions::register(&call.0, &draft)).await;
        saved_as(saved.map_err(|error| TRANSACTION.failure(error)))
    }

    /// Tell whose a sale or return is.
    #[oai(
        path = "/admin/transaction/customer/assign",
        method = "post",
        operation_id = "transaction_assign"
    )]
    async fn assign(&self, call: Call, body: Body<AssignForm>) -> Result<Json<SavedDto>, Failure> {
        assign(&call.0, body).await
    }

    /// Tell that a sale or return is one's own.
    #[oai(
        path = "/customer/transaction/customer/assign",
        method = "post",
        operation_id = "transaction_assign_as_customer"
    )]
    async fn assign_as_customer(
        &self,
        call: Call,
        body: Body<AssignForm>,
    ) -> Result<Json<SavedDto>, Failure> {
        assign(&call.0, body).await
    }

    /// Tell whose a sale or return is, at the till.
    #[oai(
        path = "/pos/transaction/customer/assign",
        method = "post",
        operation_id = "transaction_assign_at_pos"
    )]
    async fn assign_at_pos(
        &self,
        call: Call,
        body: Body<AssignForm>,
    ) -> Result<Json<SavedDto>, Failure> {
        assign(&call.0, body).await
    }

    /// Replace the labels of a sale or return.
    #[oai(
        path = "/admin/transaction/labels",
        method = "post",
        operation_id = "transaction_labels_replace"
    )]
    async fn labels(&self, call: Call, body: Body<LabelsForm>) -> Result<Json<SavedDto>, Failure> {
        let draft = labels_draft(body.into_members());
        let saved = patiently(|| transactions::replace_labels(&call.0, &draft)).await;
        saved_as(saved.map_err(|error| LABELS.failure(error)))
    }

    /// Add labels to one of one's own sales or returns.
    #[oai(
        path = "/customer/transaction/labels/append",
        method = "put",
        operation_id = "transaction_labels_append"
    )]
    async fn append(&self, call: Call, body: Body<AppendForm>) -> Result<Json<SavedDto>, Failure> {
        let draft = append_draft(body.into_members());
        let saved = patiently(|| transactions::append_labels(&call.0, &draft)).await;
        saved_as(saved.map_err(|error| APPEND.failure(error)))
    }
}

async fn assign(cx: &Cx, body: Body<AssignForm>) -> Result<Json<SavedDto>, Failure> {
    let draft = assign_draft(body.into_members());
    let saved = patiently(|| transactions::assign(cx, &draft)).await;
    saved_as(saved.map_err(|error| ASSIGN.failure(error)))
}

fn saved_as(id: Result<TransactionId, Failure>) -> Result<Json<SavedDto>, Failure> {
    Ok(Json(SavedDto { transaction_id: id?.to_string() }))
}

async fn details(cx: &Cx, id: &str) -> Result<Json<TransactionDto>, Failure> {
    let id = TransactionId::parse(id).ok_or(Error::NotFound)?;
    Ok(Json(TransactionDto::of(transactions::details(cx, id).await?, cx)))
}

async fn list(cx: &Cx, asked: &Members) -> Result<Json<TransactionListDto>, Failure> {
    let query = query(asked);
    // Whether the caller may ask is judged also when nothing can be as asked.
    let found = transactions::list(cx, query.clone().unwrap_or_default()).await?;
    Ok(Json(shown(if query.is_some() { found } else { nothing() }, cx)))
}

fn shown(found: Listing<application::ports::TransactionView>, cx: &Cx) -> TransactionListDto {
    let Listing { items, total } = found;
    TransactionListDto {
        transactions: items.into_iter().map(|it| TransactionDto::of(it, cx)).collect(),
        total,
    }
}

fn nothing<T>() -> Listing<T> {
    Listing { items: vec![], total: 0 }
}

/// `None`: an id or a type that nothing can have.
fn query(asked: &Members) -> Option<TransactionQuery> {
    Some(TransactionQuery {
        customer: match filter(asked, "customerId") {
            None => None,
            Some(raw) => Some(CustomerId::parse(&raw)?),
        },
        name: filter(asked, "customerData_name"),
        email: filter(asked, "customerData_email"),
        phone: filter(asked, "customerData_phone"),
        loyalty_card: filter(asked, "customerData_loyaltyCardNumber"),
        returns: match filter(asked, "documentType").as_deref() {
            None => None,
            Some("sell") => Some(false),
            Some("return") => Some(true),
            Some(_) => return None,
        },
        number: filter(asked, "documentNumber"),
        pos: match filter(asked, "posId") {
            None => None,
            Some(raw) => Some(PosId::parse(&raw)?),
        },
        labels: label_filters(asked),
        sort: match filter(asked, "sort").as_deref() {
            Some("documentNumber") => TransactionSort::DocumentNumber,
            Some("grossValue") => TransactionSort::GrossValue,
            _ => TransactionSort::PurchaseDate,
        },
        direction: direction(asked, Direction::Desc),
        page: page(asked),
    })
}
