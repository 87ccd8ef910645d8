//! Whatever is done in whatever order: no point is made up, lost or spent twice, and everything
//! that is kept for speed is what it follows from.
//!
//! `LAUREL_TEST_STEPS` says how many steps an engine takes.

use application::cx::Cx;
use application::points::{self, GiftDraft};
use application::ports::{Page, Storage, TransferQuery};
use application::{customers, transactions};
use chrono::TimeDelta;
use domain::amount::Amount;
use domain::form::{Given, Shape};
use domain::ids::{CustomerId, TransferId};
use domain::ledger::LotState;
use domain::points::TransferKind;
use laurel_tests::databases::{TestDatabase, every_database};
use laurel_tests::world::unique;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::papers::{amount, document, only_refused, transfer};
use super::programme::{Programme, Setting};
use crate::laws::fixtures::level_of;

/// How many steps one programme takes, with the same settings and three customers.
const STEPS: usize = 100;

/// Everything is recomputed after so many steps.
const VERIFIED: usize = 20;

#[derive(Clone, Debug)]
enum Step {
    Add { who: usize, cents: i64, days: Option<u32> },
    Spend { who: usize, cents: i64 },
    Give { from: usize, to: usize, cents: i64 },
    Cancel { which: usize },
    Buy { who: usize, cents: i64 },
    Return { which: usize, percent: i64 },
    Lift { who: usize, level: u8 },
    Lower { who: usize },
    Erase { who: usize },
    Pass { hours: i64 },
    Tend,
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..3_usize;
    let cents = 100..50_000_i64;
    prop_oneof![
        4 => (who.clone(), cents.clone(), proptest::option::of(1..60_u32))
            .prop_map(|(who, cents, days)| Step::Add { who, cents, days }),
        4 => (who.clone(), cents.clone()).prop_map(|(who, cents)| Step::Spend { who, cents }),
        3 => (who.clone(), who.clone(), cents.clone())
            .prop_map(|(from, to, cents)| Step::Give { from, to, cents }),
        2 => (0..50_usize).prop_map(|which| Step::Cancel { which }),
        4 => (who.clone(), cents).prop_map(|(who, cents)| Step::Buy { who, cents }),
        2 => (0..50_usize, 1..120_i64).prop_map(|(which, percent)| Step::Return { which, percent }),
        1 => (who.clone(), 0..4_u8).prop_map(|(who, level)| Step::Lift { who, level }),
        1 => who.clone().prop_map(|who| Step::Lower { who }),
        1 => who.prop_map(|who| Step::Erase { who }),
        3 => (1..24 * 20_i64).prop_map(|hours| Step::Pass { hours }),
        2 => Just(Step::Tend),
    ]
}

/// What moves levels, when points expire, and how long they are locked.
fn settings() -> impl Strategy<Value = Vec<Setting>> {
    let tiers = prop_oneof![
        Just(("transactions", "none", "none")),
        Just(("points", "none", "none")),
        Just(("points", "automatic", "none")),
        Just(("points", "after_x_days", "active_points")),
        Just(("points", "after_x_days", "earned_points")),
        Just(("points", "after_x_days", "earned_points_since_last_level_change")),
    ];
    let expiry = prop_oneof![
        Just("all_time_active"),
        Just("after_x_days"),
        Just("at_the_end_of_the_month"),
        Just("at_the_end_of_the_year"),
    ];
    (tiers, expiry, any::<bool>(), 0..10_i64, any::<bool>()).prop_map(
        |((assign, mode, base), expiry, locks, days, resets)| {
            vec![
                ("tierAssignType", assign.into()),
                ("levelDowngradeMode", mode.into()),
                ("levelDowngradeBase", base.into()),
                ("levelDowngradeDays", 30.into()),
                ("levelResetPointsOnDowngrade", resets.into()),
                ("pointsDaysExpiryAfter", expiry.into()),
                ("pointsDaysActiveCount", 30.into()),
                ("allTimeNotLocked", (!locks).into()),
                ("pointsDaysLocked", days.into()),
                ("returns", true.into()),
                ("webhooks", true.into()),
            ]
        },
    )
}

/// What a programme's customers and papers are.
struct World<'a> {
    it: &'a TestDatabase,
    programme: &'a Programme,
    cx: Cx,
    customers: Vec<CustomerId>,
    transfers: Vec<TransferId>,
    sales: Vec<(String, CustomerId, i64)>,
}

