//! The documented import.

use serde_json::{Value, json};

use super::example::Differences;
use super::stage::Stage;

const PRINTED: &str = include_str!("answers/imported.json");

/// The printed call sends the name of a file in place of the file, which is no import; the printed
/// answer is that to a file of eleven rows.
pub async fn importing(stage: &Stage) {
    let refused = stage.play("import", &[]).await.must(400).json();
    let said = json!(["This value is not valid."]);
    assert_eq!(refused["form"]["children"]["file"]["errors"], said);
    let printed: Value = serde_json::from_str(PRINTED).expect("JSON");
    let row = |(number, item): (usize, &Value)| {
        let said = item["message"].as_str().unwrap_or_default();
        let date = if said.contains("birthDate") { "01.02.1990" } else { "1990-02-01" };
        let gender = if said.contains("gender") { "" } else { "<gender>male</gender>" };
        format!(
            "<customer><email>row{number}@example.com</email><firstName>A</firstName>\
             <lastName>B</lastName><active>true</active><birthDate>{date}</birthDate>\
             <agreement1>true</agreement1>{gender}</customer>"
        )
    };
    let rows = printed["items"].as_array().expect("items").iter().enumerate().map(row);
    let file = format!("<customers>{}</customers>", rows.collect::<String>());
    let call = stage.client.post("/api/DEFAULT/admin/customer/import").token(&stage.admin);
    let answer = call.typed_file("file[file]", "text/xml", file.into_bytes()).await.must(200);
    let differences = Differences { examples: &["object", "identifier"], exceptions: &[] };
    stage.expect(&answer, PRINTED, differences);
}
