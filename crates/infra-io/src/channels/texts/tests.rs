//! What the texts say, and what the operator may put in their place.

use std::fmt::Write;

use super::*;
use crate::folder::Folder;

fn locale(code: &str) -> Locale {
    Locale::parse(code).unwrap()
}

fn example(value: &'static str) -> (&'static str, String) {
    let text = match value {
        "program_name" => "Loyalty Program",
        "url" => "https://club.example/#!/go/0123456789abcdef0123",
        "customer_panel_url" => "https://club.example/",
        "username" | "email" => "ada@example.com",
        "number" => "2",
        "code" => "153105",
        "loyalty_card_number" => "000000",
        "phone" => "+48123123123",
        "password" => "aB3dE6gH9j",
        "added_points_amount" => "6.9",
        "active_points_amount" => "110",
        "level_name" => "gold",
        "level_discount" => "10",
        "reward_name" => "Mug",
        "reward_code" => "ABC-123",
        "reward_instructions" => "Show it at the till.",
        "referrer_name" => "Ada Lovelace",
        other => panic!("what is {other}?"),
    };
    (value, text.to_owned())
}

fn values(template: Template) -> Vec<(&'static str, String)> {
    values_of(template).iter().map(|value| example(value)).collect()
}

fn every_text(language: &str) -> String {
    let templates = Templates::open(None).unwrap();
    let mut all = String::new();
    for &template in Template::ALL {
        let name = template.name();
        let words = templates.render(template, &locale(language), &values(template)).unwrap();
        assert_eq!(words.html, None);
        assert_eq!(words.subject.is_empty(), name.ends_with("_sms"), "{name}");
        writeln!(all, "=== {name}: {}\n{}", words.subject, words.text).unwrap();
    }
    all
}

#[test]
fn every_text_in_english() {
    insta::assert_snapshot!(every_text("en"));
}

#[test]
fn every_text_in_polish() {
    insta::assert_snapshot!(every_text("pl"));
}

#[test]
fn every_locale_has_every_message_and_uses_the_same_values() {
    let templates = Templates::open(None).unwrap();
    let used = |locale: &str, name: &str| {
        let file = format!("{locale}/{name}.txt");
        let subject = templates.environment.get_template(&subject_of(&file));
        let subject = subject.map_or_else(|_| [].into(), |it| it.undeclared_variables(false));
        let body = templates.environment.get_template(&file).unwrap().undeclared_variables(false);
        &body | &subject
    };
    for &template in Template::ALL {
        let (name, values) = (template.name(), values_of(template));
        let english = used("en", name);
        assert_eq!(english, used("pl", name), "{name}");
        assert!(english.iter().all(|it| values.contains(&it.as_str())), "{name}: {english:?}");
    }
}

#[test]
fn lines_about_what_there_is_none_of_are_left_out() {
    let templates = Templates::open(None).unwrap();
    let mut values = values(Template::TemporaryPasswordEmail);
    for (name, value) in &mut values {
        if matches!(*name, "loyalty_card_number" | "phone") {
            value.clear();
        }
    }
    let words =
        templates.render(Template::TemporaryPasswordEmail, &Locale::english(), &values).unwrap();
    assert!(words.text.contains("\n\nE-mail: ada@example.com\nPassword: aB3dE6gH9j\n\n"));
}

#[test]
fn a_text_is_found_in_the_locale_its_language_or_english() {
    let templates = Templates::open(None).unwrap();
    let said = |code| {
        templates
            .render(Template::PhoneChangeSms, &locale(code), &values(Template::PhoneChangeSms))
            .unwrap()
    };
    assert_eq!(said("pl_PL"), said("pl"));
    assert_eq!(said("de"), said("en"));
    assert_ne!(said("pl"), said("en"));
}

#[test]
fn a_value_that_is_missing_is_an_error_that_shows_no_value() {
    let templates = Templates::open(None).unwrap();
    let values = [("program_name", "Secret Club".to_owned()), ("number", "1".to_owned())];
    let error = templates.render(Template::ActivationSms, &Locale::english(), &values).unwrap_err();
    let said = "the template en/activation_sms.txt is broken: undefined value, line 1";
    assert_eq!(error, SendError::Never(said.to_owned()));
}

#[test]
fn a_subject_stays_one_line() {
    let folder = Folder::with(&[("en/invitation_email.txt", "Subject: {{ url }} !\n\nx\n")]);
    let templates = Templates::open(Some(folder.path())).unwrap();
    let values = [("url", "a\r\nBcc: b@example.com".to_owned())];
    let words = templates.render(Template::InvitationEmail, &Locale::english(), &values).unwrap();
    assert_eq!((&*words.subject, &*words.text), ("a Bcc: b@example.com !", "x"));
}

#[test]
fn operators_replace_texts_and_add_languages() {
    let folder = Folder::with(&[
        ("en/invitation_sms.txt", "Join {{ program_name }}"),
        ("de/invitation_email.txt", "Subject: Einladung\n\nKomm & sieh: {{ url }}"),
        ("de/invitation_email.html", "<p>Komm &amp; sieh: {{ url }}</p>"),
        (".keep", ""),
        ("en/.hidden", ""),
        ("en/invitation_sms.txt~", "{{ broken"),
    ]);
    let templates = Templates::open(Some(folder.path())).unwrap();
    let values = [("program_name", "<Club>".to_owned()), ("url", "/?a=1&b=<i>".to_owned())];
    let render = |name, code| templates.render(name, &locale(code), &values).unwrap();
    assert_eq!(render(Template::InvitationSms, "en").text, "Join <Club>");
    assert_eq!(render(Template::InvitationSms, "de").text, "Join <Club>");
    let words = render(Template::InvitationEmail, "de_AT");
    assert_eq!(words.subject, "Einladung");
    assert_eq!(words.text, "Komm & sieh: /?a=1&b=<i>");
    let html = "<p>Komm &amp; sieh: &#x2f;?a=1&amp;b=&lt;i&gt;</p>";
    assert_eq!(words.html.as_deref(), Some(html));
}

#[test]
fn templates_that_cannot_work_are_refused_at_the_start() {
    let endless = "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}";
    for (file, text, said) in [
        ("en/invitation_smms.txt", "x", "replaces no template"),
        ("english/invitation_sms.txt", "x", "replaces no template"),
        ("invitation_sms.txt", "x", "replaces no template"),
        ("en/invitation_sms.txt", "{{ url", "broken: "),
        ("en/invitation_sms.txt", "{{ link }}", "broken: undefined value"),
        ("en/invitation_email.txt", "Subject: {{ code }}\n\nx", "broken: undefined value"),
        ("en/invitation_sms.txt", endless, "broken: "),
    ] {
        let folder = Folder::with(&[(file, text)]);
        let error = Templates::open(Some(folder.path())).err().unwrap().to_string();
        assert!(error.contains(said), "{file} {text}: {error}");
    }
    let nowhere = Templates::open(Some(Path::new("/nowhere/at/all"))).err().unwrap().to_string();
    assert!(nowhere.starts_with("cannot read the templates in /nowhere"), "{nowhere}");
}
