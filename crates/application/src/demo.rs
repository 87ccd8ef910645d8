//! The demo data set (behaviour 6): a small programme that everybody knows.

mod customers;
mod invitations;
mod levels;
mod people;
mod points;
mod pos;
mod purchases;
mod rules;
mod segments;
mod store;

use std::sync::Arc;

use domain::Timestamp;
use domain::contact::Email;
use domain::password::Password;
use domain::store::StoreCode;
use domain::text::Text;

use crate::cx::{Cx, Ports};
use crate::error::Error;
use crate::ports::{
    AuditData, CustomerFilter, CustomerQuery, Direction, Page, Passwords, SortField, Window,
};

/// Fills store `DEFAULT`. `false`, and nothing done, where there already is a customer or an
/// administrator.
pub async fn load(ports: &Arc<Ports>) -> Result<bool, Error> {
    if has_customers(ports).await? {
        return Ok(false);
    }
    let hashes = Hashes::make(&*ports.passwords).await?;
    let now = ports.clock.now();

    let code = StoreCode::default_store();
    let uow = ports.storage.begin(&code).await?;
    if uow.admins().any().await? {
        return Ok(false);
    }
    let mut store = uow.stores().find(&code).await?.ok_or(Error::NotFound)?;
    store::furnish(&mut store);
    uow.stores().save(&store).await?;
    people::add_admins(&*uow, &hashes).await?;
    let start = levels::add(&*uow, now).await?;
    pos::add(&*uow).await?;
    people::add_sellers(&*uow, &hashes).await?;
    let cx = Cx::operator(Arc::clone(ports), Arc::new(store));
    rules::add(&*uow, now).await?;
    customers::add(&cx, &*uow, &hashes, start.as_ref()).await?;
    points::lift_jane(&cx, &*uow).await?;
    purchases::add(&cx, &*uow, now).await?;
    points::add(&cx, &*uow, now).await?;
    segments::add(&cx, &*uow).await?;
    points::settle(&cx, &*uow).await?;
    invitations::add(&*uow, &*ports.secrets, now).await?;

    let audit = cx.audit("LoadDemoData", "store", code.to_string(), AuditData::Nothing);
    uow.audit().record(audit).await?;
    uow.commit().await?;
    Ok(true)
}

async fn has_customers(ports: &Ports) -> Result<bool, Error> {
    let any = CustomerQuery {
        filter: CustomerFilter::default(),
        sort: SortField::CustomerId,
        direction: Direction::Asc,
        window: Window::Page(Page { offset: 0, limit: 1 }),
    };
    let read = ports.storage.read(&StoreCode::default_store());
    Ok(read.customers(&any).await?.total > 0)
}

/// The three passwords of the demo, hashed once each.
struct Hashes {
    open: String,
    loyalty: String,
    returning: String,
}

impl Hashes {
    async fn make(passwords: &dyn Passwords) -> Result<Self, Error> {
        Ok(Self {
            open: passwords.hash(&Password::unchecked("open")).await?,
            loyalty: passwords.hash(&Password::unchecked("loyalty")).await?,
            returning: passwords.hash(&Password::unchecked("return")).await?,
        })
    }
}

const WELL_FORMED: &str = "the demo data is well formed: a test loads all of it";

fn text(raw: &str) -> Text {
    Text::parse(raw).expect(WELL_FORMED)
}

fn email(raw: &str) -> Email {
    Email::parse(raw).expect(WELL_FORMED)
}

fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp(seconds, 0).expect(WELL_FORMED)
}

#[cfg(test)]
mod tests;
