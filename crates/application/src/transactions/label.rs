//! The labels of a purchase (behaviour C5).

use domain::form::{FormErrors, Given, Shape, message};
use domain::ids::TransactionId;
use domain::policy::{Action, Actor};
use domain::transaction::{LabelDraft, check_labels};

use crate::cx::Cx;
use crate::error::Error;

const NO_SUCH: &str = "No such transaction";

/// The forms of labels: `which` is an id or a document's number.
#[derive(Clone, Debug, Default)]
pub struct LabelsDraft {
    pub shape: Shape,
    pub which: Given,
    pub labels: Option<Vec<LabelDraft>>,
}

/// Replaces all labels.
pub async fn replace_labels(cx: &Cx, draft: &LabelsDraft) -> Result<TransactionId, Error> {
    let permit = cx.authorize(Action::TransactionManage)?;
    let mut errors = FormErrors::default();
    if !draft.shape.report(&mut errors) {
        return Err(errors.into());
    }
    let id = draft.which.required("transactionId", &mut errors, |raw| {
        TransactionId::parse(raw).ok_or("This is not a valid UUID.")
    });
    let labels = check_labels(draft.labels.as_deref(), &mut errors);
    errors.none()?;
    let id = id.ok_or_else(FormErrors::default)?;
    let uow = cx.begin(permit).await?;
    let Some(mut purchase) = uow.purchases().find(id).await? else {
        return Err(refused("transactionId", NO_SUCH));
    };
    purchase.document.labels = labels;
    uow.purchases().save(&purchase).await?;
    uow.commit().await?;
    Ok(id)
}

/// Adds labels to one of the caller's own purchases.
pub async fn append_labels(cx: &Cx, draft: &LabelsDraft) -> Result<TransactionId, Error> {
    let permit = cx.authorize(Action::TransactionAppendLabels)?;
    let mut errors = FormErrors::default();
    if !draft.shape.report(&mut errors) {
        return Err(errors.into());
    }
    let number = draft.which.required_line("transactionDocumentNumber", &mut errors);
    let labels = check_labels(draft.labels.as_deref(), &mut errors);
    errors.none()?;
    let number = number.ok_or_else(FormErrors::default)?;
    let uow = cx.begin(permit).await?;
    let own = |it: &crate::ports::Purchase| match cx.actor {
        Actor::Customer(id) => it.document.customer == Some(id),
        _ => false,
    };
    let found = uow.purchases().find_by_number(number.as_str()).await?.filter(own);
    let Some(mut purchase) = found else {
        return Err(refused("transactionDocumentNumber", NO_SUCH));
    };
    for label in labels {
        if !purchase.document.labels.contains(&label) {
            purchase.document.labels.push(label);
        }
    }
    if purchase.document.labels.len() > 100 {
        return Err(refused("labels", message::NOT_VALID));
    }
    let id = purchase.document.id;
    uow.purchases().save(&purchase).await?;
    uow.commit().await?;
    Ok(id)
}

fn refused(path: &'static str, said: &'static str) -> Error {
    let mut errors = FormErrors::default();
    errors.field(path, said);
    errors.into()
}

#[cfg(test)]
mod tests {
    use domain::label::Label;
    use domain::policy::Actor;

    use super::*;
    use crate::fixtures::{Stage, admin, as_customer, customer, sale, told};

    fn label(key: &str) -> Label {
        Label { key: key.to_owned(), value: "1".to_owned() }
    }

    /// Sale 30 is John's and has so many labels.
    fn stage(labels: usize) -> Stage {
        let mut stage = Stage::new();
        let mut purchase = sale(30, Some(customer(7).id()));
        purchase.document.labels = (0..labels).map(|it| label(&it.to_string())).collect();
        let same = purchase.clone();
        let id = purchase.document.id;
        stage
            .repos
            .purchases
            .expect_find()
            .returning(move |asked| Ok(Some(purchase.clone()).filter(|_| asked == id)));
        stage
            .repos
            .purchases
            .expect_find_by_number()
            .returning(move |number| Ok(Some(same.clone()).filter(|_| number == "30")));
        stage
    }

    fn draft(which: &str, labels: &[&str]) -> LabelsDraft {
        let label = |it: &&str| LabelDraft { key: Given::text(it), value: Given::text("1") };
        LabelsDraft {
            shape: Shape::Sound,
            which: Given::text(which),
            labels: Some(labels.iter().map(label).collect()),
        }
    }

    fn john() -> Actor {
        as_customer(customer(7).id())
    }

    #[tokio::test]
    async fn administrators_replace_all_labels() {
        let id = sale(30, None).document.id.to_string();
        let (cx, record) = stage(2).call(admin());
        replace_labels(&cx, &draft(&id, &["a", "b", "a"])).await.unwrap();
        let kept = record.take();
        assert_eq!(kept.purchases[0].document.labels, ["a", "b", "a"].map(label));
        assert!(kept.committed);
        let other = sale(31, None).document.id.to_string();
        let (cx, _) = stage(2).call(admin());
        let refused = replace_labels(&cx, &draft(&other, &["a"])).await;
        assert_eq!(told(refused), [("transactionId".to_owned(), NO_SUCH.to_owned())]);
        let (cx, _) = stage(2).call(john());
        assert!(matches!(replace_labels(&cx, &draft(&id, &["a"])).await, Err(Error::Forbidden)));
    }

    #[tokio::test]
    async fn customers_add_labels_to_their_own() {
        let (cx, record) = stage(2).call(john());
        append_labels(&cx, &draft("30", &["1", "new", "new"])).await.unwrap();
        assert_eq!(record.take().purchases[0].document.labels, ["0", "1", "new"].map(label));
        for (who, number, labels, added, field) in [
            (7, "31", 2, "a", "transactionDocumentNumber"),
            (8, "30", 2, "a", "transactionDocumentNumber"),
            (7, "30", 100, "a", "labels"),
        ] {
            let (cx, record) = stage(labels).call(as_customer(customer(who).id()));
            let refused = append_labels(&cx, &draft(number, &[added])).await;
            assert_eq!(told(refused)[0].0, field);
            assert!(!record.take().committed);
        }
        let (cx, record) = stage(100).call(john());
        append_labels(&cx, &draft("30", &["7"])).await.unwrap();
        assert!(record.take().committed, "it was there already");
    }
}
