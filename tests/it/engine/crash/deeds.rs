//! What clients ask for.

use laurel_tests::client::{Call, Client};
use laurel_tests::world::Store;

use super::facts::{Fact, What};

#[derive(Clone, Debug)]
pub struct Customer {
    pub id: String,
    pub card: String,
}

/// Somebody's sale, or nobody's yet.
#[derive(Clone, Debug)]
pub struct Sale {
    pub number: String,
    pub cents: i64,
}

/// One request. What it leaves behind can be told from what every other leaves.
#[derive(Clone, Debug)]
pub enum Deed {
    Register {
        email: String,
        card: String,
    },
    Add {
        who: Customer,
        cents: i64,
        comment: String,
    },
    Cancel {
        who: Customer,
        cents: i64,
        comment: String,
        transfer: String,
    },
    Spend {
        who: Customer,
        cents: i64,
        comment: String,
    },
    /// Nobody else gives so much.
    Give {
        from: Customer,
        to: Customer,
        cents: i64,
    },
    Buy {
        who: Option<Customer>,
        sale: Sale,
    },
    Assign {
        who: Customer,
        sale: Sale,
    },
    Return {
        who: Customer,
        sale: Sale,
        number: String,
        cents: i64,
    },
}

impl Deed {
    pub fn call(&self, client: &Client, store: &Store) -> Call {
        let post = |path: &str, form: String| client.post(&store.path(path)).form_text(&form);
        let transfer = |who: &Customer, cents, comment: &str| {
            let (id, points) = (&who.id, money(cents));
            format!("transfer[customer]={id}&transfer[points]={points}&transfer[comment]={comment}")
        };
        match self {
            Self::Register { email, card } => post(
                "customer/register",
                format!(
                    "customer[firstName]=Ada&customer[lastName]=L&customer[email]={email}\
                     &customer[loyaltyCardNumber]={card}&customer[agreement1]=1"
                ),
            ),
            Self::Add { who, cents, comment } => {
                post("points/transfer/add", transfer(who, *cents, comment))
            }
            Self::Spend { who, cents, comment } => {
                post("points/transfer/spend", transfer(who, *cents, comment))
            }
            Self::Cancel { transfer, .. } => {
                post(&format!("points/transfer/{transfer}/cancel"), String::new())
            }
            Self::Give { from, to, cents } => post(
                "admin/p2p-points-transfer",
                format!(
                    "transfer[sender]={}&transfer[receiver]={}&transfer[points]={}",
                    from.id,
                    to.id,
                    money(*cents)
                ),
            ),
            Self::Buy { who, sale: Sale { number, cents } } => {
                let card = who.as_ref().map_or("nobody", |it| &it.card);
                post("transaction", document(card, number, None, *cents))
            }
            Self::Return { who, sale, number, cents } => {
                post("transaction", document(&who.card, number, Some(&sale.number), *cents))
            }
            Self::Assign { who, sale } => post(
                "admin/transaction/customer/assign",
                format!(
                    "assign[transactionDocumentNumber]={}&assign[customerId]={}",
                    sale.number, who.id
                ),
            ),
        }
    }

    /// All of this is there once it is done, and none of it before. The first bears the id that
    /// the answer tells.
    pub fn facts(&self) -> Vec<Fact> {
        let fact = |what, who: &str, cents: i64, mark: &str| Fact {
            what,
            who: who.to_owned(),
            cents,
            mark: mark.to_owned(),
        };
        let bought = |who: &Customer, Sale { number, cents }: &Sale| {
            [
                fact(What::Bought, &who.id, *cents, number),
                fact(What::Granted, &who.id, *cents, number),
            ]
        };
        match self {
            Self::Register { email, .. } => vec![fact(What::Registered, email, 0, "")],
            Self::Add { who, cents, comment } => {
                vec![fact(What::Added, &who.id, *cents, comment)]
            }
            Self::Cancel { who, cents, comment, .. } => {
                vec![fact(What::Canceled, &who.id, *cents, comment)]
            }
            Self::Spend { who, cents, comment } => {
                vec![fact(What::Spent, &who.id, *cents, comment)]
            }
            Self::Give { from, to, cents } => vec![fact(What::Given, &from.id, *cents, &to.id)],
            Self::Buy { who, sale } => {
                let of_nobody = fact(What::Sale, "", sale.cents, &sale.number);
                let of_somebody = who.iter().flat_map(|who| bought(who, sale));
                [of_nobody].into_iter().chain(of_somebody).collect()
            }
            Self::Assign { who, sale } => bought(who, sale).to_vec(),
            Self::Return { who, sale, number, cents } => {
                let whole = *cents == sale.cents;
                let what = if whole { What::WholeReturn } else { What::PartReturn };
                let revoked = fact(What::Revoked, &who.id, *cents, number);
                vec![fact(what, &who.id, *cents, number), revoked]
            }
        }
    }

    /// Where the answer tells the id of what was made; nowhere, where nothing new was.
    pub fn place_of_id(&self) -> Option<&'static str> {
        match self {
            Self::Register { .. } => Some("/customerId"),
            Self::Add { .. } | Self::Spend { .. } | Self::Give { .. } => Some("/pointsTransferId"),
            Self::Buy { .. } | Self::Return { .. } | Self::Assign { .. } => Some("/transactionId"),
            Self::Cancel { .. } => None,
        }
    }
}

fn money(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn document(card: &str, number: &str, revised: Option<&str>, cents: i64) -> String {
    let kind = if revised.is_some() { "return" } else { "sell" };
    format!(
        "transaction[transactionData][documentNumber]={number}\
         &transaction[transactionData][documentType]={kind}\
         &transaction[transactionData][purchaseDate]=2022-03-01\
         &transaction[revisedDocument]={}&transaction[customerData][name]=Ada\
         &transaction[customerData][loyaltyCardNumber]={card}&transaction[items][0][sku][code]=S\
         &transaction[items][0][name]=thing&transaction[items][0][quantity]=1\
         &transaction[items][0][grossValue]={}&transaction[items][0][category]=things",
        revised.unwrap_or_default(),
        money(cents)
    )
}
