//! The sums of a document, and what they do to a customer's totals (behaviour 3.16.6, 3.16.7).

use super::{Exclusions, Item};
use crate::Timestamp;
use crate::amount::Amount;
use crate::customer::Totals;

/// The sums of one document. Those of a return are not negative here, however it was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub gross: Amount,
    pub without_delivery: Amount,
    /// What does not count towards levels; a line that is excluded twice counts once.
    pub excluded_for_level: Amount,
}

impl Sums {
    /// The sums of a sale's lines.
    pub fn of_sale(items: &[Item], exclusions: &Exclusions) -> Self {
        let Exclusions { delivery_skus, level_skus, level_categories } = exclusions;
        let mut sums = Self::default();
        for item in items {
            sums.gross = sums.gross.plus(item.gross);
            if !delivery_skus.contains(&item.sku) {
                sums.without_delivery = sums.without_delivery.plus(item.gross);
            }
            if level_skus.contains(&item.sku) || level_categories.contains(&item.category) {
                sums.excluded_for_level = sums.excluded_for_level.plus(item.gross);
            }
        }
        sums
    }

    /// The sums of a return's lines, whose values may be written with or without a minus.
    pub fn of_return(items: &[Item], exclusions: &Exclusions) -> Self {
        let Self { gross, without_delivery, excluded_for_level } = Self::of_sale(items, exclusions);
        Self {
            gross: gross.absolute(),
            without_delivery: without_delivery.absolute(),
            excluded_for_level: excluded_for_level.absolute(),
        }
    }
}

/// What is known of the sale that a return takes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revised {
    pub gross: Amount,
    /// Returned of it before.
    pub returned: Amount,
}

impl Totals {
    /// Counts a sale (behaviour 3.16.7).
    pub fn add_sale(&mut self, sums: Sums, purchased_at: Timestamp) {
        let Sums { gross, without_delivery, excluded_for_level } = sums;
        self.count += 1;
        self.amount = self.amount.plus(gross);
        self.amount_without_delivery = self.amount_without_delivery.plus(without_delivery);
        self.excluded_for_level = self.excluded_for_level.plus(excluded_for_level);
        self.bought(purchased_at);
    }

    /// Counts a return of one of this customer's own sales (behaviour 3.16.7). The sale counts no
    /// more once all of it came back.
    pub fn add_return(&mut self, sums: Sums, revised: Revised, purchased_at: Timestamp) {
        let Sums { gross, without_delivery, excluded_for_level } = sums;
        let before = revised.returned < revised.gross;
        let after = revised.returned.plus(gross) < revised.gross;
        if before && !after {
            self.count = (self.count - 1).max(0);
        }
        self.amount = self.amount.minus(gross).max(Amount::ZERO);
        self.amount_without_delivery = self.amount_without_delivery.minus(without_delivery);
        self.excluded_for_level = self.excluded_for_level.minus(excluded_for_level);
        self.bought(purchased_at);
    }

    fn bought(&mut self, at: Timestamp) {
        self.last_transaction = Some(self.last_transaction.map_or(at, |it| it.max(at)));
    }
}

/// The points that a return takes back of what its sale earned (behaviour 3.14.7): its share of
/// the sale, and never more than is left of the grant.
pub fn points_to_revoke(
    granted: Amount,
    sale: Amount,
    returned: Amount,
    revoked_before: Amount,
) -> Amount {
    let left = granted.minus(revoked_before).max(Amount::ZERO);
    granted.share(returned, sale, 2).min(left).max(Amount::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(raw: &str) -> Amount {
        Amount::parse(raw).unwrap()
    }

    fn item(sku: &str, category: &str, gross: &str) -> Item {
        Item {
            sku: sku.to_owned(),
            name: "item".to_owned(),
            quantity: 2,
            gross: amount(gross),
            category: category.to_owned(),
            maker: None,
            labels: vec![],
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_timestamp(seconds, 0).unwrap()
    }

    fn sums(gross: &str) -> Sums {
        let gross = amount(gross);
        Sums { gross, without_delivery: gross, excluded_for_level: Amount::ZERO }
    }

    #[test]
    fn lines_are_summed_without_what_is_excluded() {
        let exclusions = Exclusions {
            delivery_skus: vec!["DEL".to_owned()],
            level_skus: vec!["GIFT".to_owned()],
            level_categories: vec!["cards".to_owned()],
        };
        let items = [
            item("A", "x", "15"),
            item("DEL", "x", "10"),
            item("GIFT", "cards", "1.25"),
            item("B", "cards", "0.5"),
        ];
        let expected = Sums {
            gross: amount("26.75"),
            without_delivery: amount("16.75"),
            excluded_for_level: amount("1.75"),
        };
        assert_eq!(Sums::of_sale(&items, &exclusions), expected);
        let negative = items.map(|it| Item { gross: Amount::ZERO.minus(it.gross), ..it });
        assert_eq!(Sums::of_return(&negative, &exclusions), expected);
        assert_eq!(Sums::of_sale(&[], &exclusions), Sums::default());
    }

    #[test]
    fn sales_and_returns_move_the_totals() {
        let mut totals = Totals::default();
        totals.add_sale(sums("3"), at(5));
        totals.add_sale(sums("17"), at(3));
        assert_eq!((totals.count, totals.amount), (2, amount("20")));
        assert_eq!(totals.last_transaction, Some(at(5)));
        let revised = |returned| Revised { gross: amount("17"), returned: amount(returned) };
        totals.add_return(sums("5"), revised("0"), at(9));
        assert_eq!((totals.count, totals.amount), (2, amount("15")));
        totals.add_return(sums("12"), revised("5"), at(1));
        assert_eq!((totals.count, totals.amount), (1, amount("3")));
        // Whatever comes back after all of it did takes no further sale away.
        totals.add_return(sums("10"), revised("17"), at(1));
        assert_eq!((totals.count, totals.amount), (1, Amount::ZERO));
        assert_eq!(totals.amount_without_delivery, amount("-7"));
        assert_eq!(totals.last_transaction, Some(at(9)));
    }

    #[test]
    fn returns_take_their_share_of_the_points_and_no_more_than_was_granted() {
        for (returned, before, expected) in
            [("40", "0", "92"), ("60", "92", "138"), ("10", "230", "0"), ("100", "100", "130")]
        {
            let revoked =
                points_to_revoke(amount("230"), amount("100"), amount(returned), amount(before));
            assert_eq!(revoked, amount(expected), "{returned}");
        }
        assert_eq!(
            points_to_revoke(amount("5"), Amount::ZERO, amount("1"), Amount::ZERO),
            Amount::ZERO
        );
    }
}
