//! `admin/job`

use laurel_tests::jobs::plant_dead;
use laurel_tests::server::every_server;

use super::super::World;

#[tokio::test]
async fn a_job_that_was_given_up_is_shown_tried_again_and_dropped() {
    for server in every_server().await {
        let client = server.client();
        let world = World { admin: client.admin().await, client };
        let store = world.a_store().await;
        let jobs = store.path("admin/job");
        assert_eq!(world.get(&jobs).await.must(200).text(), r#"{"jobs":[],"total":0}"#);

        let id = plant_dead(&server.database_url, &store.code).await;
        let listed = world.get(&jobs).await.must(200).json();
        let shown = world.get(&format!("{jobs}/{id}")).await.must(200).json();
        assert_eq!((&listed["jobs"][0], &listed["total"]), (&shown, &1.into()));
        let names: Vec<_> = shown.as_object().expect("an object").keys().collect();
        let expected = [
            "jobId",
            "kind",
            "customerId",
            "createdAt",
            "dueAt",
            "attempts",
            "lastError",
            "deadAt",
        ];
        assert_eq!(names[..2], expected[..2]);
        for name in names {
            assert!(expected.contains(&name.as_str()), "{name}");
        }
        assert_eq!((&shown["kind"], &shown["attempts"]), (&"forget_messages".into(), &8.into()));
        assert_eq!(shown["lastError"], "no line");
        let waiting = world.get(&format!("{jobs}?dead=0")).await.must(200).json();
        assert_eq!(waiting["total"], 0);

        world.post(&format!("{jobs}/{id}/replay"), "").await.must(204);
        // Somebody does it now.
        let is_done = async || world.get(&format!("{jobs}/{id}")).await.status == 404;
        laurel_tests::patience::until("the job is done", is_done).await;
        world.post(&format!("{jobs}/{id}/replay"), "").await.must(404);

        let id = plant_dead(&server.database_url, &store.code).await;
        world.delete(&format!("{jobs}/{id}")).await.must(204);
        world.delete(&format!("{jobs}/{id}")).await.must(404);
        world.get(&format!("{jobs}/x")).await.must(404);
    }
}
