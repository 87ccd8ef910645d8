//! One segment.

use domain::ids::SegmentId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::SegmentView;

pub async fn details(cx: &Cx, id: SegmentId) -> Result<SegmentView, Error> {
    let permit = cx.authorize(Action::SegmentView)?;
    cx.read(permit).segment(id).await?.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, as_seller, segment, seller};

    #[tokio::test]
    async fn a_seller_sees_a_segment_and_an_unknown_one_is_not_found() {
        for found in [Some(SegmentView { segment: segment(1), customers: 3 }), None] {
            let answer = found.clone();
            let stage = Stage::new().reading(|read| {
                read.expect_segment().return_once(move |_| Ok(answer));
            });
            let (cx, _) = stage.call(as_seller(seller().id));
            match details(&cx, segment(1).id).await {
                Ok(view) => assert_eq!(Some(view), found),
                Err(error) => assert!(found.is_none() && matches!(error, Error::NotFound)),
            }
        }
    }
}
