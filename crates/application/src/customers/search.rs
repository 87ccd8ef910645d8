//! Finding a customer at the till (behaviour A34).

use domain::contact::phone_key;
use domain::form::{FormErrors, Given, Shape, message};
use domain::policy::Action;

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{CustomerView, TillSearch};

/// A search as submitted.
#[derive(Clone, Debug, Default)]
pub struct SearchDraft {
    pub shape: Shape,
    pub loyalty_card_number: Given,
    pub phone: Given,
    pub email: Given,
    pub first_name: Given,
    pub last_name: Given,
    pub city: Given,
    pub postcode: Given,
}

/// Customers who contain every given text.
pub async fn search(cx: &Cx, draft: &SearchDraft) -> Result<Vec<CustomerView>, Error> {
    let permit = cx.authorize(Action::CustomerSearch)?;
    let search = draft.check()?;
    let most = cx.options().result_window;
    let found = cx.read(permit).search_customers(&search, most + 1).await?;
    if found.len() as u64 > most {
        return Err(Error::refused("too many results"));
    }
    Ok(found)
}

impl SearchDraft {
    fn check(&self) -> Result<TillSearch, FormErrors> {
        let mut errors = FormErrors::default();
        let sound = self.shape == Shape::NotSubmitted || self.shape.report(&mut errors);
        if !sound {
            return Err(errors);
        }
        let mut line =
            |given: &Given, path| given.line(path, &mut errors).map(|it| it.as_str().to_owned());
        let mut search = TillSearch {
            loyalty_card: line(&self.loyalty_card_number, "loyaltyCardNumber"),
            phone: None,
            email: line(&self.email, "email"),
            first_name: line(&self.first_name, "firstName"),
            last_name: line(&self.last_name, "lastName"),
            city: line(&self.city, "city"),
            postcode: line(&self.postcode, "postcode"),
        };
        search.phone = self.phone.parsed("phone", &mut errors, parse_part_of_phone);
        if errors.is_empty() && search == TillSearch::default() {
            errors.root(message::ONE_FIELD);
        }
        errors.none().map(|()| search)
    }
}

/// Part of a number: digits, with one optional leading `+`.
fn parse_part_of_phone(raw: &str) -> Result<String, &'static str> {
    let digits = phone_key(raw);
    let legal = (1..=20).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    if legal { Ok(raw.to_owned()) } else { Err(message::PHONE_FORMAT) }
}
