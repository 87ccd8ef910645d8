//! Administrators (behaviour 6.1) and sellers (behaviour 6.3). All of them sign in with `open`.

use domain::access::Role;
use domain::account::{Admin, Login, User};
use domain::contact::Phone;
use domain::ids::{AdminId, PosId, RoleId, SellerId};
use domain::seller::Seller;
use uuid::{Uuid, uuid};

use super::pos::{POS1, POS2};
use super::{Hashes, WELL_FORMED, email, text};
use crate::error::Error;
use crate::ports::UnitOfWork;

/// Id, username, e-mail, role.
const ADMINS: [(Uuid, &str, &str, RoleId); 3] = [
    (uuid!("22200000-0000-474c-b092-b0dd880c07e2"), "admin", "admin@oloy.com", Role::SUPER_ADMIN),
    (
        uuid!("e21682f9-9ffc-4227-b4d6-ae7b41519f02"),
        "reporter",
        "admin_reporter@oloy.com",
        Role::REPORTER,
    ),
    (
        uuid!("e21682f9-9ffc-4227-b4d6-ae7b41519f03"),
        "supervisor",
        "supervisor@oloy.com",
        Role::FULL_ADMIN,
    ),
];

struct DemoSeller {
    id: Uuid,
    name: (&'static str, &'static str),
    email: &'static str,
    phone: &'static str,
    pos: PosId,
    allow_point_transfer: bool,
}

const SELLERS: [DemoSeller; 2] = [
    DemoSeller {
        id: uuid!("00000000-0000-474c-b092-b0dd880c07e4"),
        name: ("John", "Doe"),
        email: "john@doe.com",
        phone: "+48123123123",
        pos: POS1,
        allow_point_transfer: true,
    },
    DemoSeller {
        id: uuid!("00000000-0000-474c-b092-b0dd880c07e5"),
        name: ("John2", "Doe2"),
        email: "john2@doe2.com",
        phone: "+48123123124",
        pos: POS2,
        allow_point_transfer: false,
    },
];

pub(super) async fn add_admins(uow: &dyn UnitOfWork, hashes: &Hashes) -> Result<(), Error> {
    for (id, username, address, role) in ADMINS {
        let admin = Admin {
            id: AdminId(id),
            username: text(username),
            email: email(address),
            role,
            active: true,
            version: 0,
        };
        uow.admins().save(&admin).await?;
        let login = Login::with_password(User::Admin(admin.id), hashes.open.clone());
        uow.logins().save(&login).await?;
    }
    Ok(())
}

pub(super) async fn add_sellers(uow: &dyn UnitOfWork, hashes: &Hashes) -> Result<(), Error> {
    for demo in &SELLERS {
        let seller = Seller {
            id: SellerId(demo.id),
            first_name: text(demo.name.0),
            last_name: text(demo.name.1),
            email: email(demo.email),
            phone: Some(Phone::parse(demo.phone).expect(WELL_FORMED)),
            pos: demo.pos,
            active: true,
            deleted: false,
            allow_point_transfer: demo.allow_point_transfer,
            version: 0,
        };
        uow.sellers().save(&seller).await?;
        let login = Login::with_password(User::Seller(seller.id), hashes.open.clone());
        uow.logins().save(&login).await?;
    }
    Ok(())
}
