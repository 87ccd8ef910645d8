//! Whom the reads are told about.

use application::ports::{
    CustomerFilter, CustomerPage, CustomerQuery, Direction, Page, SortField, Storage, Window,
};
use domain::amount::Amount;
use domain::contact::{Email, Phone};
use domain::customer::{
    Changes, Customer, CustomerState, Entry, Placement, Profile, Status, Totals,
};
use domain::ids::CustomerId;
use domain::store::StoreCode;
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use crate::laws::fixtures::{at, home, label, level, nobody, pos, text};

/// An active customer with nothing but a name.
pub fn person(number: u128) -> CustomerState {
    CustomerState {
        id: CustomerId(Uuid::from_u128(number)),
        status: Status::Active,
        profile: nobody(),
        created_at: at(0),
        updated_at: at(0),
        placement: None,
        pos: None,
        seller: None,
        totals: Totals::default(),
        last_level_recalculation: None,
        avatar: None,
        push_tokens: vec![],
        anonymized: false,
        newsletter_used: false,
        version: 0,
    }
}

/// Saves customers as they are, in one unit of work.
pub async fn save(it: &TestDatabase, store: &StoreCode, states: &[CustomerState]) {
    let uow = it.database.begin(store).await.unwrap();
    for state in states {
        let mut customer = Customer::restore(state.clone());
        customer.update(Changes::default(), state.updated_at).unwrap();
        uow.customers().save(customer).await.unwrap();
    }
    uow.commit().await.unwrap();
}

/// Deletes a customer as the programme does.
pub async fn delete(it: &TestDatabase, id: CustomerId) {
    let uow = it.database.begin(&home()).await.unwrap();
    let mut customer = uow.customers().find(id).await.unwrap().unwrap();
    customer.delete(at(0));
    uow.customers().save(customer).await.unwrap();
    uow.commit().await.unwrap();
}

/// The first `limit` customers that a filter lets through, by id.
pub async fn listed(it: &TestDatabase, filter: CustomerFilter, limit: u64) -> CustomerPage {
    let query = CustomerQuery {
        filter,
        sort: SortField::CustomerId,
        direction: Direction::Asc,
        window: Window::Page(Page { offset: 0, limit }),
    };
    it.database.read(&home()).customers(&query).await.unwrap()
}

/// The customers of the demo data (behaviour 6.5, 6.6), with the level and the POS they need.
pub async fn demo(it: &TestDatabase) {
    let uow = it.database.begin(&home()).await.unwrap();
    uow.levels().save(&level(1)).await.unwrap();
    uow.pos().save(&pos(2)).await.unwrap();
    uow.commit().await.unwrap();
    save(it, &home(), &demo_customers()).await;
}

fn demo_customers() -> Vec<CustomerState> {
    let rows: [(&str, &str, &str, &str, i64, i64); 10] = [
        ("John", "Doe", "user@oloy.com", "+48234234000", 2, 3),
        ("John1", "Doe1", "user-1@oloy.com", "+48456456000", 0, 0),
        ("Alice", "Smith", "user-2@oloy.com", "+48456457000", 0, 0),
        ("Jane", "Fonda", "user-3@oloy.com", "+48123456789", 0, 0),
        ("Jane", "Doe", "user-temp@oloy.com", "+48345345000", 1, 3),
        ("Jon", "Returner", "return@oloy.com", "+48123123787", 0, 0),
        ("TestUser", "ForTransfersTest", "user-transfer-1@oloy.com", "1231232312312312360", 0, 0),
        ("TestUser", "ForTransfersTest", "user-transfer-2@oloy.com", "1231232312312312361", 0, 0),
        ("TestUser", "ForTransfersTest", "user-transfer-3@oloy.com", "1231232312312312362", 0, 0),
        ("TestUser", "ForCouponTest", "user-return@oloy.com", "12312323123123123760", 2, 1120),
    ];
    let customer = |(number, (first, last, email, phone, count, units))| {
        let mut state = person(number);
        state.profile = Profile {
            first_name: text(first),
            last_name: text(last),
            email: Some(Email::parse(email).unwrap()),
            phone: Entry::Given(Phone::parse(phone).unwrap()),
            ..nobody()
        };
        state.placement = Some(Placement::Earned(level(1).id));
        let amount = Amount::from_units(units);
        let last_transaction = (count > 0).then(|| at(86_400));
        state.totals = Totals { count, amount, last_transaction, ..Totals::default() };
        state
    };
    let mut all: Vec<_> = (1..).zip(rows).map(customer).collect();
    all[0].profile.loyalty_card = Entry::Given(text("47834433524"));
    all[1].profile.labels = vec![label("test", "test")];
    all[2].pos = Some(pos(2).id);
    all[4].profile.loyalty_card = Entry::Given(text("0000"));
    all
}
