//! Passwords that are changed or forgotten (behaviour B5 to B8).

mod change;
mod request_reset;
mod reset;

use domain::account::{User, UserKind};

pub use self::change::{PasswordChange, change};
pub use self::request_reset::request_reset;
pub use self::reset::{NewPassword, reset};
use crate::cx::Cx;
use crate::ports::{AuditData, AuditEntry};

/// Whose passwords a call is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Administrators, customers and sellers: a name is looked for in this order.
    Everybody,
    Customers,
}

impl Audience {
    fn kinds(self) -> &'static [UserKind] {
        match self {
            Self::Everybody => &[UserKind::Admin, UserKind::Customer, UserKind::Seller],
            Self::Customers => &[UserKind::Customer],
        }
    }
}

/// A line for the audit log about a user's password.
fn audited(cx: &Cx, event_type: &'static str, user: User) -> AuditEntry {
    let entity_type = match user.kind() {
        UserKind::Admin => "admin",
        UserKind::Seller => "seller",
        UserKind::Customer => "customer",
    };
    cx.audit(event_type, entity_type, user.uuid().to_string(), AuditData::Nothing)
}
