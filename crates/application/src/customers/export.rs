//! Everything that a store keeps of its customers, some at a time (for the operator's export).

use domain::policy::Action;
use uuid::Uuid;

use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::ports::{AuditData, Kept, KeptKind};

/// How much is read at once.
const SOME: u64 = 500;

/// What names others comes after them.
const ALL: [KeptKind; 4] = [KeptKind::Level, KeptKind::Pos, KeptKind::Seller, KeptKind::Customer];

/// An export at work: levels, points of sale, sellers, customers, each by id. What is there from
/// its start to its end is in it once.
pub struct Export<'a> {
    cx: &'a Cx,
    permit: Permit,
    kinds: &'static [KeptKind],
    after: Option<Uuid>,
    customers: u64,
}

impl<'a> Export<'a> {
    pub fn new(cx: &'a Cx) -> Result<Self, Error> {
        let permit = cx.authorize(Action::CustomerImport)?;
        Ok(Self { cx, permit, kinds: &ALL, after: None, customers: 0 })
    }

    /// The next few; none when that was all.
    pub async fn next(&mut self) -> Result<Vec<Kept>, Error> {
        while let Some((kind, rest)) = self.kinds.split_first() {
            let some = self.cx.read(self.permit).kept(*kind, self.after, SOME).await?;
            self.after = some.last().map(Kept::id);
            if !some.is_empty() {
                let customers = some.iter().filter(|it| matches!(it, Kept::Customer(_))).count();
                self.customers += u64::try_from(customers).unwrap_or_default();
                return Ok(some);
            }
            self.kinds = rest;
        }
        Ok(vec![])
    }

    /// Tells the audit log that so many customers left the house, and how many.
    pub async fn finish(self) -> Result<u64, Error> {
        let uow = self.cx.begin(self.permit).await?;
        let told = AuditData::Submitted(vec![("total", self.customers.to_string())]);
        let id = self.cx.next_id().to_string();
        uow.audit().record(self.cx.audit("ExportCustomers", "export", id, told)).await?;
        uow.commit().await?;
        Ok(self.customers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, admin, level, reporter};

    #[tokio::test]
    async fn kinds_come_one_after_the_other_and_each_to_its_end() {
        let mut stage = Stage::new();
        for (kind, number) in [
            (KeptKind::Level, 1),
            (KeptKind::Level, 0),
            (KeptKind::Pos, 0),
            (KeptKind::Seller, 0),
            (KeptKind::Customer, 0),
        ] {
            stage = stage.reading(|it| {
                it.expect_kept().return_once(move |asked, _, _| {
                    assert_eq!(asked, kind);
                    Ok((0..number).map(|it| Kept::Level(level(it, 0))).collect())
                });
            });
        }
        let (cx, kept) = stage.call(admin());
        let mut export = Export::new(&cx).unwrap();
        assert_eq!(export.next().await.unwrap().len(), 1);
        assert!(export.next().await.unwrap().is_empty());
        assert_eq!(export.finish().await.unwrap(), 0);
        assert_eq!(kept.take().audited(), ["ExportCustomers"]);
    }

    #[tokio::test]
    async fn who_may_only_look_exports_nobody() {
        let (cx, _) = Stage::new().call(reporter());
        assert!(Export::new(&cx).is_err());
    }
}
