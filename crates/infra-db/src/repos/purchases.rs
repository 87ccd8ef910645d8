//! Purchases, and the labels beside them.

use application::ports::{Purchase, PurchaseRepo, StorageError};
use async_trait::async_trait;
use domain::amount::Amount;
use domain::ids::{CustomerId, TransactionId};
use domain::transaction::Transaction;
use sea_orm::{DbErr, QueryResult};

use crate::rows::Written;
use crate::rows::purchase::{COLUMNS, WIDTH, from_row, written};
use crate::sql::{self, Sql};
use crate::uow::SeaUow;

#[async_trait]
impl PurchaseRepo for SeaUow {
    async fn find(&self, id: TransactionId) -> Result<Option<Purchase>, StorageError> {
        self.purchase("d.id", id.0.into()).await
    }

    async fn find_by_number(&self, number: &str) -> Result<Option<Purchase>, StorageError> {
        self.purchase("d.number", number.into()).await
    }

    async fn any_other_sale(
        &self,
        customer: CustomerId,
        than: TransactionId,
    ) -> Result<bool, StorageError> {
        let text = "SELECT 1 FROM purchase WHERE store = $1 AND customer_id = $2 AND id <> $3 \
                    AND NOT is_return LIMIT 1";
        let values = [self.store().into(), customer.0.into(), than.0.into()];
        Ok(self.one(Sql::new(text, values), |_| Ok(())).await?.is_some())
    }

    async fn save(&self, purchase: &Purchase) -> Result<(), StorageError> {
        let Purchase { document, returned, assigned_seq } = purchase;
        let mut row = written(document);
        row.push(("returned", returned.ten_thousandths().into()));
        row.push(("assigned_seq", (*assigned_seq).into()));
        let address = self.address(document.id.0);
        self.save_row("purchase", address, row, document.version).await?;
        if document.version == 0 {
            self.count_at_pos(document).await?;
        } else {
            let labels =
                vec![("store", self.store().into()), ("purchase_id", document.id.0.into())];
            self.execute(sql::delete("purchase_label", labels)).await?;
        }
        self.insert_all("purchase_label", label_rows(self.store(), document).collect()).await
    }

    async fn forget_buyer(&self, customer: CustomerId) -> Result<(), StorageError> {
        let text = "UPDATE purchase SET name = '', name_key = '', email = NULL, email_key = NULL, \
                    phone = NULL, phone_key = NULL, loyalty_card = NULL, loyalty_card_key = NULL, \
                    nip = NULL, address = NULL WHERE store = $1 AND customer_id = $2";
        self.execute(Sql::new(text, [self.store().into(), customer.0.into()])).await.map(drop)
    }
}

impl SeaUow {
    async fn purchase(
        &self,
        column: &str,
        value: sea_orm::Value,
    ) -> Result<Option<Purchase>, StorageError> {
        let lock = self.row_lock();
        let text = format!(
            "SELECT {COLUMNS}, d.returned, d.assigned_seq FROM purchase d \
             WHERE d.store = $1 AND {column} = $2{lock}"
        );
        self.one(Sql::new(text, [self.store().into(), value]), read).await
    }

    /// What a point of sale took and gave back (behaviour C2).
    async fn count_at_pos(&self, document: &Transaction) -> Result<(), StorageError> {
        let Some(pos) = document.pos else { return Ok(()) };
        let gross = document.sums.gross;
        let (amount, count) =
            if document.is_return() { (Amount::ZERO.minus(gross), 0) } else { (gross, 1_i64) };
        let text = "UPDATE pos SET transactions_amount = transactions_amount + $1, \
                    transactions_count = transactions_count + $2 WHERE store = $3 AND id = $4";
        let values =
            [amount.ten_thousandths().into(), count.into(), self.store().into(), pos.0.into()];
        self.execute(Sql::new(text, values)).await.map(drop)
    }
}

fn read(row: &QueryResult) -> Result<Purchase, DbErr> {
    Ok(Purchase {
        document: from_row(row)?,
        returned: Amount::from_ten_thousandths(row.try_get_by_index(WIDTH)?),
        assigned_seq: row.try_get_by_index(WIDTH + 1)?,
    })
}

fn label_rows(store: &str, document: &Transaction) -> impl Iterator<Item = Written> {
    let id = document.id.0;
    let row = move |(position, label): (i64, &domain::label::Label)| -> Written {
        vec![
            ("store", store.into()),
            ("purchase_id", id.into()),
            ("position", position.into()),
            ("key", label.key.as_str().into()),
            ("value", label.value.as_str().into()),
        ]
    };
    (0..).zip(&document.labels).map(row)
}
