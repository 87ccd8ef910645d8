//! What the laws are told with.

use application::ports::{Storage, StorageError, UnitOfWork};
use chrono::TimeDelta;
use domain::Timestamp;
use domain::amount::{Amount, Fraction};
use domain::contact::{Email, Phone};
use domain::customer::{Address, Agreements, Customer, CustomerState, Entry, Gender, Profile};
use domain::ids::{CustomerId, LevelId, PosId, SellerId};
use domain::label::Label;
use domain::level::{Level, Reward};
use domain::locale::{Locale, Translation, Translations};
use domain::pos::{GeoPoint, Location, Pos};
use domain::seller::Seller;
use domain::store::{Store, StoreCode};
use domain::text::Text;
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

pub fn text(raw: &str) -> Text {
    Text::parse(raw).unwrap()
}

/// An instant with microseconds, `seconds` after one that has them.
pub fn at(seconds: i64) -> Timestamp {
    "2017-01-01T14:15:16.123457Z".parse::<Timestamp>().unwrap() + TimeDelta::seconds(seconds)
}

pub fn home() -> StoreCode {
    StoreCode::default_store()
}

pub fn abroad() -> StoreCode {
    StoreCode::parse("pl").unwrap()
}

/// A unit of work in the store that always exists.
pub async fn begin(it: &TestDatabase) -> Box<dyn UnitOfWork> {
    it.database.begin(&home()).await.unwrap()
}

/// Runs `work` in a unit of work of its own.
pub async fn kept(
    it: &TestDatabase,
    work: impl AsyncFnOnce(&dyn UnitOfWork) -> Result<(), StorageError>,
) {
    let uow = begin(it).await;
    work(&*uow).await.unwrap();
    uow.commit().await.unwrap();
}

/// Opens a second store.
pub async fn with_abroad(it: &TestDatabase) {
    kept(it, async |uow| {
        let mut store = uow.stores().find(&home()).await?.unwrap();
        store = Store { code: abroad(), version: 0, ..store };
        uow.stores().save(&store).await
    })
    .await;
}

pub async fn save_customer(it: &TestDatabase, customer: Customer) {
    kept(it, async |uow| uow.customers().save(customer).await).await;
}

pub async fn find_customer(it: &TestDatabase, id: CustomerId) -> Option<CustomerState> {
    let found = begin(it).await.customers().find(id).await.unwrap();
    found.map(|it| it.state().clone())
}

/// Somebody with nothing but a name and an e-mail address, freshly registered.
pub fn somebody(number: u128) -> Customer {
    named(number, &format!("somebody{number}@x.io"))
}

pub fn named(number: u128, email: &str) -> Customer {
    let profile = Profile { email: Some(Email::parse(email).unwrap()), ..nobody() };
    registered(number, profile)
}

pub fn registered(number: u128, profile: Profile) -> Customer {
    let id = CustomerId(Uuid::from_u128(number));
    Customer::register(id, profile, at(0), None, &Locale::english(), at(1))
}

/// A profile that leaves out whatever can be left out.
pub fn nobody() -> Profile {
    Profile {
        first_name: text("Ada"),
        last_name: text("Łukasiewicz"),
        gender: None,
        email: None,
        phone: Entry::NeverGiven,
        birth_date: None,
        address: None,
        company: None,
        loyalty_card: Entry::NeverGiven,
        labels: vec![],
        agreements: Agreements::default(),
    }
}

/// A profile that leaves out nothing.
pub fn everybody() -> Profile {
    Profile {
        first_name: text("Ada"),
        last_name: text("Łukasiewicz"),
        gender: Some(Gender::Female),
        email: Some(Email::parse("ada@x.io").unwrap()),
        phone: Entry::Given(Phone::parse("+48123123123").unwrap()),
        birth_date: Some(at(-1_000_000_000)),
        address: Some(Address {
            street: Some(text("Dmowskiego")),
            address1: Some(text("21")),
            address2: Some(text("3")),
            postal: Some(text("50-300")),
            city: Some(text("Wrocław")),
            province: Some(text("Dolnośląskie")),
            country: Some(text("PL")),
        }),
        company: Some(domain::customer::Company { name: text("Ada & Co"), nip: text("123-45") }),
        loyalty_card: Entry::Given(text("Card-1")),
        labels: vec![label("b", "2"), label("a", ""), label("b", "2")],
        agreements: Agreements([true, false, true]),
    }
}

pub fn label(key: &str, value: &str) -> Label {
    Label { key: key.to_owned(), value: value.to_owned() }
}

pub fn level(number: u128) -> Level {
    let words = Translation { name: Some(text("gold")), description: None };
    Level {
        id: LevelId(Uuid::from_u128(number)),
        active: true,
        condition: Amount::ZERO,
        min_order: None,
        reward: Reward {
            name: text("reward"),
            value: Fraction::from_ten_thousandths(500),
            code: text("code"),
        },
        special_rewards: vec![],
        translations: Translations([(Locale::english(), words)].into()),
        version: 0,
    }
}

/// A level that so much reaches; each gives five per cent more than the one before.
pub fn level_of(number: u8, condition: i64) -> Level {
    let reward = Reward {
        value: Fraction::from_ten_thousandths(500 * i64::from(number)),
        ..level(1).reward
    };
    let condition = Amount::from_units(condition);
    Level { condition, reward, ..level(0x1e_0000 + u128::from(number)) }
}

pub fn pos(number: u128) -> Pos {
    Pos {
        id: PosId(Uuid::from_u128(number)),
        name: text("Shop"),
        identifier: text(&format!("shop-{number}")),
        description: Some(text("On the corner")),
        location: Location {
            street: text("Dmowskiego"),
            address1: text("21"),
            address2: Some(text("3")),
            postal: text("50-300"),
            city: text("Wrocław"),
            province: text("Dolnośląskie"),
            country: text("PL"),
            geo_point: Some(GeoPoint { lat: "51.1170364".into(), long: "17.0203959".into() }),
        },
        version: 0,
    }
}

/// Belongs to the POS of the same number.
pub fn seller(number: u128) -> Seller {
    Seller {
        id: SellerId(Uuid::from_u128(number)),
        first_name: text("John"),
        last_name: text("Doe"),
        email: Email::parse(&format!("seller{number}@x.io")).unwrap(),
        phone: Some(Phone::parse("+48123123123").unwrap()),
        pos: PosId(Uuid::from_u128(number)),
        active: true,
        deleted: false,
        allow_point_transfer: true,
        version: 0,
    }
}
