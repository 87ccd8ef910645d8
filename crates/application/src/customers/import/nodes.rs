//! What a file must say of a customer before any rule of the programme is asked
//! (behaviour 3.20.2).

use domain::customer::{FormRules, Gender};
use domain::form::Given;
use domain::ids::LevelId;
use domain::time::{parse_birth_date, parse_date};

use crate::ports::ImportRow;

/// What may stand in a node.
#[derive(Clone, Copy)]
enum Form {
    Anything,
    Flag,
    Date,
    Gender,
    Id,
}

/// What is wrong with the first node, in the documented order, that has something wrong.
pub(super) fn first_violation(row: &ImportRow, rules: FormRules) -> Option<String> {
    let it = &row.customer;
    let nodes: [(&str, bool, Form, &Given); 14] = [
        ("email", true, Form::Anything, &it.email),
        ("firstName", true, Form::Anything, &it.first_name),
        ("lastName", true, Form::Anything, &it.last_name),
        ("active", true, Form::Flag, &row.active),
        ("sendActivationMail", false, Form::Flag, &row.send_activation_mail),
        ("birthDate", false, Form::Date, &it.birth_date),
        ("agreement1", true, Form::Flag, &it.agreement1),
        ("agreement2", false, Form::Flag, &it.agreement2),
        ("agreement3", false, Form::Flag, &it.agreement3),
        ("gender", true, Form::Gender, &it.gender),
        ("levelId", false, Form::Id, &it.level_id),
        ("posId", false, Form::Id, &it.pos_id),
        ("sellerId", false, Form::Id, &it.seller_id),
        // Whatever stands in the others is for the rules of the programme to judge.
        ("phone", false, Form::Anything, &it.phone),
    ];
    nodes.into_iter().find_map(|(name, required, form, given)| match given {
        Given::Absent | Given::Empty if required => Some(format!("{name} is required node")),
        Given::Absent | Given::Empty => None,
        Given::Malformed => broken(name, form, "", rules),
        Given::Text(text) => broken(name, form, text, rules),
    })
}

fn broken(name: &str, form: Form, text: &str, rules: FormRules) -> Option<String> {
    let (holds, rule) = match form {
        Form::Anything => return None,
        Form::Flag => (matches!(text, "true" | "false"), "should one of (true, false)"),
        Form::Date => (
            parse_date(text).is_ok() && parse_birth_date(text, rules.zone).is_ok(),
            "has invalid date format (Y-m-d required)",
        ),
        Form::Gender => {
            (Gender::parse(text).is_some(), "should one of (male, female, not_disclosed)")
        }
        Form::Id => (LevelId::parse(text).is_some(), "should be UUID"),
    };
    (!holds).then(|| format!("{name} {rule}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::store;

    fn row() -> ImportRow {
        let mut row = ImportRow { active: Given::text("true"), ..ImportRow::default() };
        let it = &mut row.customer;
        it.email = Given::text("a@example.com");
        it.first_name = Given::text("A");
        it.last_name = Given::text("B");
        it.agreement1 = Given::text("false");
        it.gender = Given::text("male");
        row
    }

    fn said(change: impl FnOnce(&mut ImportRow)) -> Option<String> {
        let mut row = row();
        change(&mut row);
        first_violation(&row, FormRules::of(&store()))
    }

    type Leaf = fn(&mut ImportRow) -> &mut Given;

    /// Name, whether it is required, what it may be, and what a wrong one is told.
    type Line = (&'static str, bool, &'static [&'static str], Option<&'static str>, Leaf);

    const TABLE: &[Line] = &[
        ("email", true, &["x"], None, |it| &mut it.customer.email),
        ("firstName", true, &["x"], None, |it| &mut it.customer.first_name),
        ("lastName", true, &["x"], None, |it| &mut it.customer.last_name),
        ("active", true, &["true", "false"], Some("should one of (true, false)"), |it| {
            &mut it.active
        }),
        ("sendActivationMail", false, &["true"], Some("should one of (true, false)"), |it| {
            &mut it.send_activation_mail
        }),
        (
            "birthDate",
            false,
            &["1990-02-28"],
            Some("has invalid date format (Y-m-d required)"),
            |it| &mut it.customer.birth_date,
        ),
        ("agreement1", true, &["true", "false"], Some("should one of (true, false)"), |it| {
            &mut it.customer.agreement1
        }),
        ("agreement2", false, &["true"], Some("should one of (true, false)"), |it| {
            &mut it.customer.agreement2
        }),
        ("agreement3", false, &["false"], Some("should one of (true, false)"), |it| {
            &mut it.customer.agreement3
        }),
        (
            "gender",
            true,
            &["male", "female", "not_disclosed"],
            Some("should one of (male, female, not_disclosed)"),
            |it| &mut it.customer.gender,
        ),
        (
            "levelId",
            false,
            &["e82c96cf-32a3-43bd-9034-4df343e50000"],
            Some("should be UUID"),
            |it| &mut it.customer.level_id,
        ),
        ("posId", false, &[], Some("should be UUID"), |it| &mut it.customer.pos_id),
        ("sellerId", false, &[], Some("should be UUID"), |it| &mut it.customer.seller_id),
    ];

    #[test]
    fn every_node_has_its_rule_and_its_words() {
        assert_eq!(first_violation(&row(), FormRules::of(&store())), None);
        for (name, required, legal, rule, leaf) in TABLE {
            for nothing in [Given::Absent, Given::Empty] {
                let expected = required.then(|| format!("{name} is required node"));
                assert_eq!(said(|it| *leaf(it) = nothing), expected, "{name}");
            }
            for legal in *legal {
                assert_eq!(said(|it| *leaf(it) = Given::text(legal)), None, "{name} {legal}");
            }
            for wrong in ["yes", "1", "TRUE", "01-02-1990", "1990-02-30", "+990-01-01"] {
                let expected = rule.map(|it| format!("{name} {it}"));
                assert_eq!(said(|it| *leaf(it) = Given::text(wrong)), expected, "{name} {wrong}");
            }
        }
    }

    #[test]
    fn the_first_violation_in_the_documented_order_is_told() {
        let mut row = row();
        for (_, _, _, _, leaf) in TABLE {
            *leaf(&mut row) = Given::text("?");
        }
        let mut left = TABLE.iter().filter(|(_, _, _, rule, _)| rule.is_some());
        while let Some(said) = first_violation(&row, FormRules::of(&store())) {
            let (name, .., leaf) = left.next().unwrap();
            assert!(said.starts_with(*name), "{said}");
            *leaf(&mut row) = self::row().clone_of(*leaf);
        }
        assert!(left.next().is_none());
    }

    impl ImportRow {
        fn clone_of(mut self, leaf: Leaf) -> Given {
            leaf(&mut self).clone()
        }
    }
}
