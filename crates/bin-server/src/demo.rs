//! The demo: data, a sign-in, and calls to paste.

use std::net::SocketAddr;
use std::sync::Arc;

use application::cx::{Cx, NOT_LOGGED, Ports};
use application::error::Error;
use application::sign_in::{SignIn, sign_in};
use domain::account::UserKind;
use domain::locale::Locale;
use domain::password::Password;
use domain::policy::Actor;
use domain::store::StoreCode;

use crate::config::Config;
use crate::failure::Failure;
use crate::house::House;
use crate::{logging, print, serve};

/// The demo's administrator (behaviour 6.1).
const NAME: &str = "admin";
const PASSWORD: &str = "open";

/// The demo's first customer (behaviour 6.5).
const CUSTOMER: &str = "00000000-0000-474c-b092-b0dd880c07e1";

/// `laurel demo`.
pub async fn demo(config: &Config) -> Result<(), Failure> {
    logging::start(&config.log)?;
    let listener = serve::listen(config).await?;
    let house = House::open(config).await?;
    Box::pin(application::demo::load(&house.ports)).await?;
    let token = token(&house.ports).await?;
    print(&welcome(listener.local_addr()?, &token))?;
    serve::run(config, listener, house).await
}

async fn token(ports: &Arc<Ports>) -> Result<String, Failure> {
    let code = StoreCode::default_store();
    let store = ports.storage.directory().store(&code).await.map_err(Error::from)?;
    let store = store.ok_or(Error::NotFound)?;
    let somebody = Actor::Anonymous;
    let cx = Cx::new(Arc::clone(ports), store, somebody, NOT_LOGGED.to_owned(), Locale::english());
    let request = SignIn {
        kind: UserKind::Admin,
        name: NAME.to_owned(),
        password: Password::unchecked(PASSWORD),
    };
    match sign_in(&cx, &request).await {
        Ok(signed_in) => Ok(signed_in.token),
        Err(Error::BadCredentials) => Err(Failure::Refused(
            "this database is not the demo's: choose another folder with --data".to_owned(),
        )),
        Err(error) => Err(error.into()),
    }
}

fn welcome(mut address: SocketAddr, token: &str) -> String {
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    let site = format!("http://{address}");
    let api = format!("{site}/api/DEFAULT");
    let bearer = format!("-H 'Authorization: Bearer {token}'");
    format!(
        "\
Laurel's demo listens on {site}
Try the API in a browser: {site}/docs
Signed in as {NAME} (password: {PASSWORD}). Calls to paste:

# All customers
curl -s {api}/customer {bearer}

# One of them
curl -s {api}/customer/{CUSTOMER} {bearer}

# A new one
curl -s {api}/customer/register {bearer} \
-d 'customer[firstName]=Ada' -d 'customer[lastName]=Lovelace' \
-d \"customer[email]=ada-$(date +%s)@example.com\" -d 'customer[agreement1]=1'
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_calls_are_shown_each_on_one_line_with_the_token() {
        let page = welcome("0.0.0.0:8181".parse().unwrap(), "TOKEN");
        let calls: Vec<_> = page.lines().filter(|it| it.starts_with("curl ")).collect();
        assert_eq!(calls.len(), 3);
        for call in calls {
            assert!(call.contains(" http://127.0.0.1:8181/api/DEFAULT/customer"), "{call}");
            assert!(call.contains("Bearer TOKEN'"), "{call}");
        }
    }
}
