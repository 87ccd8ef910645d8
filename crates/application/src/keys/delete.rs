//! Takes a key back, from now on.

use domain::ids::KeyId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;
use crate::roles::must_hold;

pub async fn delete(cx: &Cx, id: KeyId) -> Result<(), Error> {
    let permit = cx.authorize(Action::KeyManage)?;
    let key = cx.directory(permit).key(id).await?.ok_or(Error::NotFound)?;
    must_hold(cx, &key.rights)?;
    let uow = cx.begin(permit).await?;
    if !uow.keys().delete(id).await? {
        return Err(Error::NotFound);
    }
    uow.audit().record(cx.audit("DeleteKey", "key", id.to_string(), AuditData::Nothing)).await?;
    uow.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::access::Rights;
    use domain::text::Text;
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, admin, now, supervisor};
    use crate::ports::Key;

    const ID: KeyId = KeyId(Uuid::from_u128(7));

    fn stage(rights: Option<Rights>) -> Stage {
        let key = rights.map(|rights| Key {
            id: ID,
            name: Text::parse("till").unwrap(),
            digest: "digest".to_owned(),
            rights,
            store: None,
            created_at: now(),
            expires_at: None,
            last_used_at: None,
        });
        let mut stage = Stage::new();
        stage.directory.expect_key().return_once(move |_| Ok(key));
        stage
    }

    #[tokio::test]
    async fn nobody_takes_back_a_key_that_may_do_more_than_he() {
        let (cx, record) = stage(Some(Rights::Master)).call(supervisor());
        assert!(matches!(delete(&cx, ID).await, Err(Error::Forbidden)));
        assert!(!record.take().committed);
    }

    #[tokio::test]
    async fn a_key_goes_and_an_unknown_one_is_not_found() {
        let (cx, record) = stage(Some(Rights::Master)).call(admin());
        delete(&cx, ID).await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!(kept.deleted_keys, [ID]);
        assert_eq!(kept.audited(), ["DeleteKey"]);

        let (cx, record) = stage(None).call(admin());
        assert!(matches!(delete(&cx, ID).await, Err(Error::NotFound)));
        assert!(!record.take().committed);
    }
}
