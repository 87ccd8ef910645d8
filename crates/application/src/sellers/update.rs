//! Changes what is known about a seller; what was left out stays.

use domain::account::{Login, User};
use domain::form::FormErrors;
use domain::ids::SellerId;
use domain::password::Password;
use domain::policy::Action;
use domain::seller::SellerDraft;

use super::{UNIQUE, find_pos, gone};
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn update(cx: &Cx, id: SellerId, draft: &SellerDraft) -> Result<(), Error> {
    let permit = cx.authorize(Action::SellerManage)?;
    let new_hash = hash_of_new_password(cx, draft).await?;
    let uow = cx.begin(permit).await?;
    let stored = uow.sellers().find(id).await?.ok_or(Error::NotFound)?;
    if stored.deleted {
        return Err(gone());
    }
    let draft = draft.completed_by(&stored);
    let mut errors = FormErrors::default();
    let pos = draft.pos(&mut errors);
    let checked = draft.check(id, pos, Some(&stored), &mut errors);
    errors.none()?;
    let (seller, _) = checked.ok_or_else(FormErrors::default)?;
    find_pos(&*uow, seller.pos).await?;
    uow.sellers().save(&seller).await.map_err(Error::if_taken(&UNIQUE))?;

    let user = User::Seller(id);
    let must_sign_in_again = new_hash.is_some() || !seller.can_sign_in();
    if let Some(hash) = new_hash {
        let found = uow.logins().find(user).await?;
        let mut login = found.unwrap_or_else(|| Login::without_password(user));
        login.set_password(hash);
        uow.logins().save(&login).await?;
    }
    if must_sign_in_again {
        uow.sessions().end_all(user).await?;
    }
    let audit = cx.audit("UpdateSeller", "seller", id.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(())
}

/// Made before the transaction begins, because hashing is slow. A password that breaks rules is
/// reported with the rest of the form.
async fn hash_of_new_password(cx: &Cx, draft: &SellerDraft) -> Result<Option<String>, Error> {
    let mut reported_later = FormErrors::default();
    match Password::check(&draft.plain_password, "plainPassword", &mut reported_later) {
        Some(password) => Ok(Some(cx.passwords().hash(&password).await?)),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use domain::form::Given;
    use domain::seller::Seller;

    use super::*;
    use crate::fixtures::{Kept, Stage, admin, pos, seller, seller_draft};

    async fn after(stored: Option<Seller>, draft: SellerDraft) -> (Result<(), Error>, Kept) {
        let mut stage = Stage::new();
        stage.repos.sellers.expect_find().return_once(|_| Ok(stored));
        stage.repos.pos.expect_find().returning(|_| Ok(Some(pos())));
        stage.repos.logins.expect_find().returning(|_| Ok(None));
        let (cx, record) = stage.call(admin());
        let answer = update(&cx, seller().id, &draft).await;
        (answer, record.take())
    }

    fn quiet() -> SellerDraft {
        SellerDraft { plain_password: Given::Absent, active: Given::Absent, ..seller_draft() }
    }

    #[tokio::test]
    async fn an_update_without_a_password_keeps_password_and_sessions() {
        let (answer, kept) = after(Some(seller()), quiet()).await;
        answer.unwrap();
        assert!(kept.committed);
        assert_eq!(kept.sellers[0].first_name.as_str(), "Jane");
        assert!(kept.logins.is_empty() && kept.ended_users.is_empty());
        assert_eq!(kept.audited(), ["UpdateSeller"]);
    }

    #[tokio::test]
    async fn a_new_password_ends_all_sessions() {
        let draft = SellerDraft { plain_password: Given::text("Str0ng!pass"), ..quiet() };
        let (answer, kept) = after(Some(seller()), draft).await;
        answer.unwrap();
        assert_eq!(kept.logins[0].password_hash.as_deref(), Some("hash of Str0ng!pass"));
        assert!(!kept.logins[0].temporary);
        assert_eq!(kept.ended_users, [User::Seller(seller().id)]);
    }

    #[tokio::test]
    async fn switching_a_seller_off_ends_all_sessions() {
        let (answer, kept) =
            after(Some(seller()), SellerDraft { active: Given::text("0"), ..quiet() }).await;
        answer.unwrap();
        assert!(!kept.sellers[0].active);
        assert_eq!(kept.ended_users, [User::Seller(seller().id)]);
    }

    #[tokio::test]
    async fn a_bad_password_is_reported_and_changes_nothing() {
        let draft = SellerDraft { plain_password: Given::text("short"), ..quiet() };
        let (answer, kept) = after(Some(seller()), draft).await;
        let Err(Error::Form(errors)) = answer else { panic!("{answer:?}") };
        assert!(errors.has("plainPassword"));
        assert!(!kept.committed && kept.sellers.is_empty());
    }

    #[tokio::test]
    async fn an_unknown_seller_is_not_found_and_a_deleted_one_stays_as_it_is() {
        let (answer, _) = after(None, quiet()).await;
        assert!(matches!(answer, Err(Error::NotFound)), "{answer:?}");
        let (answer, kept) = after(Some(Seller { deleted: true, ..seller() }), quiet()).await;
        assert!(matches!(answer, Err(Error::Refused(_))), "{answer:?}");
        assert!(kept.sellers.is_empty());
    }
}
