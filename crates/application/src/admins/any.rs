//! Whether somebody could sign in to a fresh installation at all.

use std::sync::Arc;

use domain::store::StoreCode;

use crate::cx::Ports;
use crate::error::Error;

pub async fn any(ports: &Arc<Ports>) -> Result<bool, Error> {
    let uow = ports.storage.begin(&StoreCode::default_store()).await?;
    Ok(uow.admins().any().await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::Stage;

    #[tokio::test]
    async fn an_installation_knows_whether_it_has_an_administrator() {
        for known in [true, false] {
            let mut stage = Stage::new();
            stage.repos.admins.expect_any().returning(move || Ok(known));
            let (ports, record) = stage.ports();
            assert_eq!(any(&ports).await.unwrap(), known);
            assert!(!record.take().committed);
        }
    }
}
