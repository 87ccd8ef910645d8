//! The people of the matrix, and the things they are let loose on.

use std::io::Write;
use std::process::Stdio;

use laurel_tests::client::Client;
use laurel_tests::jobs::plant_dead;
use laurel_tests::server::Server;
use laurel_tests::world::{PASSWORD, Person, Store, a_store, a_store_with, an_email, unique};

use super::Caller;
use super::tokens::dead_tokens;

pub(super) struct Cast {
    pub(super) client: Client,
    /// Makes what the cells need. It never signs out.
    pub(super) admin: String,
    pub(super) own: Store,
    pub(super) database_url: String,
    pub(super) things: Things,
    /// The like of `things` in another store.
    pub(super) foreign: Things,
    callers: Vec<(Caller, String, String)>,
}

/// What operations are about.
#[derive(Clone)]
pub(super) struct Things {
    pub(super) member: Person,
    pub(super) seller: Person,
    pub(super) pos: String,
    pub(super) identifier: String,
    pub(super) level: String,
    pub(super) segment: String,
    pub(super) campaign: String,
    pub(super) webhook: String,
    pub(super) rule: String,
    pub(super) job: String,
}

impl Things {
    async fn of(store: &Store, server: &Server, client: &Client) -> Self {
        let pos = store.a_pos().await;
        let path = store.path(&format!("pos/{pos}"));
        let shown = client.get(&path).token(&store.admin).await.must(200).json();
        Self {
            member: store.a_member().await,
            seller: store.a_seller(&pos).await,
            identifier: shown["identifier"].as_str().unwrap().to_owned(),
            pos,
            level: store.a_level("100").await,
            rule: store.a_rule(super::engine::A_RULE).await,
            segment: store.a_segment().await,
            campaign: store.a_campaign("0").await,
            webhook: store.a_webhook("https://example.com/hook").await,
            job: plant_dead(&server.database_url, &store.code).await,
        }
    }
}

impl Cast {
    pub(super) async fn assemble(server: &Server, client: &Client) -> Self {
        let admin = an_admin(server, client, "Super admin").await;
        // A sandbox, so that its time can be moved.
        let own = a_store_with(client, &admin, &[("store[sandbox]", "1")]).await;
        let elsewhere = a_store(client, &admin).await;
        let things = Things::of(&own, server, client).await;
        let foreign = Things::of(&elsewhere, server, client).await;

        let master = an_admin(server, client, "Super admin").await;
        let viewer = client.login("DEFAULT", "admin", "reporter", "open").await;
        let role = [
            ("role[name]", "Stranger"),
            ("role[permissions][0][resource]", "SEGMENT_EXPORT"),
            ("role[permissions][0][access]", "MODIFY"),
        ];
        let roles = own.path("admin/acl/role");
        client.post(&roles).token(&admin).form(&role).await.must(204);
        let stranger = an_admin(server, client, "Stranger").await;
        let other = own.a_member().await;

        let named = |caller, token: &String| (caller, format!("{caller:?}"), token.clone());
        let mut callers = vec![
            (Caller::Nobody, "Nobody".to_owned(), String::new()),
            named(Caller::Master, &master),
            named(Caller::Viewer, &viewer),
            named(Caller::Stranger, &stranger),
            named(Caller::Seller, &things.seller.token),
            named(Caller::Own, &things.member.token),
            named(Caller::Other, &other.token),
            (Caller::Abroad, "a seller of another store".to_owned(), foreign.seller.token.clone()),
            (
                Caller::Abroad,
                "a customer of another store".to_owned(),
                foreign.member.token.clone(),
            ),
        ];
        for (name, token) in dead_tokens(server, client, &own).await {
            callers.push((Caller::Dead, name.to_owned(), token));
        }
        let database_url = server.database_url.clone();
        Self { client: client.clone(), admin, own, database_url, things, foreign, callers }
    }

    /// Everybody of a column: a name and a token, empty for none.
    pub(super) fn tokens(&self, caller: Caller) -> Vec<(String, String)> {
        let column = self.callers.iter().filter(|(of, _, _)| *of == caller);
        column.map(|(_, name, token)| (name.clone(), token.clone())).collect()
    }
}

/// An administrator made at the command line, signed in.
async fn an_admin(server: &Server, client: &Client, role: &str) -> String {
    let (name, email) = (unique(), an_email());
    let mut command = server.command(&["admin", "create", "--password-stdin"]);
    command.args(["--username", &name, "--email", &email, "--role", role]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "no administrator is made");
    client.login("DEFAULT", "admin", &name, PASSWORD).await
}
