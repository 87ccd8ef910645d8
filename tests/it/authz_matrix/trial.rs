//! Every cell, tried.

use laurel_tests::client::{Call, Client};
use laurel_tests::server::{Engine, Server};

use super::cast::Cast;
use super::requests::Target;
use super::{COLUMNS, Caller, Cell, Operation, expected, operations, rows};

pub(super) struct Trial {
    /// Its administrators sign out, so it is not shared.
    _server: Server,
    client: Client,
    cast: Cast,
    found: Vec<String>,
}

impl Trial {
    pub(super) async fn on(engine: Engine) -> Self {
        let server = Server::demo(engine).await;
        let client = server.client();
        let cast = Cast::assemble(&server, &client).await;
        Self { _server: server, client, cast, found: Vec::new() }
    }

    pub(super) async fn deviations(mut self) -> Vec<String> {
        let operations = operations();
        for (id, cells) in rows() {
            let operation = operations.iter().find(|it| it.id == id).expect("the other test");
            for (caller, cell) in COLUMNS.into_iter().zip(cells) {
                let tokens = self.cast.tokens(caller);
                for (name, token) in tokens {
                    self.try_elsewhere(operation, caller, cell, (&name, &token)).await;
                    let target = Target::of(operation, caller, cell, &self.cast).await;
                    let status = self.status(operation, &target, &token).await;
                    self.judge(&format!("{id} by {name}"), status, expected(cell));
                    if matches!(cell, Cell::Who | Cell::No) {
                        // Whoever may not call is not told what is wrong with the body.
                        let status = self.call(operation, &target, &token).await.status;
                        let what = format!("{id} by {name} without a body");
                        self.judge(&what, status, expected(cell));
                    }
                }
            }
        }
        self.found
    }

    /// Unknown stores, and objects of another store by one's own store's path.
    async fn try_elsewhere(
        &mut self,
        operation: &Operation,
        caller: Caller,
        cell: Cell,
        (name, token): (&str, &str),
    ) {
        let id = &operation.id;
        if operation.path.contains("{storeCode}") {
            let target = Target::in_unknown_store(&self.cast);
            let status = self.status(operation, &target, token).await;
            self.judge(&format!("{id} by {name} in an unknown store"), status, &[404]);
        }
        if let Some(target) = Target::of_another_store(operation, &self.cast) {
            let status = self.status(operation, &target, token).await;
            // Customers are looked up before anybody is refused (behaviour 0.4.6).
            let hidden = operation.path.contains("{customer}") && caller != Caller::Abroad;
            let expected: &[u16] = match cell {
                Cell::Yes | Cell::In => &[404],
                Cell::Who => &[401],
                Cell::No if hidden => &[404],
                Cell::No => &[403],
            };
            // For sellers, only their own record is not refused without a look.
            let refused = id == "seller_details" && caller == Caller::Seller;
            let expected = if refused { &[403] } else { expected };
            self.judge(&format!("{id} by {name} of another store's"), status, expected);
        }
    }

    async fn status(&self, operation: &Operation, target: &Target, token: &str) -> u16 {
        let call = self.call(operation, target, token);
        if operation.method == "GET" {
            return call.await.status;
        }
        if ["customer_import", "transaction_import"].contains(&operation.id.as_str()) {
            return call.typed_file("file[file]", "text/xml", b"<nothing/>".to_vec()).await.status;
        }
        target.filled(call, operation, &self.cast).await.await.status
    }

    fn call(&self, operation: &Operation, target: &Target, token: &str) -> Call {
        let call = self.client.call(&operation.method, &target.path(operation));
        if token.is_empty() { call } else { call.token(token) }
    }

    fn judge(&mut self, what: &str, status: u16, expected: &[u16]) {
        if !expected.contains(&status) {
            self.found.push(format!("{what}: {status}, not {expected:?}"));
        }
    }
}
