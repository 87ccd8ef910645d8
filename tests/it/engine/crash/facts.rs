//! What there is to see of what was done.

use std::collections::BTreeMap;

use laurel_tests::client::Client;
use laurel_tests::world::Store;
use serde_json::Value;

use super::cents;

/// One of the things that something done leaves behind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    pub what: What,
    /// Whose it is: an id, or an e-mail address of whoever was registered. Empty: nobody's.
    pub who: String,
    pub cents: i64,
    /// A comment, the number of a document, or who was given something.
    pub mark: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Registered,
    Added,
    Canceled,
    Spent,
    Given,
    Sale,
    /// A sale that is somebody's.
    Bought,
    PartReturn,
    WholeReturn,
    Granted,
    Revoked,
}

/// Everything in a store.
pub struct Seen {
    /// With the id of the customer, the transfer or the document.
    pub facts: BTreeMap<Fact, String>,
    /// What came to a customer from another one: their ids, and cents.
    pub received: BTreeMap<(String, String), i64>,
}

impl Seen {
    pub async fn of(client: &Client, admin: &str, store: &Store) -> Self {
        let mut seen = Self { facts: BTreeMap::new(), received: BTreeMap::new() };
        for it in everything(client, admin, &store.path("customer"), "customers").await {
            seen.see(What::Registered, text(&it, "email"), 0, "", text(&it, "customerId"));
        }
        for it in everything(client, admin, &store.path("points/transfer"), "transfers").await {
            seen.see_transfer(&it);
        }
        let papers = everything(client, admin, &store.path("transaction"), "transactions").await;
        let worth: BTreeMap<_, _> = papers
            .iter()
            .map(|it| (text(it, "documentNumber"), cents(&it["grossValue"])))
            .collect();
        for it in &papers {
            let (number, id) = (text(it, "documentNumber"), text(it, "transactionId"));
            let (who, worth_of_it) = (text(it, "customerId"), cents(&it["grossValue"]));
            match it["revisedDocument"].as_str() {
                None => {
                    seen.see(What::Sale, "", worth_of_it, number, id);
                    if !who.is_empty() {
                        seen.see(What::Bought, who, worth_of_it, number, id);
                    }
                }
                Some(sale) if worth.get(sale) == Some(&worth_of_it) => {
                    seen.see(What::WholeReturn, who, worth_of_it, number, id);
                }
                Some(_) => seen.see(What::PartReturn, who, worth_of_it, number, id),
            }
        }
        seen
    }

    fn see_transfer(&mut self, it: &Value) {
        let (who, cents, id) =
            (text(it, "customerId"), cents(&it["value"]), text(it, "pointsTransferId"));
        let by_rule = text(it, "issuer") == "system";
        let number = text(it, "transactionDocumentNumber");
        match text(it, "type") {
            "adding" if by_rule => self.see(What::Granted, who, cents, number, id),
            "adding" => {
                self.see(What::Added, who, cents, text(it, "comment"), id);
                if it["state"] == "canceled" {
                    self.see(What::Canceled, who, cents, text(it, "comment"), id);
                }
            }
            "spending" if by_rule => self.see(What::Revoked, who, cents, number, id),
            "spending" => self.see(What::Spent, who, cents, text(it, "comment"), id),
            "p2p_spending" => self.see(What::Given, who, cents, text(it, "receiverId"), id),
            _ => {
                let pair = (text(it, "senderId").to_owned(), who.to_owned());
                *self.received.entry(pair).or_default() += cents;
            }
        }
    }

    fn see(&mut self, what: What, who: &str, cents: i64, mark: &str, id: &str) {
        let fact = Fact { what, who: who.to_owned(), cents, mark: mark.to_owned() };
        let before = self.facts.insert(fact.clone(), id.to_owned());
        assert_eq!(before, None, "{fact:?} is there twice");
    }
}

/// Every page of a list.
async fn everything(client: &Client, admin: &str, path: &str, name: &str) -> Vec<Value> {
    let mut all = vec![];
    for page in 1.. {
        let path = format!("{path}?perPage=1000&page={page}");
        let mut answer = client.get(&path).token(admin).await.must(200).json();
        let Value::Array(items) = answer[name].take() else { panic!("no {name} in {answer}") };
        all.extend(items);
        if answer["total"] == all.len() {
            break;
        }
    }
    all
}

fn text<'a>(it: &'a Value, name: &str) -> &'a str {
    it[name].as_str().unwrap_or_default()
}
