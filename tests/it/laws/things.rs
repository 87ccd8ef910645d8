//! Stores, levels, POS and sellers come back as they were saved.

use application::ports::StorageError;
use chrono::{NaiveDate, TimeDelta};
use domain::amount::{Amount, Fraction};
use domain::ids::SpecialRewardId;
use domain::level::{Level, Reward, SpecialReward};
use domain::locale::{Locale, Translation, Translations};
use domain::pos::{Location, Pos};
use domain::seller::Seller;
use domain::store::{Settings, Store, StoreClock};
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::fixtures::{abroad, at, begin, home, kept, level, pos, seller, text};

laws![
    a_new_installation_has_the_default_store,
    stores_round_trip_and_codes_are_used_once,
    levels_round_trip_and_are_listed_by_condition,
    pos_and_sellers_round_trip,
    a_stale_level_store_pos_or_seller_is_refused,
];

async fn a_new_installation_has_the_default_store(it: &TestDatabase) {
    let store = begin(it).await.stores().find(&home()).await.unwrap().unwrap();
    let expected = Store {
        code: home(),
        name: text("Default"),
        active: true,
        currency: "eur".to_owned(),
        time_zone: "UTC".parse().unwrap(),
        default_locale: Locale::english(),
        settings: Settings::default(),
        clock: StoreClock::Real,
        version: 1,
    };
    assert_eq!(store, expected);
}

async fn stores_round_trip_and_codes_are_used_once(it: &TestDatabase) {
    let store = Store {
        code: abroad(),
        name: text("Polska"),
        active: false,
        currency: "PLN".to_owned(),
        time_zone: "Europe/Warsaw".parse().unwrap(),
        default_locale: Locale::parse("pl_PL").unwrap(),
        settings: {
            let mut settings = Settings::default();
            settings.put("accountActivationMethod", "sms");
            settings.put("returns", true);
            settings
        },
        clock: StoreClock::Sandbox { ahead: TimeDelta::days(30) },
        version: 0,
    };
    kept(it, async |uow| uow.stores().save(&store).await).await;
    let kept_store = begin(it).await.stores().find(&abroad()).await.unwrap();
    assert_eq!(kept_store, Some(Store { version: 1, ..store.clone() }));
    let again = begin(it).await.stores().save(&store).await;
    assert!(matches!(again, Err(StorageError::Taken("code"))), "{again:?}");
}

fn rich_level() -> Level {
    let reward = |name: &str| Reward {
        name: text(name),
        value: Fraction::from_ten_thousandths(12_345),
        code: text("ŻÓŁĆ"),
    };
    let special = |number| SpecialReward {
        id: SpecialRewardId(Uuid::from_u128(number)),
        reward: reward("special"),
        active: number == 1,
        created_at: at(9),
        start: NaiveDate::from_ymd_opt(2016, 2, 29).unwrap(),
        end: NaiveDate::from_ymd_opt(2017, 12, 31).unwrap(),
    };
    let words =
        Translation { name: Some(text("złoty")), description: Some(text("dla \"najlepszych\"")) };
    Level {
        active: false,
        condition: Amount::from_units(500),
        min_order: Some(Amount::from_ten_thousandths(1)),
        reward: reward("reward"),
        special_rewards: vec![special(2), special(1)],
        translations: Translations(
            [(Locale::parse("pl").unwrap(), words), (Locale::english(), Translation::default())]
                .into(),
        ),
        ..level(2)
    }
}

async fn levels_round_trip_and_are_listed_by_condition(it: &TestDatabase) {
    let low = Level { condition: Amount::from_units(20), ..level(3) };
    let saved = [rich_level(), low, level(1)];
    kept(it, async |uow| {
        for level in &saved {
            uow.levels().save(level).await?;
        }
        Ok(())
    })
    .await;
    let [rich, low, plain] = saved.map(|it| Level { version: 1, ..it });
    let uow = begin(it).await;
    assert_eq!(uow.levels().find(rich.id).await.unwrap(), Some(rich.clone()));
    assert_eq!(uow.levels().all().await.unwrap(), [plain, low, rich.clone()]);
    let changed = Level { id: rich.id, version: 1, ..level(3) };
    uow.levels().save(&changed).await.unwrap();
    let found = uow.levels().find(rich.id).await.unwrap();
    assert_eq!(found, Some(Level { version: 2, ..changed }));
}

async fn pos_and_sellers_round_trip(it: &TestDatabase) {
    let bare = Pos {
        description: None,
        location: Location { address2: None, geo_point: None, ..pos(2).location },
        ..pos(2)
    };
    let resting = Seller {
        phone: None,
        active: false,
        deleted: true,
        allow_point_transfer: false,
        ..seller(2)
    };
    let uow = begin(it).await;
    for (pos, seller) in [(pos(1), seller(1)), (bare, resting)] {
        uow.pos().save(&pos).await.unwrap();
        uow.sellers().save(&seller).await.unwrap();
        let found = uow.pos().find(pos.id).await.unwrap();
        assert_eq!(found, Some(Pos { version: 1, ..pos }));
        let found = uow.sellers().find(seller.id).await.unwrap();
        assert_eq!(found, Some(Seller { version: 1, ..seller }));
    }
    let moved = Seller { pos: pos(1).id, version: 1, first_name: text("Jo"), ..seller(2) };
    uow.sellers().save(&moved).await.unwrap();
    let found = uow.sellers().find(moved.id).await.unwrap();
    assert_eq!(found, Some(Seller { version: 2, ..moved }));
}

async fn a_stale_level_store_pos_or_seller_is_refused(it: &TestDatabase) {
    kept(it, async |uow| {
        uow.levels().save(&level(1)).await?;
        uow.pos().save(&pos(1)).await?;
        uow.sellers().save(&seller(1)).await
    })
    .await;
    let store = begin(it).await.stores().find(&home()).await.unwrap().unwrap();
    for table in ["level", "pos", "seller", "store"] {
        let uow = begin(it).await;
        let refused = match table {
            "level" => uow.levels().save(&Level { version: 2, ..level(1) }).await,
            "pos" => uow.pos().save(&Pos { version: 2, ..pos(1) }).await,
            "seller" => uow.sellers().save(&Seller { version: 2, ..seller(1) }).await,
            _ => uow.stores().save(&Store { version: 2, ..store.clone() }).await,
        };
        assert!(matches!(refused, Err(StorageError::Stale)), "{table}: {refused:?}");
    }
}
