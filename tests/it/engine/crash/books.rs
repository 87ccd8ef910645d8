//! What clients noted, and whether the server says the same.

use std::collections::BTreeMap;

use laurel_tests::client::{Answer, Client};
use laurel_tests::world::{Store, an_email, number_below, unique};

use super::deeds::{Customer, Deed, Sale};
use super::facts::{Fact, Seen, What};
use super::{cents, text_at};

/// So many customers of each kind are busy; others are only registered.
const BUSY: usize = 4;

/// Kinds of customers, apart so that every sum can be told exactly: some add, spend and give; of
/// some only additions are cancelled; some buy and bring back.
#[derive(Default)]
pub struct Books {
    spenders: Vec<Customer>,
    corrected: Vec<Customer>,
    buyers: Vec<Customer>,
    cancelable: Vec<Deed>,
    unassigned: Vec<Sale>,
    returnable: Vec<(Customer, Sale)>,
    /// Grows by one with each deed, so that amounts can be told apart.
    count: i64,
    /// With the ids that answers told, where they told one.
    acknowledged: BTreeMap<Fact, Option<String>>,
    unknown: Vec<Deed>,
    answers: usize,
    refusals: usize,
    unanswered: usize,
    turned_out_done: usize,
}

impl Books {
    /// Something that can be asked for now.
    pub fn next_deed(&mut self) -> Deed {
        self.count += 1;
        let cents = 100 + self.count;
        let kinds = [&self.spenders, &self.corrected, &self.buyers];
        if kinds.iter().any(|it| it.is_empty()) {
            return newcomer();
        }
        let comment = unique();
        match number_below(12) {
            0 => newcomer(),
            1 | 2 => Deed::Add { who: any(&self.spenders), cents: 10 * cents, comment },
            3 => Deed::Spend { who: any(&self.spenders), cents, comment },
            4 | 5 => Deed::Give { from: any(&self.spenders), to: any(&self.spenders), cents },
            6 => Deed::Add { who: any(&self.corrected), cents, comment },
            7 if !self.cancelable.is_empty() => taken(&mut self.cancelable),
            8 if !self.unassigned.is_empty() => {
                let sale = taken(&mut self.unassigned);
                Deed::Assign { who: any(&self.buyers), sale }
            }
            9 if !self.returnable.is_empty() => {
                let (who, sale) = taken(&mut self.returnable);
                let cents = if number_below(2) == 0 { sale.cents } else { sale.cents / 2 };
                Deed::Return { who, sale, number: unique(), cents }
            }
            10 => Deed::Buy { who: None, sale: Sale { number: unique(), cents } },
            _ => {
                let sale = Sale { number: unique(), cents };
                Deed::Buy { who: Some(any(&self.buyers)), sale }
            }
        }
    }

    /// An answer came.
    pub fn note(&mut self, deed: &Deed, answer: &Answer) {
        self.answers += 1;
        if answer.status == 400 {
            self.refusals += 1;
            let alone = matches!(deed, Deed::Give { from, to, .. } if from.id == to.id);
            let poor = answer.text().contains("not enough points");
            assert!(poor || alone, "{deed:?}: {answer:?}");
            return;
        }
        assert!(matches!(answer.status, 200 | 204), "{deed:?}: {answer:?}");
        let mut id = deed.place_of_id().map(|it| text_at(answer, it));
        self.follow(deed, id.as_deref());
        for fact in deed.facts() {
            let before = self.acknowledged.insert(fact.clone(), id.take());
            assert_eq!(before, None, "{fact:?} was acknowledged twice");
        }
    }

    /// No answer came: it may have been done or not.
    pub fn unknown(&mut self, deed: Deed) {
        self.unanswered += 1;
        self.unknown.push(deed);
    }

    /// What can be done with what was made.
    fn follow(&mut self, deed: &Deed, id: Option<&str>) {
        let id = id.unwrap_or_default().to_owned();
        match deed {
            Deed::Register { card, .. } => {
                let kinds = [&mut self.spenders, &mut self.corrected, &mut self.buyers];
                let fewest = kinds.into_iter().min_by_key(|it| it.len()).expect("three kinds");
                if fewest.len() < BUSY {
                    fewest.push(Customer { id, card: card.clone() });
                }
            }
            Deed::Add { who, cents, comment } => {
                if self.corrected.iter().any(|it| it.id == who.id) {
                    let (who, comment) = (who.clone(), comment.clone());
                    self.cancelable.push(Deed::Cancel {
                        who,
                        cents: *cents,
                        comment,
                        transfer: id,
                    });
                }
            }
            Deed::Buy { who: None, sale } => self.unassigned.push(sale.clone()),
            Deed::Buy { who: Some(who), sale } | Deed::Assign { who, sale } => {
                self.returnable.push((who.clone(), sale.clone()));
            }
            Deed::Cancel { .. } | Deed::Spend { .. } | Deed::Give { .. } | Deed::Return { .. } => {}
        }
    }

