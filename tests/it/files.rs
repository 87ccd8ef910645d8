//! `laurel import`, as an operator runs it beside a running server.

use std::fs;
use std::path::PathBuf;
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use laurel_tests::client::Client;
use laurel_tests::server::{Server, every_server};
use laurel_tests::world::{Store, a_store, an_email, unique};

struct Scene {
    server: &'static Server,
    client: Client,
    store: Store,
}

async fn scenes() -> Vec<Scene> {
    let mut scenes = Vec::new();
    for server in every_server().await {
        let client = server.client();
        let store = a_store(&client, &client.admin().await).await;
        scenes.push(Scene { server, client, store });
    }
    scenes
}

impl Scene {
    fn file(&self, ending: &str, content: &str) -> PathBuf {
        let path = self.server.data.join(format!("{}.{ending}", unique()));
        fs::write(&path, content).expect("a file");
        path
    }

    async fn run(&self, file: &str, flags: &[&str]) -> Output {
        let arguments: Vec<_> = ["import", file, "--store", &self.store.code]
            .into_iter()
            .chain(flags.iter().copied())
            .collect();
        laurel(self.server, &arguments).await
    }

    async fn total(&self) -> u64 {
        let call = self.client.get(&self.store.path("customer")).token(&self.store.admin);
        call.await.must(200).json()["total"].as_u64().expect("a number")
    }
}

/// Waits without holding up the test's connections, which the server would then close.
async fn laurel(server: &Server, arguments: &[&str]) -> Output {
    let command = server.command(arguments);
    tokio::process::Command::from(command).output().await.expect("laurel runs")
}

fn said(output: &Output) -> (Option<i32>, String) {
    let out = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.code(), out)
}

fn line(email: &str, gender: &str) -> String {
    format!(
        "{{\"email\":\"{email}\",\"firstName\":\"A\",\"lastName\":\"B\",\"active\":true,\
         \"agreement1\":true,\"gender\":\"{gender}\"}}\n"
    )
}

#[tokio::test]
async fn rows_that_fail_are_written_down_and_a_rehearsal_says_the_same() {
    for scene in scenes().await {
        let (ada, eve) = (an_email(), an_email());
        let csv = format!(
            "email,firstName,lastName,active,agreement1,gender,address.city,labels\n\
             {ada},Ada,Byron,true,true,female,Wrocław,a:b;c:d\n\
             {eve},Eve,Byron,true,true,,,\n\
             {ada},Ada,Byron,true,true,female,,\n"
        );
        let file = scene.file("csv", &csv);
        let errors = scene.server.data.join(unique());
        let (file, errors) = (file.to_str().expect("a path"), errors.to_str().expect("a path"));
        let expected = format!(
            "row,identifier,message\n2,{eve},Convert exception: gender is required node\n\
             3,{ada},Process exception: Customer with such email already exists\n"
        );
        let rehearsed = scene.run(file, &["--dry-run", "--errors", errors]).await;
        let summary = "1 of 3 rows would be imported, 2 failed".to_owned();
        assert_eq!(said(&rehearsed), (Some(1), summary), "{rehearsed:?}");
        assert_eq!(fs::read_to_string(errors).expect("the errors"), expected);
        assert_eq!(scene.total().await, 0);

        let imported = scene.run(file, &["--errors", errors]).await;
        assert_eq!(said(&imported), (Some(1), "1 of 3 rows imported, 2 failed".to_owned()));
        assert_eq!(fs::read_to_string(errors).expect("the errors"), expected);
        assert_eq!(scene.total().await, 1);
        let again = scene.run(file, &[]).await;
        assert_eq!(again.status.code(), Some(0), "{again:?}");
        let restarted = scene.run(file, &["--restart"]).await;
        assert_eq!(said(&restarted), (Some(1), "0 of 3 rows imported, 3 failed".to_owned()));
        assert_eq!(scene.total().await, 1);
    }
}