impl World<'_> {
    async fn take(&mut self, step: &Step) {
        let cx = self.cx.clone();
        match *step {
            Step::Add { who, cents, days } => {
                let draft = transfer(self.customers[who], cents, days);
                self.transfers.push(points::add(&cx, &draft).await.unwrap());
            }
            Step::Spend { who, cents } => {
                let before = self.available(who).await;
                let spent = points::spend(&cx, &transfer(self.customers[who], cents, None)).await;
                assert_eq!(spent.is_ok(), before >= amount(cents), "{before} for {cents} cents");
                only_refused(spent.map(drop));
            }
            Step::Give { from, to, cents } => {
                let before = self.available(from).await;
                let draft = GiftDraft {
                    shape: Shape::Sound,
                    sender: Given::text(&self.customers[from].to_string()),
                    receiver: Given::text(&self.customers[to].to_string()),
                    points: Given::text(&amount(cents).to_string()),
                };
                let given = points::give(&cx, &draft).await;
                assert_eq!(given.is_ok(), from != to && before >= amount(cents));
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
                let back = cents * percent / 100;
                let draft = document(self.programme, *card, &unique(), Some(number), back);
                transactions::register(&cx, &draft).await.unwrap();
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
            Step::Tend => self.programme.tend(&cx).await,
        }
    }

    async fn available(&self, who: usize) -> Amount {
        let who = self.customers[who].into();
        let status = customers::status(&self.cx, &who).await.unwrap();
        status.standing.account.balance().available
    }

    /// Every point that was ever added is somewhere, and only there.
    async fn check(&self) {
        for id in &self.customers {
            let status = customers::status(&self.cx, &(*id).into()).await.unwrap();
            let balance = status.standing.account.balance();
            let sums = [balance.available, balance.used, balance.expired, balance.locked];
            assert!(sums.iter().all(|it| !it.is_negative()), "{balance:?}");
            assert!(balance.from_peers <= balance.available, "{balance:?}");
            let page = Page { offset: 0, limit: 100_000 };
            let query = TransferQuery { customer: Some(*id), page, ..TransferQuery::default() };
            let transfers = points::list(&self.cx, &query).await.unwrap().items;
            let (mut added, mut gone, mut earned) = (Amount::ZERO, Amount::ZERO, Amount::ZERO);
            for it in transfers.iter().map(|it| &it.transfer) {
                let is_lot = it.kind.source().is_some();
                let is_canceled = it.state == LotState::Canceled;
                added = added.plus(if is_lot { it.value } else { Amount::ZERO });
                gone = gone.plus(if is_canceled { it.remaining } else { Amount::ZERO });
                let counts = it.kind == TransferKind::Adding && !is_canceled;
                earned = earned.plus(if counts { it.value } else { Amount::ZERO });
            }
            let there = sums.iter().fold(gone, |sum, it| sum.plus(*it));
            assert_eq!(there, added, "{balance:?}");
            assert_eq!(balance.earned, earned);
            let all_expire =
                self.cx.store.settings.points_expiry() != domain::ledger::Expiry::Never;
            let expiring = status.expiring.values().fold(Amount::ZERO, |sum, it| sum.plus(*it));
            assert!(expiring <= balance.available);
            assert!(!all_expire || expiring == balance.available, "{status:?}");
        }
    }

    async fn verify(&self) {
        assert_eq!(self.it.database.differences(10).await.unwrap(), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_made_up_whatever_happens() {
    let steps = std::env::var("LAUREL_TEST_STEPS").ok().and_then(|it| it.parse().ok());
    let programmes = steps.unwrap_or(10_000_usize).div_ceil(STEPS);
    for it in every_database().await {
        let started = std::time::Instant::now();
        let programme = Programme::open(&it).await;
        let seed = [7; 32];
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
        let mut runner = TestRunner::new_with_rng(Config::default(), rng);
        for number in 0..programmes {
            let settings = settings().new_tree(&mut runner).unwrap().current();
            let plan = proptest::collection::vec(step(), STEPS).new_tree(&mut runner).unwrap();
            let cx = programme.set(&settings).await;
            let mut world = World {
                it: &it,
                programme: &programme,
                cx: cx.clone(),
                customers: vec![],
                transfers: vec![],
                sales: vec![],
            };
            for _ in 0..3 {
                world.customers.push(programme.a_customer(&cx).await);
            }
            for (at, step) in plan.current().iter().enumerate() {
                println!("programme {number}, step {at}: {step:?}");
                world.take(step).await;
                world.check().await;
                if at % VERIFIED == VERIFIED - 1 && number % 10 == 0 {
                    world.verify().await;
                }
            }
            world.verify().await;
        }
        println!("{}: {} steps in {:?}", it.engine, programmes * STEPS, started.elapsed());
        programme.close();
        it.remove().await;
    }
}
