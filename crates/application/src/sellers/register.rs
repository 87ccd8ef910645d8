//! Adds a seller, who can sign in at once.

use domain::account::{Login, User};
use domain::form::FormErrors;
use domain::ids::SellerId;
use domain::policy::Action;
use domain::seller::{Seller, SellerDraft};

use super::{UNIQUE, find_pos};
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn register(cx: &Cx, draft: &SellerDraft) -> Result<Seller, Error> {
    let permit = cx.authorize(Action::SellerManage)?;
    let mut errors = FormErrors::default();
    let pos = draft.pos(&mut errors);
    let checked = draft.check(SellerId(cx.next_id()), pos, None, &mut errors);
    errors.none()?;
    let Some((seller, Some(password))) = checked else {
        return Err(FormErrors::default().into());
    };
    // Before the transaction begins: hashing is slow.
    let hash = cx.passwords().hash(&password).await?;

    let uow = cx.begin(permit).await?;
    find_pos(&*uow, seller.pos).await?;
    uow.sellers().save(&seller).await.map_err(Error::if_taken(&UNIQUE))?;
    uow.logins().save(&Login::with_password(User::Seller(seller.id), hash)).await?;
    let audit = cx.audit("CreateSeller", "seller", seller.id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(seller)
}

#[cfg(test)]
mod tests {
    use domain::form::{Given, message};

    use super::*;
    use crate::fixtures::{Stage, admin, as_seller, pos, seller, seller_draft};
    use crate::ports::StorageError;

    fn stage_with_pos() -> Stage {
        let mut stage = Stage::new();
        stage.repos.pos.expect_find().returning(|_| Ok(Some(pos())));
        stage
    }

    #[tokio::test]
    async fn a_new_seller_is_kept_with_a_hashed_password() {
        let (cx, record) = stage_with_pos().call(admin());
        let seller = register(&cx, &seller_draft()).await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!(kept.sellers, std::slice::from_ref(&seller));
        let expected =
            Login::with_password(User::Seller(seller.id), "hash of Str0ng!pass".to_owned());
        assert_eq!(kept.logins, [expected]);
        assert_eq!(kept.audited(), ["CreateSeller"]);
        assert_eq!(kept.audit[0].data, AuditData::Nothing);
    }

    #[tokio::test]
    async fn every_error_of_the_form_is_reported_before_a_password_is_hashed() {
        let mut stage = Stage::new();
        stage.passwords.expect_hash().never();
        let (cx, _) = stage.call(admin());
        let odd = SellerDraft {
            first_name: Given::Empty,
            pos_id: Given::text("x"),
            plain_password: Given::text("short"),
            ..seller_draft()
        };
        let refused = register(&cx, &odd).await;
        let Err(Error::Form(errors)) = refused else { panic!("{refused:?}") };
        assert!(errors.has("firstName") && errors.has("posId") && errors.has("plainPassword"));
    }

    #[tokio::test]
    async fn the_pos_must_exist() {
        let mut stage = Stage::new();
        stage.repos.pos.expect_find().returning(|_| Ok(None));
        let (cx, record) = stage.call(admin());
        let refused = register(&cx, &seller_draft()).await;
        let Err(Error::Form(errors)) = refused else { panic!("{refused:?}") };
        assert_eq!(errors.fields[0].path, "posId");
        assert_eq!(errors.fields[0].message, message::NOT_VALID);
        assert!(record.take().sellers.is_empty());
    }

    #[tokio::test]
    async fn an_email_is_used_once_per_store() {
        let mut stage = stage_with_pos();
        stage.repos.sellers.expect_save().returning(|_| Err(StorageError::Taken("email")));
        let (cx, record) = stage.call(admin());
        let refused = register(&cx, &seller_draft()).await;
        let Err(Error::Form(errors)) = refused else { panic!("{refused:?}") };
        assert_eq!(errors.fields[0].path, "email");
        assert_eq!(errors.fields[0].message, message::SELLER_EMAIL_TAKEN);
        assert!(!record.take().committed);
    }

    #[tokio::test]
    async fn sellers_do_not_add_sellers() {
        let (cx, _) = Stage::new().call(as_seller(seller().id));
        assert!(matches!(register(&cx, &seller_draft()).await, Err(Error::Forbidden)));
    }
}
