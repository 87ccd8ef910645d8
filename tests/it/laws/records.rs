//! The audit log.

use application::ports::{AuditData, AuditEntry};
use domain::ids::{AuditId, CustomerId};
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::fixtures::{at, kept};

laws![audit_lines_are_kept_as_told, forgetting_empties_the_data_of_one_customers_lines,];

fn line(number: u128, customer: CustomerId, data: AuditData) -> AuditEntry {
    AuditEntry {
        id: AuditId(Uuid::from_u128(number)),
        at: at(0),
        event_type: "RegisterCustomer",
        entity_type: "customer",
        entity_id: customer.to_string(),
        username: "<notlogged>".to_owned(),
        data,
    }
}

fn customer(number: u128) -> CustomerId {
    CustomerId(Uuid::from_u128(number))
}

async fn audit_lines_are_kept_as_told(it: &TestDatabase) {
    kept(it, async |uow| {
        for (number, data) in (1..).zip([
            AuditData::Nothing,
            AuditData::List(vec!["a".into(), "b".into()]),
            AuditData::Submitted(vec![("z", "1".into()), ("a", "2".into())]),
            AuditData::Agreements(vec![(2, true), (1, false)]),
        ]) {
            uow.audit().record(line(number, customer(1), data)).await?;
        }
        Ok(())
    })
    .await;
    let data = "SELECT data FROM audit_log ORDER BY id";
    let expected = [
        "[]",
        r#"["a","b"]"#,
        r#"{"z":"1","a":"2"}"#,
        r#"{"agreement2":{"new":true,"old":false},"agreement1":{"new":false,"old":true}}"#,
    ];
    assert_eq!(it.texts(data).await, expected);
    let whole = "SELECT count(*) FROM audit_log WHERE store = 'DEFAULT' AND username = \
        '<notlogged>' AND event_type = 'RegisterCustomer' AND entity_type = 'customer'";
    assert_eq!(it.number(whole).await, 4);
}

async fn forgetting_empties_the_data_of_one_customers_lines(it: &TestDatabase) {
    let told = || AuditData::Submitted(vec![("email", "ada@x.io".into())]);
    kept(it, async |uow| {
        uow.audit().record(line(1, customer(1), told())).await?;
        uow.audit().record(line(2, customer(2), told())).await?;
        uow.audit().forget(customer(1)).await
    })
    .await;
    let data = "SELECT data FROM audit_log ORDER BY id";
    assert_eq!(it.texts(data).await, ["[]", r#"{"email":"ada@x.io"}"#]);
}
