//! Sellers: the merchant's people at the till (behaviour C1, 3.24).

use crate::contact::{Email, Phone};
use crate::form::{FormErrors, Given, Shape, message};
use crate::ids::{PosId, SellerId};
use crate::password::Password;
use crate::text::Text;

/// A seller belongs to one store and one POS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seller {
    pub id: SellerId,
    pub first_name: Text,
    pub last_name: Text,
    pub email: Email,
    pub phone: Option<Phone>,
    pub pos: PosId,
    pub active: bool,
    /// Deleted sellers stay listed and cannot sign in.
    pub deleted: bool,
    pub allow_point_transfer: bool,
    /// Changes so far; zero for a seller that was never saved.
    pub version: i64,
}

impl Seller {
    pub fn can_sign_in(&self) -> bool {
        self.active && !self.deleted
    }

    pub fn activate(&mut self) {
        self.active = true;
    }

    pub fn deactivate(&mut self) {
        self.active = false;
    }

    /// There is no way back.
    pub fn delete(&mut self) {
        self.active = false;
        self.deleted = true;
    }
}

/// A seller as submitted.
#[derive(Clone, Debug, Default)]
pub struct SellerDraft {
    pub shape: Shape,
    pub first_name: Given,
    pub last_name: Given,
    pub active: Given,
    pub email: Given,
    pub phone: Given,
    pub pos_id: Given,
    pub plain_password: Given,
    pub allow_point_transfer: Given,
}

impl SellerDraft {
    /// This draft with everything that was left out taken from what is stored. A password is only
    /// ever replaced.
    #[must_use]
    pub fn completed_by(&self, stored: &Seller) -> Self {
        let word = |on| Some(if on { "1" } else { "0" });
        Self {
            shape: self.shape.of_update(),
            first_name: self.first_name.or_stored(Some(stored.first_name.as_str())),
            last_name: self.last_name.or_stored(Some(stored.last_name.as_str())),
            active: self.active.or_stored(word(stored.active)),
            email: self.email.or_stored(Some(stored.email.as_str())),
            phone: self.phone.or_stored(stored.phone.as_ref().map(Phone::as_str)),
            pos_id: self.pos_id.or_stored(Some(&stored.pos.to_string())),
            plain_password: self.plain_password.clone(),
            allow_point_transfer: self
                .allow_point_transfer
                .or_stored(word(stored.allow_point_transfer)),
        }
    }

    /// The POS this draft names, if it can be read; the caller says whether it exists.
    pub fn pos(&self, errors: &mut FormErrors) -> Option<PosId> {
        if matches!(self.shape, Shape::NotSubmitted | Shape::NotAGroup) {
            return None;
        }
        self.pos_id.required("posId", errors, |raw| PosId::parse(raw).ok_or(message::NOT_VALID))
    }

    /// The seller this draft describes, and its password when one was given. A new seller
    /// (`stored` is `None`) needs a password.
    pub fn check(
        &self,
        id: SellerId,
        pos: Option<PosId>,
        stored: Option<&Seller>,
        errors: &mut FormErrors,
    ) -> Option<(Seller, Option<Password>)> {
        if !self.shape.report(errors) {
            return None;
        }
        let first_name = self.first_name.required_line("firstName", errors);
        let last_name = self.last_name.required_line("lastName", errors);
        let email = self.email.required("email", errors, Email::parse);
        let phone_format = |raw: &str| Phone::parse(raw).map_err(|_| message::PHONE_FORMAT);
        let phone = self.phone.parsed("phone", errors, phone_format);
        let active = self.active.checked("active", errors);
        let allow_point_transfer = self.allow_point_transfer.checked("allowPointTransfer", errors);
        let wants_password =
            stored.is_none() || matches!(self.plain_password, Given::Text(_) | Given::Malformed);
        let password = if wants_password {
            Some(Password::check(&self.plain_password, "plainPassword", errors)?)
        } else {
            None
        };
        let seller = Seller {
            id,
            first_name: first_name?,
            last_name: last_name?,
            email: email?,
            phone,
            pos: pos?,
            active,
            deleted: stored.is_some_and(|it| it.deleted),
            allow_point_transfer,
            version: stored.map_or(0, |it| it.version),
        };
        Some((seller, password))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> SellerDraft {
        SellerDraft {
            shape: Shape::Sound,
            first_name: Given::text("John"),
            last_name: Given::text("Doe"),
            active: Given::text("1"),
            email: Given::text("John@Doe.com"),
            phone: Given::text("+48123123123"),
            pos_id: Given::text("00000000-0000-474c-1111-b0dd880c07e2"),
            plain_password: Given::text("Str0ng!pass"),
            allow_point_transfer: Given::Absent,
        }
    }

    #[test]
    fn a_new_seller_needs_a_password_and_a_stored_one_keeps_its_own() {
        let mut errors = FormErrors::default();
        let pos = draft().pos(&mut errors);
        let id = SellerId(uuid::Uuid::nil());
        let (seller, password) = draft().check(id, pos, None, &mut errors).unwrap();
        assert!(password.is_some() && seller.can_sign_in());
        assert_eq!(seller.email.as_str(), "john@doe.com");

        let silent = SellerDraft::default().completed_by(&seller);
        let (kept, password) = silent.check(id, pos, Some(&seller), &mut errors).unwrap();
        assert!(password.is_none());
        assert_eq!(kept, seller);
        assert!(errors.is_empty());
        assert!(silent.check(id, pos, None, &mut errors).is_none());
        assert!(errors.has("plainPassword"));
    }

    #[test]
    fn a_bad_phone_gets_the_sellers_message() {
        let mut errors = FormErrors::default();
        let odd = SellerDraft { phone: Given::text("12 34"), ..draft() };
        odd.check(SellerId(uuid::Uuid::nil()), None, None, &mut errors);
        assert_eq!(errors.fields[0].message, message::PHONE_FORMAT);
    }
}
