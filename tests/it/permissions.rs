//! The checked-in table of who may do what is the one the policy prints.

#[test]
fn permissions_md_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../permissions.md");
    let printed = application::permissions::permissions_markdown();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &printed).unwrap();
    }
    let checked_in = std::fs::read_to_string(path).unwrap_or_default();
    assert!(checked_in == printed, "permissions.md is stale: run BLESS=1 cargo test permissions");
}
