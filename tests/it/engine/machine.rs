//! Whatever is done in whatever order: no point is made up, lost or spent twice, and everything
//! that is kept for speed is what it follows from.
//!
//! `LAUREL_TEST_STEPS` says how many steps an engine takes, `LAUREL_TEST_SEED` with which seed the
//! first hundred programmes begin; each hundred takes the next.

mod checks;
mod steps;

use application::cx::Cx;
use application::points::{self, GiftDraft};
use application::ports::Storage;
use application::{customers, transactions};
use chrono::TimeDelta;
use domain::amount::Amount;
use domain::form::{Given, Shape};
use domain::ids::{CustomerId, TransferId};
use laurel_tests::databases::{TestDatabase, every_database};
use laurel_tests::world::unique;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use self::steps::{Step, settings, step};
use super::papers::{amount, claim, document, only_refused, transfer};
use super::programme::Programme;
use crate::laws::fixtures::level_of;

/// How many steps one programme takes, with the same settings and three customers.
const STEPS: usize = 100;

/// Everything is recomputed after so many steps.
const VERIFIED: usize = 20;

/// What a programme's customers and papers are.
struct World<'a> {
    it: &'a TestDatabase,
    programme: &'a Programme,
    cx: Cx,
    customers: Vec<CustomerId>,
    transfers: Vec<TransferId>,
    /// Days that were asked for.
    validity: Vec<(TransferId, Option<u32>)>,
    sales: Vec<(String, CustomerId, i64)>,
    /// Numbers of documents that were nobody's when they were handed in.
    left: Vec<String>,
}

impl World<'_> {
    async fn take(&mut self, step: &Step) {
        let cx = self.cx.clone();
        match *step {
            Step::Add { who, cents, days } => {
                let draft = transfer(self.customers[who], cents, days);
                let id = points::add(&cx, &draft).await.unwrap();
                self.transfers.push(id);
                self.validity.push((id, days));
            }
            Step::Spend { who, cents } => {
                let before = self.available(who).await;
                let spent = points::spend(&cx, &transfer(self.customers[who], cents, None)).await;
                assert_eq!(spent.is_ok(), before >= amount(cents), "{before} for {cents} cents");
                let left = if spent.is_ok() { before.minus(amount(cents)) } else { before };
                assert_eq!(self.available(who).await, left, "{before} for {cents} cents");
                only_refused(spent.map(drop));
            }
            Step::Give { from, to, cents } => {
                let [before, receiver] = [self.available(from).await, self.available(to).await];
                let draft = GiftDraft {
                    shape: Shape::Sound,
                    sender: Given::text(&self.customers[from].to_string()),
                    receiver: Given::text(&self.customers[to].to_string()),
                    points: Given::text(&amount(cents).to_string()),
                };
                let given = points::give(&cx, &draft).await;
                assert_eq!(given.is_ok(), from != to && before >= amount(cents));
                let sum = if given.is_ok() { amount(cents) } else { Amount::ZERO };
                let [from, to] = [self.available(from).await, self.available(to).await];
                assert_eq!((from, to), (before.minus(sum), receiver.plus(sum)));
                only_refused(given.map(drop));
            }
            Step::Cancel { which } => {
                let Some(id) = self.transfers.get(which % self.transfers.len().max(1)) else {
                    return;
                };
                only_refused(points::cancel(&cx, *id).await);
            }
            Step::Buy { who, cents } => {
                let number = unique();
                let card = self.customers[who];
                let draft = document(self.programme, card, &number, None, cents);
                transactions::register(&cx, &draft).await.unwrap();
                self.sales.push((number, card, cents));
            }
            Step::Return { which, percent } => {
                let Some((number, card, cents)) = self.sales.get(which % self.sales.len().max(1))
                else {
                    return;
                };
                let (back, own) = (cents * percent / 100, unique());
                let draft = document(self.programme, *card, &own, Some(number), back);
                // Whoever bought is told by the sale, and here by the document: both must agree.
                match transactions::register(&cx, &draft).await {
                    Ok(_) => self.left.push(own),
                    refused => only_refused(refused.map(drop)),
                }
            }
            Step::Leave { cents } => {
                let (number, nobody) = (unique(), CustomerId(uuid::Uuid::nil()));
                let draft = document(self.programme, nobody, &number, None, cents);
                transactions::register(&cx, &draft).await.unwrap();
                self.left.push(number.clone());
                self.sales.push((number, nobody, cents));
            }
            Step::Claim { which, who } => {
                let Some(number) = self.left.get(which % self.left.len().max(1)) else { return };
                only_refused(claim(&cx, number, self.customers[who]).await);
            }
            Step::Lift { who, level } => {
                let level = Given::text(&level_of(level, 0).id.to_string());
                customers::assign_level(&cx, &self.customers[who].into(), &level).await.unwrap();
            }
            Step::Lower { who } => {
                only_refused(
                    customers::remove_manual_level(&cx, &self.customers[who].into()).await,
                );
            }
            Step::Erase { who } => {
                customers::delete(&cx, &self.customers[who].into()).await.unwrap();
                self.customers[who] = self.programme.a_customer(&cx).await;
            }
            Step::Pass { hours } => self.programme.pass(TimeDelta::hours(hours)),
            Step::Dusk => {
                let now = self.programme.now();
                self.programme.go_to(&now.format("%Y-%m-%dT23:59:59Z").to_string());
            }
            Step::Tend => self.programme.tend(&cx).await,
        }
    }

    async fn available(&self, who: usize) -> Amount {
        let who = self.customers[who].into();
        let status = customers::status(&self.cx, &who).await.unwrap();
        status.standing.account.balance().available
    }
}

impl World<'_> {
    async fn verify(&self) {
        assert_eq!(self.it.database.differences(10).await.unwrap(), []);
    }
}

/// So many programmes share a database.
const TOGETHER: usize = 100;

fn number(variable: &str) -> Option<usize> {
    std::env::var(variable).ok().and_then(|it| it.parse().ok())
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_made_up_whatever_happens() {
    let programmes = number("LAUREL_TEST_STEPS").unwrap_or(10_000).div_ceil(STEPS);
    let started = std::time::Instant::now();
    for (first, seed) in
        (0..programmes).step_by(TOGETHER).zip(number("LAUREL_TEST_SEED").unwrap_or(7)..)
    {
        for it in every_database().await {
            live(&it, first..programmes.min(first + TOGETHER), seed).await;
            it.remove().await;
        }
    }
    println!("{} steps an engine in {:?}", programmes * STEPS, started.elapsed());
}

async fn live(it: &TestDatabase, programmes: std::ops::Range<usize>, seed: usize) {
    let programme = Programme::open(it).await;
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for number in programmes {
        let settings = settings().new_tree(&mut runner).unwrap().current();
        let plan = proptest::collection::vec(step(), STEPS).new_tree(&mut runner).unwrap();
        let cx = programme.set(&settings).await;
        let mut world = World {
            it,
            programme: &programme,
            cx: cx.clone(),
            customers: vec![],
            transfers: vec![],
            validity: vec![],
            sales: vec![],
            left: vec![],
        };
        for _ in 0..3 {
            world.customers.push(programme.a_customer(&cx).await);
        }
        for (at, step) in plan.current().iter().enumerate() {
            println!("seed {seed}, programme {number}, step {at}: {step:?}");
            world.take(step).await;
            world.check().await;
            if matches!(step, Step::Tend) {
                world.check_levels().await;
            }
            if at % VERIFIED == VERIFIED - 1 && number % 10 == 0 {
                world.verify().await;
            }
        }
        world.verify().await;
    }
    programme.close();
}
