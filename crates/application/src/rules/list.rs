//! Every earning rule, active or not.

use domain::earning::Rule;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Listing, RuleQuery};

pub async fn list(cx: &Cx, query: &RuleQuery) -> Result<Listing<Rule>, Error> {
    let permit = cx.authorize(Action::RuleView)?;
    Ok(cx.read(permit).rules(query).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{
        Stage, anonymous, as_customer, as_seller, customer, reporter, rule, seller,
    };

    #[tokio::test]
    async fn the_question_reaches_the_read_model() {
        let query = RuleQuery { active: Some(true), ..RuleQuery::default() };
        let stage = Stage::new().reading(|read| {
            read.expect_rules()
                .withf(move |it| *it == query)
                .return_once(|_| Ok(Listing { items: vec![rule("a", 5)], total: 1 }));
        });
        let (cx, _) = stage.call(reporter());
        assert_eq!(list(&cx, &query).await.unwrap().total, 1);
    }

    #[tokio::test]
    async fn everybody_else_is_refused() {
        for caller in [as_customer(customer(1).id()), as_seller(seller().id)] {
            let (cx, _) = Stage::new().call(caller);
            assert!(matches!(list(&cx, &RuleQuery::default()).await, Err(Error::Forbidden)));
        }
        let (cx, _) = Stage::new().call(anonymous());
        let refused = list(&cx, &RuleQuery::default()).await;
        assert!(matches!(refused, Err(Error::AuthenticationRequired)));
    }
}
