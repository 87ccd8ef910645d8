//! Who is on a level.

use domain::ids::LevelId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{LevelCustomer, Listing, Page};

pub async fn members(cx: &Cx, id: LevelId, page: Page) -> Result<Listing<LevelCustomer>, Error> {
    let permit = cx.authorize(Action::LevelView)?;
    let read = cx.read(permit);
    let listing = read.level_customers(id, page).await?;
    // Only a level that nobody is on might not exist.
    if listing.total == 0 && read.level(id).await?.is_none() {
        return Err(Error::NotFound);
    }
    Ok(listing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, level, reporter};
    use crate::ports::LevelView;

    #[tokio::test]
    async fn an_empty_level_has_no_members_and_an_unknown_one_is_not_found() {
        let id = level(1, 20).id;
        for known in [true, false] {
            let stage = Stage::new().reading(|read| {
                read.expect_level_customers()
                    .return_once(|_, _| Ok(Listing { items: vec![], total: 0 }));
                let found = known.then(|| LevelView { level: level(1, 20), customers: 0 });
                read.expect_level().return_once(move |_| Ok(found));
            });
            let (cx, _) = stage.call(reporter());
            let answer = members(&cx, id, Page { offset: 0, limit: 10 }).await;
            match answer {
                Ok(listing) => assert!(known && listing.items.is_empty()),
                Err(error) => assert!(!known && matches!(error, Error::NotFound)),
            }
        }
    }
}
