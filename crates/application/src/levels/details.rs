//! One level.

use domain::ids::LevelId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::LevelView;

pub async fn details(cx: &Cx, id: LevelId) -> Result<LevelView, Error> {
    let permit = cx.authorize(Action::LevelView)?;
    cx.read(permit).level(id).await?.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, as_seller, level, seller};

    #[tokio::test]
    async fn a_seller_sees_a_level_and_an_unknown_one_is_not_found() {
        let shown = LevelView { level: level(1, 20), customers: 3 };
        let id = shown.level.id;
        for found in [Some(shown), None] {
            let answer = found.clone();
            let stage = Stage::new().reading(|read| {
                read.expect_level().return_once(move |_| Ok(answer));
            });
            let (cx, _) = stage.call(as_seller(seller().id));
            match details(&cx, id).await {
                Ok(view) => assert_eq!(Some(view), found),
                Err(error) => assert!(found.is_none() && matches!(error, Error::NotFound)),
            }
        }
    }
}
