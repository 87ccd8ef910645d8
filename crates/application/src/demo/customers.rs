//! The ten customers of behaviour 6.5, all of them active on the start level.

use domain::account::{Login, User};
use domain::contact::Phone;
use domain::customer::{Address, Agreements, Customer, Entry, Gender, Profile};
use domain::ids::{CustomerId, PosId};
use domain::label::Label;
use domain::level::Level;
use uuid::{Uuid, uuid};

use super::pos::POS1;
use super::{Hashes, WELL_FORMED, email, moment, text};
use crate::cx::Cx;
use crate::earning::{self, Enrolment};
use crate::error::Error;
use crate::ports::UnitOfWork;

const CREATED_AT: i64 = 1_470_646_394;
const BIRTH_DATE: i64 = 653_011_200;

pub(super) const JOHN_DOE: CustomerId = CustomerId(uuid!("00000000-0000-474c-b092-b0dd880c07e1"));
pub(super) const JOHN1_DOE1: CustomerId = CustomerId(uuid!("11111111-0000-474c-b092-b0dd880c07e1"));
pub(super) const JANE_DOE: CustomerId = CustomerId(uuid!("00000000-0000-474c-b092-b0dd880c07e2"));
pub(super) const TRANSFER_2: CustomerId = CustomerId(uuid!("00000000-0000-474c-b092-b0dd880c07f4"));
pub(super) const TRANSFER_3: CustomerId = CustomerId(uuid!("00000000-0000-474c-b092-b0dd880c07f5"));
pub(super) const COUPONS: CustomerId = CustomerId(uuid!("00000000-0000-474c-b092-b0dd880c07aa"));

/// Everybody, in the order of the table below.
pub(super) const EVERYBODY: [CustomerId; 10] = {
    let mut ids = [CustomerId(Uuid::nil()); 10];
    let mut at = 0;
    while at < ids.len() {
        ids[at] = CustomerId(CUSTOMERS[at].id);
        at += 1;
    }
    ids
};

struct DemoCustomer {
    id: Uuid,
    name: (&'static str, &'static str),
    email: &'static str,
    phone: &'static str,
    card: Option<&'static str>,
    label: Option<(&'static str, &'static str)>,
    pos: Option<PosId>,
    has_address: bool,
    /// Sign-in answers "password change needed".
    temporary_password: bool,
    /// The password is `return`; everybody else's is `loyalty`.
    returns: bool,
}

/// A customer without extras.
const fn plain(
    id: Uuid,
    name: (&'static str, &'static str),
    email: &'static str,
    phone: &'static str,
) -> DemoCustomer {
    DemoCustomer {
        id,
        name,
        email,
        phone,
        card: None,
        label: None,
        pos: None,
        has_address: false,
        temporary_password: false,
        returns: false,
    }
}

const CUSTOMERS: [DemoCustomer; 10] = [
    DemoCustomer {
        card: Some("47834433524"),
        ..plain(JOHN_DOE.0, ("John", "Doe"), "user@oloy.com", "+48234234000")
    },
    DemoCustomer {
        label: Some(("test", "test")),
        ..plain(JOHN1_DOE1.0, ("John1", "Doe1"), "user-1@oloy.com", "+48456456000")
    },
    DemoCustomer {
        pos: Some(POS1),
        ..plain(
            uuid!("22222222-0000-474c-b092-b0dd880c07e1"),
            ("Alice", "Smith"),
            "user-2@oloy.com",
            "+48456457000",
        )
    },
    DemoCustomer {
        pos: Some(POS1),
        ..plain(
            uuid!("22222222-0000-474c-b092-b0dd880c07e2"),
            ("Jane", "Fonda"),
            "user-3@oloy.com",
            "+48123456789",
        )
    },
    DemoCustomer {
        card: Some("0000"),
        has_address: true,
        temporary_password: true,
        ..plain(JANE_DOE.0, ("Jane", "Doe"), "user-temp@oloy.com", "+48345345000")
    },
    DemoCustomer {
        returns: true,
        ..plain(
            uuid!("11000000-0000-474c-b092-b0dd880c07e2"),
            ("Jon", "Returner"),
            "return@oloy.com",
            "+48123123787",
        )
    },
    plain(
        uuid!("00000000-0000-474c-b092-b0dd880c07f3"),
        ("TestUser", "ForTransfersTest"),
        "user-transfer-1@oloy.com",
        "1231232312312312360",
    ),
    plain(
        TRANSFER_2.0,
        ("TestUser", "ForTransfersTest"),
        "user-transfer-2@oloy.com",
        "1231232312312312361",
    ),
    plain(
        TRANSFER_3.0,
        ("TestUser", "ForTransfersTest"),
        "user-transfer-3@oloy.com",
        "1231232312312312362",
    ),
    plain(COUPONS.0, ("TestUser", "ForCouponTest"), "user-return@oloy.com", "12312323123123123760"),
];

/// After the rules: the creation of an account gives points.
pub(super) async fn add(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    hashes: &Hashes,
    start: Option<&Level>,
) -> Result<(), Error> {
    let (locale, now) = (&cx.store.default_locale, cx.now());
    for demo in &CUSTOMERS {
        let id = CustomerId(demo.id);
        let created_at = moment(CREATED_AT);
        let mut customer = Customer::register(id, demo.profile(), created_at, start, locale, now);
        if let Some(pos) = demo.pos {
            customer.assign_pos(pos, now);
        }
        customer.activate(now)?;
        earning::enrol(cx, uow, customer, Enrolment::default()).await?;
        let hash = if demo.returns { &hashes.returning } else { &hashes.loyalty };
        let mut login = Login::with_password(User::Customer(id), hash.clone());
        login.temporary = demo.temporary_password;
        uow.logins().save(&login).await?;
    }
    Ok(())
}

impl DemoCustomer {
    fn profile(&self) -> Profile {
        let label = |(key, value): (&str, &str)| Label { key: key.into(), value: value.into() };
        Profile {
            first_name: text(self.name.0),
            last_name: text(self.name.1),
            gender: Some(Gender::Male),
            email: Some(email(self.email)),
            phone: Entry::Given(Phone::parse(self.phone).expect(WELL_FORMED)),
            birth_date: Some(moment(BIRTH_DATE)),
            address: self.has_address.then(address),
            company: None,
            loyalty_card: self.card.map_or(Entry::NeverGiven, |it| Entry::Given(text(it))),
            labels: self.label.map(label).into_iter().collect(),
            agreements: Agreements::default(),
        }
    }
}

fn address() -> Address {
    Address {
        street: Some(text("Street")),
        address1: Some(text("1")),
        address2: None,
        postal: Some(text("00-000")),
        city: Some(text("London")),
        province: Some(text("province")),
        country: Some(text("UK")),
    }
}