#[tokio::test]
async fn an_import_that_was_killed_goes_on_exactly_where_it_stopped() {
    const ROWS: u64 = 1500;
    for scene in scenes().await {
        let lines: String = (0..ROWS).map(|_| line(&an_email(), "male")).collect();
        let file = scene.file("jsonl", &lines);
        let file = file.to_str().expect("a path");
        let arguments = ["import", file, "--store", &scene.store.code];
        let mut command = scene.server.command(&arguments);
        let mut child = command.stdout(Stdio::null()).spawn().expect("laurel runs");
        let started = Instant::now();
        while scene.total().await == 0 {
            assert!(started.elapsed() < Duration::from_mins(1), "nothing is imported");
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let before = scene.total().await;
        assert!(before > 0 && before < ROWS, "{before} at the kill");
        let rest = scene.run(file, &[]).await;
        let summary = format!("{ROWS} of {ROWS} rows imported, 0 failed");
        assert_eq!(said(&rest), (Some(0), summary), "{rest:?}");
        assert_eq!(scene.total().await, ROWS);
    }
}

#[tokio::test]
async fn what_cannot_be_imported_is_said_in_one_line() {
    for scene in scenes().await {
        let odd = scene.file("csv", "email,emial\n");
        let refused = scene.run(odd.to_str().expect("a path"), &[]).await;
        let words = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(words, "laurel: the file has an unknown column: \"emial\"\n");
        assert_eq!(refused.status.code(), Some(1));
        assert_eq!(scene.run("/nowhere.xml", &[]).await.status.code(), Some(1));
        assert_eq!(scene.run("/nowhere", &[]).await.status.code(), Some(2));
    }
}

async fn export(server: &Server, store: &str, format: &str) -> String {
    let exported = laurel(server, &["export", "--store", store, "--format", format]).await;
    assert_eq!(exported.status.code(), Some(0), "{exported:?}");
    String::from_utf8(exported.stdout).expect("UTF-8")
}

/// A store of the same settings, with nothing in it.
async fn an_empty_store(client: &Client) -> String {
    let code = format!("S{}", &unique()[..16]);
    let form = [("store[code]", code.as_str()), ("store[name]", "Of a test")];
    let admin = client.admin().await;
    client.post("/api/admin/store").token(&admin).form(&form).await.must(200);
    code
}

#[tokio::test]
async fn what_was_exported_and_imported_elsewhere_is_exported_alike() {
    let servers = every_server().await;
    for from in &servers {
        let exported = export(from, "DEFAULT", "jsonl").await;
        assert!(
            exported.contains("{\"customer\":{\"id\":\"00000000-0000-474c-b092-b0dd880c07e1\"")
        );
        for (kind, least) in [("level", 3), ("pos", 2), ("seller", 2), ("customer", 5)] {
            let start = format!("{{\"{kind}\":");
            let found = exported.lines().filter(|it| it.starts_with(&start)).count();
            assert!(found >= least, "{kind}");
        }
        for to in &servers {
            let client = to.client();
            let code = an_empty_store(&client).await;
            let file = to.data.join(format!("{}.jsonl", unique()));
            fs::write(&file, &exported).expect("a file");
            let file = file.to_str().expect("a path");
            for flags in [&["--dry-run"][..], &[]] {
                let arguments: Vec<_> = ["import", file, "--store", &code]
                    .into_iter()
                    .chain(flags.iter().copied())
                    .collect();
                let imported = laurel(to, &arguments).await;
                assert_eq!(imported.status.code(), Some(0), "{imported:?}");
            }
            assert_eq!(
                export(to, &code, "jsonl").await,
                exported,
                "{} to {}",
                from.engine,
                to.engine
            );
            // Everything is there already.
            let again = laurel(to, &["import", file, "--store", &code, "--restart"]).await;
            let (code, out) = said(&again);
            assert_eq!((code, out.starts_with("0 of ")), (Some(1), true), "{out}");
        }
    }
}

#[tokio::test]
async fn tables_and_documents_are_what_an_import_takes() {
    for scene in scenes().await {
        let phone = "+48123123123";
        let row = line(&an_email(), "female").replace(
            "\"lastName\":\"B\"",
            &format!(
                "\"lastName\":\"=B<&\",\"phone\":\"{phone}\",\"address\":{{\"city\":\"X, Y\"}},\
                 \"labels\":[{{\"key\":\"a\",\"value\":\"b\"}}],\"birthDate\":\"1990-02-01\""
            ),
        );
        let file = scene.file("jsonl", &row);
        let imported = scene.run(file.to_str().expect("a path"), &[]).await;
        assert_eq!(imported.status.code(), Some(0), "{imported:?}");
        for format in ["csv", "xml"] {
            let exported = export(scene.server, &scene.store.code, format).await;
            if format == "csv" {
                assert!(exported.contains(",'=B<&,") && exported.contains(",'+48"), "{exported}");
            }
            let other = a_store(&scene.client, &scene.store.admin).await;
            let file = scene.file(format, &exported);
            let file = file.to_str().expect("a path");
            let taken = laurel(scene.server, &["import", file, "--store", &other.code]).await;
            assert_eq!(said(&taken).0, Some(0));
            let list = scene.client.get(&other.path("customer")).token(&other.admin);
            let list = list.await.must(200).json();
            let customer = &list["customers"][0];
            assert_eq!(customer["lastName"], "=B<&");
            assert_eq!(customer["phone"], phone);
            assert_eq!(customer["address"]["city"], "X, Y");
            assert_eq!(customer["labels"][0]["value"], "b");
            assert_eq!(customer["birthDate"], "1990-02-01T00:00:00+0000");
        }
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_read_to_its_end_is_never_finished() {
    for scene in scenes().await {
        let ada = line(&an_email(), "female");
        let (bad, long) = ("{\"email\"\n", "x".repeat(1_100_000));
        let file = scene.file("jsonl", &format!("{ada}{bad}{long}\n{}", line("b@b.pl", "male")));
        let file = file.to_str().expect("a path");
        let cut = "laurel: after row 2 the file cannot be read any further: a piece of the file is \
                   too long\n";
        for before in ["row 2: Convert exception: JSON has invalid structure\n", ""] {
            let output = scene.run(file, &[]).await;
            assert_eq!(said(&output), (Some(1), String::new()));
            assert_eq!(String::from_utf8_lossy(&output.stderr), format!("{before}{cut}"));
            assert_eq!(scene.total().await, 1);
        }
        let table = scene.file("csv", "email,gender\na,b,too many\n");
        let output = scene.run(table.to_str().expect("a path"), &[]).await;
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(words.starts_with("row 1: Convert exception: CSV has invalid structure\n"));
    }
}

#[tokio::test]
async fn sales_are_registered_once() {
    for scene in scenes().await {
        let sale = |number: usize| {
            format!(
                "<transaction><documentNumber>{number}</documentNumber>\
                 <purchaseDate>2022-03-01</purchaseDate><customerData><name>A</name></customerData>\
                 <items><item><sku>S</sku><name>T</name><quantity>1</quantity>\
                 <grossValue>1</grossValue><category>c</category></item></items></transaction>"
            )
        };
        let sales: String = (0..100).map(|it| sale(it.min(98))).collect();
        let file = scene.file("xml", &format!("<transactions>{sales}</transactions>"));
        let file = file.to_str().expect("a path");
        let twice = "Process exception: Document number should be unique";
        let first = scene.run(file, &["--transactions"]).await;
        assert_eq!(said(&first), (Some(1), "99 of 100 rows imported, 1 failed".to_owned()));
        let words = String::from_utf8_lossy(&first.stderr).into_owned();
        assert_eq!(words, format!("row 100: {twice}\nlaurel: rows that failed: 1\n"));
        let again = scene.run(file, &["--transactions"]).await;
        assert_eq!(said(&again), (Some(1), "0 of 100 rows imported, 100 failed".to_owned()));
        let list = scene.client.get(&scene.store.path("transaction")).token(&scene.store.admin);
        assert_eq!(list.await.must(200).json()["total"], 99);
        let odd = scene.run(file, &["--transactions", "--dry-run"]).await;
        assert_eq!(odd.status.code(), Some(2));
    }
}