    /// Everything acknowledged is there once, of the unknown nothing is there by half, and there
    /// is nothing else.
    pub async fn check(&mut self, client: &Client, admin: &str, store: &Store) {
        let seen = Seen::of(client, admin, store).await;
        for (fact, id) in &self.acknowledged {
            let found = seen.facts.get(fact).unwrap_or_else(|| panic!("{fact:?} is lost"));
            assert!(id.as_ref().is_none_or(|it| it == found), "{fact:?} is {found}");
        }
        for deed in std::mem::take(&mut self.unknown) {
            let facts = deed.facts();
            let there = facts.iter().filter(|it| seen.facts.contains_key(it)).count();
            assert!(there == 0 || there == facts.len(), "by half: {deed:?}");
            if there == 0 {
                // PostgreSQL may still be at it.
                self.unknown.push(deed);
            } else {
                self.turned_out_done += 1;
                self.acknowledged.extend(facts.into_iter().map(|it| (it, None)));
            }
        }
        let more = seen.facts.keys().find(|it| !self.acknowledged.contains_key(it));
        assert_eq!(more, None, "nobody asked for it");
        self.check_gifts(&seen);
        for who in self.spenders.iter().chain(&self.corrected).chain(&self.buyers) {
            let path = store.path(&format!("admin/customer/{}/status", who.id));
            let told = client.get(&path).token(admin).await.must(200).json();
            let sums = ["points", "totalEarnedPoints", "usedPoints", "transactionsAmount"];
            let told = (sums.map(|it| cents(&told[it])), told["transactionsCount"].as_i64());
            assert_eq!(told, self.sums(&who.id), "{who:?}");
        }
    }

    /// Whatever was given was received.
    fn check_gifts(&self, seen: &Seen) {
        let mut given = BTreeMap::<_, i64>::new();
        for it in self.acknowledged.keys().filter(|it| it.what == What::Given) {
            *given.entry((it.who.clone(), it.mark.clone())).or_default() += it.cents;
        }
        assert_eq!(seen.received, given);
    }

    /// Points, earned, used, amount and count, as they follow from what was acknowledged.
    fn sums(&self, who: &str) -> ([i64; 4], Option<i64>) {
        let of = |what: What| {
            let facts = self.acknowledged.keys();
            let own = facts.filter(move |it| it.what == what && it.who == who);
            own.fold((0, 0), |(count, sum), it| (count + 1, sum + it.cents))
        };
        let sum = |what| of(what).1;
        let gifts = self.acknowledged.keys().filter(|it| it.what == What::Given && it.mark == who);
        let received: i64 = gifts.map(|it| it.cents).sum();
        let earned = sum(What::Added) + sum(What::Granted) - sum(What::Canceled);
        let used = sum(What::Spent) + sum(What::Given) + sum(What::Revoked);
        let back = sum(What::PartReturn) + sum(What::WholeReturn);
        let count: i64 = of(What::Bought).0 - of(What::WholeReturn).0;
        let amount = sum(What::Bought) - back;
        ([earned + received - used, earned, used, amount], Some(count))
    }

    pub fn summary(&self) -> String {
        format!(
            "{} answers, {} of them refusals, {} unknown, of which {} turned out done",
            self.answers, self.refusals, self.unanswered, self.turned_out_done
        )
    }
}

fn newcomer() -> Deed {
    Deed::Register { email: an_email(), card: unique() }
}

fn any(customers: &[Customer]) -> Customer {
    customers[place_in(customers)].clone()
}

fn taken<T>(from: &mut Vec<T>) -> T {
    from.swap_remove(place_in(from))
}

fn place_in<T>(some: &[T]) -> usize {
    let length = some.len().try_into().expect("a length");
    number_below(length).try_into().expect("a place")
}
