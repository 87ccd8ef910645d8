//! `admin/customer/<customer>/history`

use super::super::{redacted, worlds};

#[tokio::test]
async fn what_happened_is_told_the_newest_first() {
    for world in worlds().await {
        let store = world.a_store().await;
        let mia = store.a_member().await;
        let (pos, level) = (store.a_pos().await, store.a_level("50").await);
        let at = |rest: &str| store.path(&format!("customer/{}/{rest}", mia.id));
        world.post(&at("pos"), &format!("posId={pos}")).await.must(200);
        world.post(&at("level"), &format!("levelId={level}")).await.must(200);
        world.put(&at(""), "customer[company][name]=Y&customer[company][nip]=7").await.must(200);
        world.post(&at("remove-manually-level"), "").await.must(204);

        let path = store.path(&format!("admin/customer/{}/history", mia.id));
        let all = world.get(&path).await.must(200);
        let times: Vec<_> =
            all.json().as_array().unwrap().iter().map(|it| it["createdAt"].clone()).collect();
        for time in &times {
            let time = time.as_str().unwrap();
            assert!(time.len() == 25 && time.ends_with("+00:00"), "{time}");
        }
        let names = [
            (mia.id.as_str(), "<customer>"),
            (&pos, "<pos>"),
            (&level, "<level>"),
            (&store.level, "<start>"),
        ];
        let mut shown = redacted(&all, &[], &names);
        for time in &times {
            shown = shown.replace(time.as_str().unwrap(), "<time>");
        }
        insta::assert_snapshot!("history", shown);

        let list = all.json().as_array().unwrap().clone();
        for (query, from, until) in [
            ("?perPage=2", 0, 2),
            ("?perPage=2&page=2", 2, 4),
            ("?perPage=100&page=2", list.len(), list.len()),
            ("?page=2", 0, list.len()),
            ("?perPage=x", 0, list.len()),
        ] {
            let some = world.get(&format!("{path}{query}")).await.must(200).json();
            assert_eq!(some.as_array().unwrap()[..], list[from..until], "{query}");
        }
        let own = world.client.get(&path).token(&mia.token).await.must(200);
        assert_eq!(own.text(), all.text());

        world.delete(&at("")).await.must(204);
        world.get(&path).await.must(404);
    }
}
