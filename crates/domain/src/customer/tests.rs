//! Tables of behaviour 3.1, 3.2, 3.6 and 9.1.

use uuid::Uuid;

use super::*;
use crate::amount::Fraction;
use crate::form::{FormErrors, Given, GivenGroup, message};
use crate::level::Reward;
use crate::locale::Translations;
use crate::store::ActivationMethod;
use crate::text::Text;

pub(super) const NOW: Timestamp = Timestamp::UNIX_EPOCH;
const EMAIL: FormRules =
    FormRules { activation: ActivationMethod::Email, zone: chrono_tz::Europe::Warsaw };
const SMS: FormRules = FormRules { activation: ActivationMethod::Sms, ..EMAIL };

fn level(number: u128) -> Level {
    Level {
        id: LevelId(Uuid::from_u128(number)),
        active: true,
        condition: Amount::ZERO,
        min_order: None,
        reward: Reward {
            name: Text::parse("r").unwrap(),
            value: Fraction::default(),
            code: Text::parse("c").unwrap(),
        },
        special_rewards: vec![],
        translations: Translations::default(),
        version: 1,
    }
}

fn draft() -> CustomerDraft {
    CustomerDraft {
        first_name: Given::text("John"),
        last_name: Given::text("Kowalski"),
        email: Given::text("John@Example.com"),
        phone: Given::text("000000005000"),
        agreement1: Given::text("1"),
        ..CustomerDraft::default()
    }
}

pub(super) fn john() -> Customer {
    let profile = draft().profile(EMAIL, &mut FormErrors::default()).unwrap();
    Customer::register(
        CustomerId(Uuid::nil()),
        profile,
        NOW,
        Some(&level(0)),
        &Locale::english(),
        NOW,
    )
}

fn names(customer: &mut Customer) -> Vec<&'static str> {
    customer.take_events().iter().map(|(_, event)| event.name()).collect()
}

fn said(errors: &FormErrors) -> Vec<(&str, &str)> {
    errors.fields.iter().map(|it| (&*it.path, &*it.message)).collect()
}

#[test]
fn registration_leaves_its_events_in_order() {
    let mut john = john();
    assert_eq!(
        names(&mut john),
        [
            "CustomerWasRegistered",
            "AssignedAccountToCustomer",
            "CustomerWasMovedToLevel",
            "CustomerAddressWasUpdated",
            "CustomerLoyaltyCardNumberWasUpdated",
        ]
    );
    assert_eq!((john.state().version, john.read_version()), (5, 0));
    assert_eq!(john.state().status, Status::New);
    assert_eq!(john.state().placement, Some(Placement::Earned(level(0).id)));
}

#[test]
fn activation_and_deactivation_work_from_any_status_and_record_each_time() {
    let mut john = john();
    john.take_events();
    for (command, status) in [
        (activate as fn(&mut Customer, Timestamp), Status::Active),
        (activate, Status::Active),
        (Customer::deactivate, Status::Blocked),
        (Customer::deactivate, Status::Blocked),
        (activate, Status::Active),
    ] {
        command(&mut john, NOW);
        assert_eq!(john.state().status, status);
        assert_eq!(john.take_events().len(), 1);
    }
}

#[test]
fn a_manual_level_is_marked_and_its_removal_falls_back_to_the_earned_one() {
    let mut john = john();
    let english = Locale::english();
    assert_eq!(john.remove_manual_level(None, &english, NOW), Err(CustomerRefusal::NoManualLevel));
    john.assign_level(&level(2), &english, NOW);
    assert_eq!(john.state().placement, Some(Placement::Manual(level(2).id)));
    john.assign_level(&level(2), &english, NOW);
    john.remove_manual_level(Some(&level(0)), &english, NOW).unwrap();
    assert_eq!(john.state().placement, Some(Placement::Earned(level(0).id)));
    john.assign_level(&level(2), &english, NOW);
    john.remove_manual_level(None, &english, NOW).unwrap();
    assert_eq!(john.state().placement, None);
}

#[test]
fn the_worked_form_example_reports_exactly_its_errors() {
    let odd = CustomerDraft {
        last_name: Given::text("X"),
        gender: Given::text("robot"),
        agreement1: Given::text("0"),
        ..CustomerDraft::default()
    };
    let mut errors = FormErrors::default();
    assert_eq!(odd.profile(EMAIL, &mut errors), None);
    assert_eq!(
        said(&errors),
        [
            ("firstName", message::BLANK),
            ("gender", message::NOT_VALID),
            ("email", message::BLANK),
            ("agreement1", message::BLANK),
        ]
    );
}

#[test]
fn the_activation_method_decides_which_contact_is_required() {
    for (rules, missing) in [(EMAIL, "email"), (SMS, "phone")] {
        let mut errors = FormErrors::default();
        let silent = CustomerDraft { email: Given::Absent, phone: Given::Absent, ..draft() };
        assert_eq!(silent.profile(rules, &mut errors), None);
        assert_eq!(said(&errors), [(missing, message::BLANK)]);
    }
}

#[test]
fn half_a_company_is_dropped_on_registration_and_refused_on_update() {
    let half = CustomerDraft {
        company: GivenGroup::Members(CompanyDraft { name: Given::text("A"), nip: Given::Absent }),
        ..draft()
    };
    let mut errors = FormErrors::default();
    assert_eq!(half.profile(EMAIL, &mut errors).unwrap().company, None);
    half.changes(EMAIL, &mut errors);
    assert_eq!(said(&errors), [("company.nip", message::BLANK)]);
}

