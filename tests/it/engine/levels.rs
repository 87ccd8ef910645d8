//! The worked examples of levels that points decide, on real storage (behaviour 9.4).

use application::cx::Cx;
use application::ports::Storage;
use application::{customers, points};
use chrono::TimeDelta;
use domain::Timestamp;
use domain::amount::Amount;
use domain::customer::Placement;
use domain::form::Given;
use domain::ids::CustomerId;
use domain::settings::SettingValue;
use laurel_tests::databases::{TestDatabase, every_database};

use super::papers::transfer;
use super::programme::{Programme, Setting};
use crate::laws::fixtures::level_of;

const BASES: [&str; 4] =
    ["none", "active_points", "earned_points", "earned_points_since_last_level_change"];

/// A programme and somebody with 216.9 points, earned after joining, on level 0: purchases still
/// decided.
struct Story {
    programme: Programme,
    cx: Cx,
    ada: CustomerId,
}

/// What moves levels down, by which points, and whether they go with it.
type Policy = (&'static str, &'static str, bool);

impl Story {
    async fn begin(it: &TestDatabase) -> Self {
        let programme = Programme::open(it).await;
        let cx = programme.set(&settings("transactions", ("none", "none", false))).await;
        let ada = programme.a_customer(&cx).await;
        programme.pass(TimeDelta::hours(1));
        let story = Self { programme, cx, ada };
        story.add(21_690).await;
        story
    }

    /// From now on points decide.
    async fn switch(&mut self, policy: Policy) {
        self.cx = self.programme.set(&settings("points", policy)).await;
    }

    async fn add(&self, cents: i64) {
        self.programme.pass(TimeDelta::minutes(1));
        points::add(&self.cx, &transfer(self.ada, cents, None)).await.unwrap();
    }

    async fn spend(&self, cents: i64) {
        self.programme.pass(TimeDelta::minutes(1));
        points::spend(&self.cx, &transfer(self.ada, cents, None)).await.unwrap();
    }

    async fn lift(&self, level: u8) {
        let level = Given::text(&level_of(level, 0).id.to_string());
        customers::assign_level(&self.cx, &self.ada.into(), &level).await.unwrap();
    }

    async fn pass_days(&self, days: i64) {
        self.programme.pass(TimeDelta::days(days));
        self.programme.tend(&self.cx).await;
    }

    /// The number of the level, and whether it was given by hand.
    async fn level(&self) -> (u8, bool) {
        let customer = self.programme.customer(self.ada).await.unwrap();
        let placement = customer.state().placement.unwrap();
        let number = (0..4).find(|it| level_of(*it, 0).id == placement.level()).unwrap();
        (number, matches!(placement, Placement::Manual(_)))
    }

    async fn recalculated(&self) -> Option<Timestamp> {
        self.programme.customer(self.ada).await.unwrap().state().last_level_recalculation
    }

    async fn available(&self) -> Amount {
        let status = customers::status(&self.cx, &self.ada.into()).await.unwrap();
        status.standing.account.balance().available
    }

    /// Days that the level is kept for, points that count for it, and those that are missing.
    async fn retention(&self) -> (i64, Amount, Amount) {
        let status = customers::status(&self.cx, &self.ada.into()).await.unwrap();
        let retention = status.retention.unwrap();
        (retention.expires_in_days, retention.points_since, retention.points_required.unwrap())
    }

    /// The newest lines of the history, by name.
    async fn history(&self, lines: usize) -> Vec<String> {
        let history = customers::history(&self.cx, &self.ada.into(), None).await.unwrap();
        history.into_iter().take(lines).map(|it| it.name).collect()
    }

    fn end(self) {
        self.programme.close();
    }
}

fn settings(assign: &'static str, (mode, base, resets): Policy) -> Vec<Setting> {
    let text = |it: &'static str| SettingValue::from(it);
    vec![
        ("tierAssignType", text(assign)),
        ("levelDowngradeMode", text(mode)),
        ("levelDowngradeBase", text(base)),
        ("levelDowngradeDays", 30.into()),
        ("levelResetPointsOnDowngrade", resets.into()),
        ("pointsDaysExpiryAfter", text("all_time_active")),
        ("allTimeNotLocked", true.into()),
    ]
}

fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_switch_of_the_setting_alone_moves_nobody() {
    for it in every_database().await {
        let mut story = Story::begin(&it).await;
        let modes = ["none", "automatic"].map(|mode| (mode, "none", false));
        for policy in modes.into_iter().chain(BASES.map(|base| ("after_x_days", base, true))) {
            story.switch(policy).await;
            story.programme.tend(&story.cx).await;
            assert_eq!(story.level().await, (0, false), "{policy:?}");
        }
        story.end();
        it.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn levels_that_never_go_down_stay() {
    for it in every_database().await {
        let mut story = Story::begin(&it).await;
        story.switch(("none", "none", false)).await;
        story.add(100).await;
        assert_eq!((story.available().await, story.level().await), (amount("217.9"), (2, false)));
        story.spend(21_000).await;
        assert_eq!((story.available().await, story.level().await), (amount("7.9"), (2, false)));
        story.pass_days(60).await;
        assert_eq!((story.level().await, story.recalculated().await), ((2, false), None));
        story.end();
        it.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn levels_that_go_down_by_themselves_go_at_once_unless_a_better_one_was_given() {
    for it in every_database().await {
        let mut story = Story::begin(&it).await;
        story.switch(("automatic", "none", false)).await;
        story.add(100).await;
        assert_eq!(story.level().await, (2, false));
        story.spend(21_000).await;
        assert_eq!(story.level().await, (0, false));
        assert_eq!(story.history(2).await, ["CustomerWasMovedToLevel", "PointsWereSpent"]);
        story.lift(2).await;
        story.add(2_210).await;
        // 30 points are worth level 1.
        assert_eq!((story.available().await, story.level().await), (amount("30"), (2, true)));
        story.spend(100).await;
        assert_eq!(story.level().await, (2, true));
        // Something better takes its place (behaviour 3.9.11).
        story.add(100_000).await;
        assert_eq!(story.level().await, (3, false));
        story.spend(100_000).await;
        assert_eq!(story.level().await, (1, false));
        story.end();
        it.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn levels_that_are_recalculated_stay_until_then() {
    for resets in [false, true] {
        for it in every_database().await {
            let mut story = Story::begin(&it).await;
            story.switch(("after_x_days", "active_points", resets)).await;
            story.add(100).await;
            story.spend(21_000).await;
            assert_eq!(story.level().await, (2, false));
            assert_eq!(story.retention().await, (30, amount("217.9"), Amount::ZERO));
            story.pass_days(29).await;
            assert_eq!((story.level().await, story.retention().await.0), ((2, false), 1));
            story.pass_days(1).await;
            let now = story.programme.now();
            assert_eq!((story.level().await, story.recalculated().await), ((0, false), Some(now)));
            let left = if resets { Amount::ZERO } else { amount("7.9") };
            assert_eq!(story.available().await, left);
            assert_eq!(story.retention().await, (30, Amount::ZERO, Amount::ZERO));
            let reset = story.history(3).await.iter().any(|it| it == "PointsHasBeenReset");
            assert_eq!(reset, resets, "{:?}", story.history(3).await);
            // It is done once.
            story.pass_days(1).await;
            assert_eq!(story.recalculated().await, Some(now));
            // What is missing to a level is counted from then on.
            story.lift(2).await;
            story.add(15_000).await;
            assert_eq!(story.retention().await, (29, amount("150"), amount("50")));
            assert_eq!(it.database.differences(10).await.unwrap(), []);
            story.end();
            it.remove().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_is_kept_by_what_was_earned_though_it_was_spent() {
    for it in every_database().await {
        let mut story = Story::begin(&it).await;
        story.switch(("after_x_days", "earned_points", true)).await;
        story.add(3_310).await;
        assert_eq!(story.level().await, (2, false));
        story.spend(24_210).await;
        story.pass_days(30).await;
        let now = story.programme.now();
        assert_eq!((story.level().await, story.recalculated().await), ((2, false), Some(now)));
        // This base takes no points away, whatever the setting says (behaviour 3.10.5).
        assert_eq!(story.available().await, amount("7.9"));
        assert_eq!(story.retention().await, (30, Amount::ZERO, amount("200")));
        // Nothing was earned in the next thirty days.
        story.pass_days(30).await;
        assert_eq!(story.level().await, (0, false));
        story.end();
        it.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_move_starts_the_count_anew_where_the_programme_says_so() {
    for it in every_database().await {
        let mut story = Story::begin(&it).await;
        story.switch(("after_x_days", BASES[3], false)).await;
        story.add(100).await;
        let moved = |number, by_hand| ((number, by_hand), Some(story.programme.now()));
        let now = async || (story.level().await, story.recalculated().await);
        assert_eq!(now().await, moved(2, false));
        assert_eq!(story.retention().await, (30, Amount::ZERO, amount("200")));
        story.add(5_000).await;
        assert_eq!(story.retention().await.1, amount("50"));
        story.programme.pass(TimeDelta::days(3));
        story.lift(1).await;
        assert_eq!((now().await, story.retention().await.1), (moved(1, true), Amount::ZERO));
        story.programme.pass(TimeDelta::days(3));
        customers::remove_manual_level(&story.cx, &story.ada.into()).await.unwrap();
        assert_eq!((now().await, story.retention().await.1), (moved(0, false), Amount::ZERO));
        story.end();
        it.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn days_until_a_level_expires_are_counted_up_to_whole_ones() {
    for it in every_database().await {
        let mut story = Story::begin(&it).await;
        story.switch(("after_x_days", "active_points", false)).await;
        let days = [("levelDowngradeDays", 365.into())];
        story.cx = story.programme.set(&days).await;
        story.programme.go_to("2022-01-01T00:00:00Z");
        story.ada = story.programme.a_customer(&story.cx).await;
        for (now, expected) in [
            ("2022-01-01T00:00:00Z", 365),
            ("2022-01-01T00:00:01Z", 365),
            ("2022-01-02T00:00:00Z", 364),
            ("2022-12-31T12:00:00Z", 1),
            ("2023-01-01T00:00:00Z", 0),
            ("2023-01-02T00:00:00Z", 0),
        ] {
            story.programme.go_to(now);
            assert_eq!(story.retention().await.0, expected, "{now}");
        }
        story.end();
        it.remove().await;
    }
}
