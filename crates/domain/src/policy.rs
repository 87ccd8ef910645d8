//! Who may do what: one table, read top to bottom (behaviour 1.5).

mod action;
mod table;

use crate::access::{Access, Resource, Rights};
use crate::ids::{AdminId, CustomerId, SellerId};

pub use self::action::Action;
pub use self::table::TABLE;

/// Who is calling, as far as the rules care.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    Anonymous,
    /// An administrator, or a permanent key with its scopes.
    Admin(AdminId, Rights),
    Seller(SellerId),
    Customer(CustomerId),
}

/// What an administrator needs for an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Nothing,
    Has(Resource, Access),
    /// One of the two will do.
    Either(Resource, Resource, Access),
    /// No administrator may.
    Never,
}

/// How far the grant of another caller reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    Any,
    /// Only what is the caller's own.
    Own,
    Never,
}

/// The table's answer for one caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    /// Yes for the caller's own record, no for any other.
    OnlyOwn,
    No,
}

/// One row: what each kind of caller needs or gets.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub action: Action,
    pub admin: Need,
    pub seller: Grant,
    pub customer: Grant,
    pub anonymous: Grant,
}

impl Action {
    /// This action's row of the table.
    pub fn row(self) -> &'static Row {
        let found = TABLE.iter().find(|row| row.action == self);
        found.expect("every action has a row: a test counts them")
    }
}

/// The policy's answer for `actor`.
pub fn ask(actor: &Actor, action: Action) -> Answer {
    let row = action.row();
    let grant = match actor {
        Actor::Admin(_, rights) => {
            return match row.admin {
                Need::Nothing => Answer::Yes,
                Need::Has(resource, access) if rights.cover(resource, access) => Answer::Yes,
                Need::Either(one, other, access)
                    if rights.cover(one, access) || rights.cover(other, access) =>
                {
                    Answer::Yes
                }
                Need::Has(..) | Need::Either(..) | Need::Never => Answer::No,
            };
        }
        Actor::Seller(_) => row.seller,
        Actor::Customer(_) => row.customer,
        Actor::Anonymous => row.anonymous,
    };
    match grant {
        Grant::Any => Answer::Yes,
        Grant::Own => Answer::OnlyOwn,
        Grant::Never => Answer::No,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_action_has_exactly_one_row() {
        let actions: HashSet<_> = TABLE.iter().map(|row| row.action).collect();
        assert_eq!(actions.len(), TABLE.len());
        assert_eq!(Action::AuditView as usize + 1, TABLE.len());
    }

    #[test]
    fn view_only_administrators_read_and_do_not_write() {
        let reporter = Actor::Admin(AdminId(Uuid::nil()), Rights::everywhere(Access::View));
        assert_eq!(ask(&reporter, Action::CustomerView), Answer::Yes);
        assert_eq!(ask(&reporter, Action::CustomerEdit), Answer::No);
    }

    #[test]
    fn customers_reach_their_own_record_only() {
        let john = Actor::Customer(CustomerId(Uuid::nil()));
        assert_eq!(ask(&john, Action::CustomerView), Answer::OnlyOwn);
        assert_eq!(ask(&john, Action::CustomerList), Answer::No);
        assert_eq!(ask(&john, Action::CustomerCheck), Answer::Yes);
    }

    #[test]
    fn nobody_without_a_token_reaches_protected_things() {
        let open: Vec<_> =
            TABLE.iter().filter(|it| it.anonymous != Grant::Never).map(|it| it.action).collect();
        assert_eq!(
            open,
            [
                Action::SignIn,
                Action::SessionRefresh,
                Action::CustomerCheck,
                Action::CustomerSelfRegister,
                Action::CustomerResendCode,
                Action::CustomerActivateByCode,
                Action::PasswordReset,
                Action::SettingsPublic,
            ]
        );
    }
}
