//! Wire shapes of transfers (behaviour C4).

use application::cx::Cx;
use application::ports::TransferView;
use domain::points::{Note, Transfer, TransferKind};
use poem_openapi::Object;

use crate::wire::{Decimal, timestamp};

/// One addition or one spend.
#[derive(Object)]
#[oai(rename = "Transfer", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct TransferDto {
    points_transfer_id: String,
    /// Every customer has one account, which bears its id.
    account_id: String,
    customer_id: String,
    customer_first_name: Option<String>,
    customer_last_name: Option<String>,
    customer_loyalty_card_number: Option<String>,
    customer_email: Option<String>,
    customer_phone: Option<String>,
    created_at: String,
    expires_at: Option<String>,
    locked_until: Option<String>,
    value: Decimal,
    /// `active`, `pending`, `expired` or `canceled`.
    state: String,
    /// `adding`, `spending`, `p2p_adding` or `p2p_spending`.
    #[oai(rename = "type")]
    kind: String,
    transaction_id: Option<String>,
    revised_transaction_id: Option<String>,
    pos_identifier: Option<String>,
    comment: Option<String>,
    /// `admin`, `seller`, `system` or `api`.
    issuer: String,
    sender_id: Option<String>,
    receiver_id: Option<String>,
    pos_name: Option<String>,
    transaction_document_number: Option<String>,
    revised_transaction_document_number: Option<String>,
}

/// A list of transfers.
#[derive(Object)]
#[oai(rename = "TransferList")]
pub(super) struct TransferListDto {
    pub(super) transfers: Vec<TransferDto>,
    /// Matches before paging, exact.
    pub(super) total: u64,
}

/// A transfer that was just made.
#[derive(Object)]
#[oai(rename = "Transferred", rename_all = "camelCase")]
pub(super) struct TransferredDto {
    pub(super) points_transfer_id: String,
}

impl TransferDto {
    pub(super) fn of(view: TransferView, cx: &Cx) -> Self {
        let TransferView {
            transfer,
            first_name,
            last_name,
            email,
            phone,
            loyalty_card,
            document,
            revised_document,
            pos_name,
            pos_identifier,
        } = view;
        let Transfer {
            id,
            customer,
            kind,
            value,
            remaining: _,
            state,
            created_at,
            locked_until,
            expires_at,
            note: Note { issuer, comment, transaction, revised },
            peer,
        } = transfer;
        let zone = cx.store.time_zone;
        let peer = peer.map(|it| it.to_string());
        let (sender_id, receiver_id) = match kind {
            TransferKind::PeerAdding => (peer, None),
            TransferKind::PeerSpending => (None, peer),
            TransferKind::Adding | TransferKind::Spending => (None, None),
        };
        Self {
            points_transfer_id: id.to_string(),
            account_id: customer.to_string(),
            customer_id: customer.to_string(),
            customer_first_name: Some(first_name),
            customer_last_name: Some(last_name),
            customer_loyalty_card_number: loyalty_card,
            customer_email: email,
            customer_phone: phone,
            created_at: timestamp(created_at, zone),
            expires_at: expires_at.map(|it| timestamp(it, zone)),
            locked_until: locked_until.map(|it| timestamp(it, zone)),
            value: Decimal::from(value),
            state: state.as_str().to_owned(),
            kind: kind.as_str().to_owned(),
            transaction_id: transaction.map(|it| it.to_string()),
            revised_transaction_id: revised.map(|it| it.to_string()),
            pos_identifier,
            comment,
            issuer: issuer.as_str().to_owned(),
            sender_id,
            receiver_id,
            pos_name,
            transaction_document_number: document,
            revised_transaction_document_number: revised_document,
        }
    }
}
