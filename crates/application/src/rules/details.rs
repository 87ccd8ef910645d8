//! One earning rule.

use domain::earning::Rule;
use domain::ids::RuleId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;

pub async fn details(cx: &Cx, id: RuleId) -> Result<Rule, Error> {
    let permit = cx.authorize(Action::RuleView)?;
    cx.read(permit).rule(id).await?.ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{Stage, reporter, rule};

    #[tokio::test]
    async fn a_rule_is_shown_and_an_unknown_one_is_not_found() {
        for found in [Some(rule("a", 5)), None] {
            let answer = found.clone();
            let stage = Stage::new().reading(|read| {
                read.expect_rule().return_once(move |_| Ok(answer));
            });
            let (cx, _) = stage.call(reporter());
            match details(&cx, rule("a", 5).id).await {
                Ok(shown) => assert_eq!(Some(shown), found),
                Err(error) => assert!(found.is_none() && matches!(error, Error::NotFound)),
            }
        }
    }
}
