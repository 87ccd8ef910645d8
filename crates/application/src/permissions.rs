//! The policy as a page to read: `permissions.md` is this text.

use std::fmt::Write;

use domain::policy::{Grant, Need, Row, TABLE};

const OPENING: &str = "\
# Who may do what

Generated from `crates/domain/src/policy.rs` by `laurel permissions`; do not edit by hand.

What an administrator needs is a resource and an access to it, granted by his role; a permanent
key needs the same of its scopes. The master role has everything. *own*: only the caller's own
record.

| Action | Administrator needs | Seller | Customer | Anonymous |
|---|---|---|---|---|
";

/// The policy's table in Markdown.
pub fn permissions_markdown() -> String {
    TABLE.iter().fold(OPENING.to_owned(), |mut page, row| {
        let Row { action, admin, seller, customer, anonymous } = row;
        let (admin, [seller, customer, anonymous]) =
            (need(*admin), [seller, customer, anonymous].map(|it| grant(*it)));
        writeln!(page, "| {action:?} | {admin} | {seller} | {customer} | {anonymous} |")
            .expect("writing to a string cannot fail");
        page
    })
}

fn need(need: Need) -> String {
    match need {
        Need::Nothing => "nothing".to_owned(),
        Need::Has(resource, access) => format!("{} {}", resource.code(), access.code()),
        Need::Either(one, other, access) => {
            format!("{} or {} {}", one.code(), other.code(), access.code())
        }
        Need::Never => "–".to_owned(),
    }
}

fn grant(grant: Grant) -> &'static str {
    match grant {
        Grant::Any => "yes",
        Grant::Own => "own",
        Grant::Never => "–",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_a_line_that_says_what_the_policy_says() {
        let page = permissions_markdown();
        assert_eq!(page.matches("\n| ").count(), TABLE.len() + 1);
        for line in [
            "| SignIn | nothing | yes | yes | yes |\n",
            "| CustomerView | CUSTOMER VIEW | yes | own | – |\n",
            "| StoreManage | SETTINGS MODIFY | – | – | – |\n",
        ] {
            assert!(page.contains(line), "{line}");
        }
    }
}
