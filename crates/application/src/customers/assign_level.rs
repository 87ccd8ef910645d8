//! Moving a customer to a level by hand (behaviour A19).

use domain::form::Given;
use domain::ids::LevelId;
use domain::policy::Action;

use super::keep::keep;
use super::load::load;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{AuditData, CustomerRef};

/// Moves to the level, which may be inactive, and remembers that it was by hand.
pub async fn assign_level(cx: &Cx, who: &CustomerRef, level: &Given) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerAssignLevel, who).await?;
    let (uow, mut customer) = load(cx, permit, who).await?;
    let wanted = match level {
        Given::Absent | Given::Empty => {
            return Err(Error::MissingParameter("levelId", "field is required"));
        }
        Given::Malformed => return Err(Error::NotFound),
        Given::Text(raw) => LevelId::parse(raw).ok_or(Error::NotFound)?,
    };
    let level = uow.levels().find(wanted).await?.ok_or(Error::NotFound)?;
    let id = customer.id();
    customer.assign_level(&level, &cx.store.default_locale, cx.now());
    keep(cx, &*uow, customer).await?;
    let moved = AuditData::List(vec![wanted.to_string()]);
    uow.audit().record(cx.audit_customer("MoveCustomerToLevel", id, moved)).await?;
    Ok(uow.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::customer::Placement;

    use super::*;
    use crate::fixtures::{Stage, admin, customer, level};

    fn stage() -> Stage {
        let mut stage = Stage::new();
        stage.repos.customers.expect_find().returning(|_| Ok(Some(customer(7))));
        stage
    }

    #[tokio::test]
    async fn the_level_is_remembered_as_given_by_hand() {
        let mut stage = stage();
        stage.repos.levels.expect_find().returning(|_| Ok(Some(level(2, 200))));
        let (cx, record) = stage.call(admin());
        let wanted = Given::text(&level(2, 200).id.to_string());
        assign_level(&cx, &customer(7).id().into(), &wanted).await.unwrap();
        let kept = record.take();
        let placement = kept.customers[0].state().placement;
        assert_eq!(placement, Some(Placement::Manual(level(2, 200).id)));
        let moved = AuditData::List(vec![level(2, 200).id.to_string()]);
        assert_eq!(kept.audit[0].data, moved);
    }

    #[tokio::test]
    async fn no_level_is_a_missing_parameter_and_an_unknown_one_is_not_found() {
        for (given, expected) in [
            (Given::Absent, "levelId: field is required"),
            (Given::Empty, "levelId: field is required"),
            (Given::Malformed, "Not Found"),
            (Given::text("gold"), "Not Found"),
            (Given::text("e82c96cf-32a3-43bd-9034-4df343e5ffff"), "Not Found"),
        ] {
            let mut stage = stage();
            stage.repos.levels.expect_find().returning(|_| Ok(None));
            let (cx, record) = stage.call(admin());
            let refused = assign_level(&cx, &customer(7).id().into(), &given).await.unwrap_err();
            assert_eq!(refused.to_string(), expected, "{given:?}");
            assert!(!record.take().committed);
        }
    }
}
