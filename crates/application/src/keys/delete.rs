//! Takes a key back, from now on.

use domain::ids::KeyId;
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::AuditData;

pub async fn delete(cx: &Cx, id: KeyId) -> Result<(), Error> {
    let permit = cx.authorize(Action::KeyManage)?;
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
    use uuid::Uuid;

    use super::*;
    use crate::fixtures::{Stage, admin};

    const ID: KeyId = KeyId(Uuid::from_u128(7));

    #[tokio::test]
    async fn a_key_goes_and_an_unknown_one_is_not_found() {
        let (cx, record) = Stage::new().call(admin());
        delete(&cx, ID).await.unwrap();
        let kept = record.take();
        assert!(kept.committed);
        assert_eq!(kept.deleted_keys, [ID]);
        assert_eq!(kept.audited(), ["DeleteKey"]);

        let mut stage = Stage::new();
        stage.repos.keys.expect_delete().returning(|_| Ok(false));
        let (cx, record) = stage.call(admin());
        assert!(matches!(delete(&cx, ID).await, Err(Error::NotFound)));
        assert!(!record.take().committed);
    }
}