/// One row of behaviour 3.6.1 each: what is sent, and what the profile then holds.
#[test]
fn an_update_keeps_absent_erases_empty_and_replaces_given() {
    let full = CustomerDraft {
        gender: Given::text("male"),
        birth_date: Given::text("1990-01-01"),
        address: GivenGroup::Members(AddressDraft {
            street: Given::text("S"),
            city: Given::text("C"),
            ..AddressDraft::default()
        }),
        company: GivenGroup::Members(CompanyDraft {
            name: Given::text("N"),
            nip: Given::text("1"),
        }),
        loyalty_card_number: Given::text("c1"),
        labels: Given::text("a:1"),
        agreement2: Given::text("1"),
        ..draft()
    };
    let before = full.profile(EMAIL, &mut FormErrors::default()).unwrap();
    let after = |draft: CustomerDraft| {
        let mut errors = FormErrors::default();
        let changes = draft.changes(EMAIL, &mut errors);
        assert_eq!(said(&errors), []);
        let mut john = Customer::register(
            CustomerId(Uuid::nil()),
            before.clone(),
            NOW,
            None,
            &Locale::english(),
            NOW,
        );
        john.update(changes, NOW).unwrap();
        john.state().profile.clone()
    };
    assert_eq!(after(CustomerDraft::default()), before);
    let emptied = after(CustomerDraft {
        first_name: Given::Empty,
        gender: Given::Empty,
        phone: Given::Empty,
        birth_date: Given::Empty,
        created_at: Given::text("2017-01-01"),
        address: GivenGroup::Empty,
        company: GivenGroup::Members(CompanyDraft { name: Given::Empty, nip: Given::Empty }),
        loyalty_card_number: Given::Empty,
        labels: Given::Empty,
        agreement1: Given::Empty,
        agreement2: Given::Empty,
        ..CustomerDraft::default()
    });
    assert_eq!(emptied.first_name, before.first_name);
    assert_eq!(emptied.gender, Some(Gender::NotDisclosed));
    assert_eq!(emptied.phone, Entry::Erased);
    assert_eq!(emptied.birth_date, None);
    assert_eq!(emptied.address, Some(Address::default()));
    assert_eq!(emptied.company, None);
    assert_eq!(emptied.loyalty_card, Entry::Erased);
    assert_eq!(emptied.labels, []);
    assert_eq!(emptied.agreements, Agreements([false; 3]));
    let moved = after(CustomerDraft {
        address: GivenGroup::Members(AddressDraft {
            city: Given::text("X"),
            ..AddressDraft::default()
        }),
        ..CustomerDraft::default()
    });
    assert_eq!(moved.address, Some(Address { city: Text::parse("X").ok(), ..Address::default() }));
}

#[test]
fn the_contact_that_activation_relies_on_cannot_be_erased() {
    let erase =
        CustomerDraft { email: Given::Empty, phone: Given::Empty, ..CustomerDraft::default() };
    let mut errors = FormErrors::default();
    erase.changes(EMAIL, &mut errors);
    assert_eq!(said(&errors), [("email", message::EMAIL_REQUIRED)]);
    let mut errors = FormErrors::default();
    let changes = erase.changes(SMS, &mut errors);
    assert_eq!(said(&errors), [("phone", message::PHONE_REQUIRED)]);
    assert_eq!(changes.email, Some(None));
}

#[test]
fn an_update_tells_which_agreements_turned_over() {
    let mut john = john();
    let changes = Changes { agreements: [Some(true), Some(true), None], ..Changes::default() };
    assert_eq!(john.update(changes.clone(), NOW), Ok(vec![(2, true)]));
    assert_eq!(john.update(changes, NOW), Ok(vec![]));
}

#[test]
fn a_deleted_customer_is_nobody_in_particular() {
    let mut john = john();
    john.delete(NOW);
    assert_eq!(john.state().status, Status::Deleted);
    assert_eq!(john.state().profile, Profile::erased());
}

#[test]
fn only_agreements_may_change_where_profile_edits_are_forbidden() {
    let mut errors = FormErrors::default();
    CustomerDraft { agreement2: Given::text("1"), ..CustomerDraft::default() }
        .forbid_profile_edits(&mut errors);
    assert!(errors.is_empty());
    CustomerDraft { first_name: Given::text("A"), ..CustomerDraft::default() }
        .forbid_profile_edits(&mut errors);
    assert_eq!(said(&errors), [("firstName", message::NO_EDIT_PERMISSION)]);
}

#[test]
fn the_audit_log_is_told_dates_as_seconds_and_no_password() {
    let draft = CustomerDraft {
        first_name: Given::text("John"),
        phone: Given::Empty,
        birth_date: Given::text("1990-09-11"),
        created_at: Given::text("2017-01-01 14:15:16"),
        plain_password: Given::text("Secret1!"),
        ..CustomerDraft::default()
    };
    let told: Vec<_> = draft.submitted(EMAIL);
    let expected = [
        ("firstName", "John"),
        ("phone", ""),
        ("birthDate", "653004000"),
        ("createdAt", "1483276516"),
    ];
    assert_eq!(told, expected.map(|(name, value)| (name, value.to_owned())));
}

fn activate(customer: &mut Customer, now: Timestamp) {
    customer.activate(now).unwrap();
}
