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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cx::Options;
    use crate::fixtures::{Stage, admin, customer};

    fn draft(phone: &str) -> SearchDraft {
        SearchDraft { phone: Given::text(phone), ..SearchDraft::default() }
    }

    #[test]
    fn part_of_a_phone_is_digits_with_one_plus() {
        for (raw, legal) in
            [("+48", true), ("234", true), ("2-3", false), ("+", false), ("4+8", false)]
        {
            assert_eq!(draft(raw).check().is_ok(), legal, "{raw}");
        }
        let errors = SearchDraft::default().check().unwrap_err();
        assert_eq!(errors.root, [message::ONE_FIELD]);
    }

    #[tokio::test]
    async fn more_matches_than_the_cap_are_refused() {
        let view = || CustomerView {
            state: customer(7).state().clone(),
            level: None,
            pos_identifier: None,
            rewards: vec![],
            segments: vec![],
        };
        for (cap, refused) in [(2, false), (1, true)] {
            let mut stage = Stage::new().reading(|it| {
                it.expect_search_customers().returning(move |_, _| Ok(vec![view(), view()]));
            });
            stage.options = Options { result_window: cap, ..Options::default() };
            let (cx, _) = stage.call(admin());
            assert_eq!(search(&cx, &draft("234")).await.is_err(), refused);
        }
    }
}
