//! Documents, sound and hostile.

use std::io::{self, Read};

use application::ports::ImportRow;
use domain::form::{Given, GivenGroup};

use super::*;
use crate::bounded::TOO_LONG;

type Customers<R> = XmlRows<R, ImportRow>;

fn read(document: &str) -> Vec<Option<Box<ImportRow>>> {
    Customers::new(document.as_bytes()).map(Result::unwrap).collect()
}

/// The e-mail of every node, `!` for a broken one.
fn emails(document: &str) -> Vec<String> {
    let email = |row: &Option<Box<ImportRow>>| match row {
        Some(row) => match &row.customer.email {
            Given::Text(text) => text.clone(),
            Given::Absent => "-".to_owned(),
            Given::Empty => String::new(),
            Given::Malformed => "?".to_owned(),
        },
        None => "!".to_owned(),
    };
    read(document).iter().map(email).collect()
}

fn one(inside: &str) -> String {
    format!("<customer><email>a</email>{inside}</customer>")
}

/// Three customers, of whom the second is `inside`.
fn between(inside: &str) -> Vec<String> {
    emails(&format!(
        "<?xml version=\"1.0\"?><customers>{}<customer>{inside}</customer>{}</customers>",
        one(""),
        one("")
    ))
}

#[test]
fn every_node_is_read_into_its_place() {
    let records = read(
        "<customers><customer>\
         <email> a@b.pl </email><firstName>A &amp; B</firstName><lastName><![CDATA[C <D>]]></lastName>\
         <active>true</active><company><name>N</name><nip/></company>\
         <address><city>&#x141;&#243;d&#378;</city></address>\
         <labels><label><key>k</key><value>v;w:x</value></label><label><key>l</key></label></labels>\
         <unknown><email>no</email></unknown></customer></customers>",
    );
    let [Some(row)] = &records[..] else { panic!("{records:?}") };
    assert_eq!(row.customer.email, Given::text("a@b.pl"));
    assert_eq!(row.customer.first_name, Given::text("A & B"));
    assert_eq!(row.customer.last_name, Given::text("C <D>"));
    let GivenGroup::Members(company) = &row.customer.company else { panic!("a company") };
    assert_eq!((&company.name, &company.nip), (&Given::text("N"), &Given::Empty));
    let GivenGroup::Members(address) = &row.customer.address else { panic!("an address") };
    assert_eq!((&address.city, &address.street), (&Given::text("Łódź"), &Given::Absent));
    assert_eq!(row.labels.len(), 2);
    assert_eq!(row.labels[0].value, Given::text("v;w:x"));
    assert_eq!(row.labels[1].value, Given::Absent);
}

#[test]
fn a_broken_node_costs_only_itself() {
    for broken in [
        "<email>b</mail>",
        "<email>b",
        "</email>",
        "<email>&unknown;</email>",
        "<email>&#x110000;</email>",
        "<email>b</email><firstName>",
        "<a><b></a></b>",
        "<!foo>",
        &format!("<email>{}</email>", "x".repeat(5000)),
        &"<note>xxxxxxxxxxxxxxxxx</note>".repeat(5000),
        &format!("{}{}", "<a>".repeat(9), "</a>".repeat(9)),
        &format!("<email {}>b</email>", "a='1' ".repeat(33)),
    ] {
        let expected = ["a", "!", "a"];
        assert_eq!(between(broken), expected, "{}", &broken[..broken.len().min(60)]);
    }
    assert_eq!(between(&format!("<email {}>b</email>", "a='1' ".repeat(32))), ["a", "b", "a"]);
    assert_eq!(between("<email>b</email><!-- <email>c</email> --><?x y?>"), ["a", "b", "a"]);
}

#[test]
fn who_never_ends_is_broken_and_the_next_is_not() {
    let nested = format!("<customers><customer><email>x</email>{}</customers>", one(""));
    assert_eq!(emails(&nested), ["!", "a"]);
    assert_eq!(emails(&format!("<customers>{}<customer><email>b</email>", one(""))), ["a", "!"]);
    assert_eq!(emails(&format!("<customers>{}<custo", one(""))), ["a"]);
}

#[test]
fn documents_without_a_customer_have_none() {
    for nothing in
        ["", " ", "x", "<a/>", "<customers/>", "<a><b>c</b></a>", "<![CDATA[", "<", "&", "]]>"]
    {
        assert_eq!(emails(nothing), [] as [&str; 0], "{nothing}");
    }
    assert_eq!(emails("<customer/>"), ["-"]);
    assert_eq!(emails(&format!("\u{feff}<x>{}</x>", one(""))), ["a"]);
}

#[test]
fn a_document_type_is_refused_with_all_that_follows() {
    let bomb = "<!DOCTYPE a [<!ENTITY x \"xxxxxxxxxx\"><!ENTITY y \"&x;&x;&x;\">]>";
    let steal = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    for doctype in [bomb, steal, "<!DOCTYPE customers>"] {
        let rest = "<customers><customer><email>&x;</email></customer></customers>";
        assert_eq!(emails(&format!("<?xml version='1.0'?>{doctype}{rest}")), ["!"], "{doctype}");
    }
}

#[test]
fn bytes_that_are_no_text_break_their_node() {
    let mut document = b"<c>".to_vec();
    document.extend(one("").bytes());
    document.extend(b"<customer><email>\xff\xfe</email></customer>");
    document.extend(one("").bytes());
    let read: Vec<_> = Customers::new(&document[..]).map(Result::unwrap).collect();
    assert!(matches!(read[..], [Some(_), None, Some(_)]));
}

#[test]
fn what_has_no_end_is_not_collected() {
    for start in
        ["<customer><email>", "<customer ", "<!--", "<customer><![CDATA[", "<!DOCTYPE ", "<?"]
    {
        let endless = start.as_bytes().chain(io::repeat(b'x'));
        let mut customers = Customers::new(endless);
        let why = customers.by_ref().last().unwrap().unwrap_err().0;
        assert_eq!(why, TOO_LONG, "{start}");
        assert!(customers.next().is_none());
        assert!(customers.buffer.capacity() < 8 * 1024 * 1024, "{start}");
    }
}

#[test]
fn a_file_that_fails_to_be_read_ends_with_an_error() {
    struct Torn;

    impl Read for Torn {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }

    for start in [one(""), format!("{}<customer><email>b", one(""))] {
        let document = format!("<customers>{start}");
        let mut customers = Customers::new(document.as_bytes().chain(Torn));
        assert!(matches!(customers.next(), Some(Ok(Some(_)))));
        assert_eq!(customers.next().unwrap().unwrap_err().0, "the disk is gone");
        assert!(customers.next().is_none());
    }
}
