//! `customer/registrations`

use chrono::{Days, NaiveDate, Utc};
use serde_json::{Value, json};

use super::super::worlds;

/// A day so many before today, by the clocks of a test's store.
#[expect(clippy::disallowed_methods, reason = "the server knows no other day than today")]
fn before_today(days: u64) -> NaiveDate {
    Utc::now().date_naive() - Days::new(days)
}

#[tokio::test]
async fn whoever_registered_is_counted_on_its_day() {
    for world in worlds().await {
        let store = world.a_store().await;
        let today = before_today(0);
        let mut ids = Vec::new();
        for (number, created) in [
            (1, format!("{} 00:00:00", before_today(30))),
            (2, format!("{} 23:59:59", before_today(31))),
            (3, format!("{} 23:59:59", before_today(1))),
            (4, format!("{} 12:00:00", before_today(1))),
            (5, format!("{today} 00:00:00")),
            (6, format!("{} 12:00:00", before_today(2))),
            (7, "2100-01-01 00:00:00".to_owned()),
        ] {
            let form = format!(
                "customer[firstName]=A&customer[lastName]=B&customer[agreement1]=1\
                 &customer[email]=r{number}@x.io&customer[createdAt]={created}"
            );
            let made = world.post(&store.path("customer/register"), &form.replace(' ', "+")).await;
            ids.push(made.must(200).json()["customerId"].as_str().unwrap().to_owned());
        }
        // Deleted customers are not counted, anonymized ones are.
        world.delete(&store.path(&format!("customer/{}", ids[5]))).await.must(204);
        let anonymize = store.path(&format!("admin/customer/{}/anonymize", ids[3]));
        world.post(&anonymize, "").await.must(204);

        let path = store.path("customer/registrations");
        let asked = async |query: &str| world.get(&format!("{path}{query}")).await.must(200).json();
        let counted = asked("").await;
        let days = counted.as_object().unwrap();
        let expected: Vec<_> = (1..=30).rev().map(|it| before_today(it).to_string()).collect();
        assert_eq!(days.keys().collect::<Vec<_>>(), expected.iter().collect::<Vec<_>>());
        let busy: Vec<_> = days.iter().filter(|(_, it)| **it != 0).collect();
        assert_eq!(busy, [(&expected[0], &json!(1)), (&expected[29], &json!(2))]);

        for same in ["?lastDays=x", "?interval=week", "?lastDays=&interval=", "?lastDays=30"] {
            assert_eq!(asked(same).await, counted, "{same}");
        }
        assert_eq!(asked("?lastDays=1").await, json!({ expected[29].as_str(): 2 }));
        assert_eq!(asked("?lastDays=-1").await, json!({ expected[29].as_str(): 2 }));
        for interval in ["month", "year"] {
            let sums = asked(&format!("?interval={interval}&lastDays=31")).await;
            let sums = sums.as_object().unwrap();
            let digits = if interval == "month" { 7 } else { 4 };
            assert!(
                sums.keys().all(|it| it.len() == digits) && sums.keys().is_sorted(),
                "{sums:?}"
            );
            assert_eq!(sums.values().filter_map(Value::as_u64).sum::<u64>(), 4, "{sums:?}");
        }
        assert_eq!(asked("?lastDays=100000").await.as_object().unwrap().len(), 3650);
    }
}
