//! What a customer's purchases do to it (behaviour 3.16.5, 3.16.7).

use super::{Customer, CustomerEvent};
use crate::Timestamp;
use crate::transaction::{Revised, Transaction};

impl Customer {
    /// Takes a purchase or a return as its own. A return counts only against a sale that was this
    /// customer's too: `revised` is what is known of that.
    pub fn take_purchase(
        &mut self,
        purchase: &Transaction,
        revised: Option<Revised>,
        now: Timestamp,
    ) {
        self.record(
            now,
            CustomerEvent::TransactionAssigned {
                id: purchase.id,
                number: purchase.number.clone(),
                gross: purchase.sums.gross,
                is_return: purchase.is_return(),
                revised: purchase.revised_number().map(str::to_owned),
            },
        );
        let totals = &mut self.state.totals;
        match revised {
            None if purchase.is_return() => {}
            None => totals.add_sale(purchase.sums, purchase.purchased_at),
            Some(revised) => totals.add_return(purchase.sums, revised, purchase.purchased_at),
        }
    }
}
