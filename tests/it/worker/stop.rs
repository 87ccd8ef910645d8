//! A server that is told to stop in the middle of its jobs.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use laurel_tests::patience::until;
use laurel_tests::receiver::Receiver;
use laurel_tests::server::{Server, every_engine};
use laurel_tests::world::a_store;

use super::deliveries::{PRIVATE, SETTINGS};
use super::rows::waiting;

/// More than a server has hands, so that some jobs are not begun.
const EVENTS: usize = 7;

/// A delivery takes so long.
const PAUSE: Duration = Duration::from_secs(1);

/// A second `laurel serve` on the data of another.
struct Second(Child);

impl Second {
    fn start(server: &Server) -> Self {
        let mut command = server.command(&["serve", "--listen", "127.0.0.1:0"]);
        // Customers are sent passwords, too.
        command.env("LAUREL__MAIL__KIND", "files");
        command.env(PRIVATE.0, PRIVATE.1).stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().expect("a server"))
    }

    /// Tells it to stop, and waits until it has. Whether it says that all is well.
    fn stop(&mut self) -> bool {
        let id = self.0.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().expect("kill");
        assert!(told.success(), "it runs");
        self.0.wait().expect("to see it end").success()
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_told_to_stop_ends_its_jobs_and_leaves_the_others() {
    for engine in every_engine() {
        let settings = [("LAUREL__WORKER__ENABLED", "false"), PRIVATE];
        let server = Server::demo_with(engine, &settings).await;
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        let settings = client.post(&store.path("settings")).token(&store.admin);
        settings.form_text(SETTINGS).await.must(200);
        let receiver = Receiver::start(PAUSE).await;
        let form =
            [("webhook[url]", &*receiver.url), ("webhook[events][0]", "customer.registered")];
        let made = client.post(&store.path("admin/webhook")).token(&store.admin);
        made.form(&form).await.must(200);
        for _ in 0..EVENTS {
            store.a_customer().await;
        }

        let mut second = Second::start(&server);
        until("a delivery is under way", async || receiver.counts().0 > 0).await;
        assert!(tokio::task::block_in_place(|| second.stop()), "{engine}");
        let (begun, _) = receiver.counts();
        assert!(begun < EVENTS, "{engine}: {begun}");
        let left = waiting(&server).await;
        assert!(left > 0, "{engine}");

        let _third = Second::start(&server);
        until("nothing waits", async || waiting(&server).await == 0).await;
        // What was under way was ended and written down: nobody does it again.
        assert_eq!(receiver.counts(), (EVENTS, EVENTS), "{engine}");
    }
}
