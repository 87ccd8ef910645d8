//! Lists of invitations (behaviour B9).

use application::ports::{
    Direction, InvitationQuery, InvitationSort, InvitationView, Listing, Page, Storage,
};
use domain::contact::{Email, Phone};
use domain::customer::{CustomerState, Profile};
use domain::ids::{CustomerId, InvitationId};
use domain::invitation::{Invitation, InvitationStatus, Invitee};
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::people::{person, save};
use crate::laws::fixtures::{abroad, at, home, kept, nobody, text, with_abroad};

laws![
    invitations_come_with_the_people_on_both_ends,
    every_filter_finds_its_own,
    sorts_and_pages_are_exact,
];

fn named(number: u128, first: &str, last: &str, email: &str) -> CustomerState {
    let email = Email::parse(email).ok();
    let profile = Profile { first_name: text(first), last_name: text(last), email, ..nobody() };
    CustomerState { profile, ..person(number) }
}

fn sent(number: u128, referrer: u128, invitee: Invitee) -> Invitation {
    Invitation {
        id: InvitationId(Uuid::from_u128(number)),
        referrer: CustomerId(Uuid::from_u128(referrer)),
        invitee,
        recipient: None,
        status: InvitationStatus::Invited,
        token: format!("token-{number}"),
        created_at: at(0),
    }
}

fn by_email(raw: &str) -> Invitee {
    Invitee::Email(Email::parse(raw).unwrap())
}

/// Ada (1) invited Eve, who came (3), and somebody by phone; Bob (2) invited somebody.
async fn some(it: &TestDatabase) -> [Invitation; 3] {
    let people = [
        named(1, "Ada", "Byron", "ada@x.io"),
        named(2, "Bob", "Stone", "bob@y.io"),
        named(3, "Eve", "O%Neil", "eve@x.io"),
    ];
    save(it, &home(), &people).await;
    let mut accepted = sent(11, 1, by_email("eve@old.io"));
    assert!(accepted.accept(people[2].id));
    let phoned = sent(12, 1, Invitee::Phone(Phone::parse("+48123123123").unwrap()));
    let other = sent(13, 2, by_email("zoe@y.io"));
    let all = [accepted, phoned, other];
    kept(it, async |uow| {
        for invitation in &all {
            uow.invitations().save(invitation).await?;
        }
        Ok(())
    })
    .await;
    all
}

async fn found(it: &TestDatabase, query: InvitationQuery) -> Listing<InvitationView> {
    it.database.read(&home()).invitations(&query).await.unwrap()
}

fn all() -> InvitationQuery {
    InvitationQuery { page: Page { offset: 0, limit: 10 }, ..InvitationQuery::default() }
}

fn numbers(listing: &Listing<InvitationView>) -> Vec<u128> {
    listing.items.iter().map(|it| it.invitation.id.0.as_u128()).collect()
}

async fn invitations_come_with_the_people_on_both_ends(it: &TestDatabase) {
    let [accepted, phoned, _] = some(it).await;
    let query = InvitationQuery { referrer: Some(accepted.referrer), ..all() };
    let listing = found(it, query).await;
    let view = |invitation, recipient_name: Option<&str>| InvitationView {
        invitation,
        referrer_email: Some("ada@x.io".to_owned()),
        referrer_name: "Ada Byron".to_owned(),
        recipient_name: recipient_name.map(str::to_owned),
    };
    let expected = vec![view(phoned, None), view(accepted, Some("Eve O%Neil"))];
    assert_eq!(listing, Listing { items: expected, total: 2 });
}

async fn every_filter_finds_its_own(it: &TestDatabase) {
    some(it).await;
    with_abroad(it).await;
    let text = |it: &str| Some(it.to_owned());
    let id = |number| Some(CustomerId(Uuid::from_u128(number)));
    let cases: Vec<(InvitationQuery, &[u128])> = vec![
        (all(), &[13, 12, 11]),
        (InvitationQuery { referrer: id(2), ..all() }, &[13]),
        (InvitationQuery { recipient: id(3), ..all() }, &[11]),
        (InvitationQuery { referrer_email: text("ADA@"), ..all() }, &[12, 11]),
        (InvitationQuery { referrer_name: text("da by"), ..all() }, &[12, 11]),
        (InvitationQuery { recipient_email: text("old.io"), ..all() }, &[11]),
        (InvitationQuery { recipient_phone: text("+48123"), ..all() }, &[12]),
        (InvitationQuery { recipient_name: text("eve"), ..all() }, &[11]),
        (InvitationQuery { recipient_name: text("o%n"), ..all() }, &[11]),
        (InvitationQuery { recipient_name: text("e_e"), ..all() }, &[]),
        (InvitationQuery { recipient_name: text("\0"), ..all() }, &[]),
        (InvitationQuery { status: Some(InvitationStatus::Registered), ..all() }, &[11]),
        (InvitationQuery { status: Some(InvitationStatus::MadePurchase), ..all() }, &[]),
        (InvitationQuery { referrer_name: text("da by"), strict: true, ..all() }, &[]),
        (InvitationQuery { referrer_name: text("ada BYRON"), strict: true, ..all() }, &[12, 11]),
        (InvitationQuery { recipient_phone: text("48123123123"), strict: true, ..all() }, &[12]),
    ];
    for (query, expected) in cases {
        let listing = found(it, query.clone()).await;
        assert_eq!(numbers(&listing), expected, "{query:?}");
        assert_eq!(listing.total, expected.len() as u64, "{query:?}");
    }
    let elsewhere = it.database.read(&abroad()).invitations(&all()).await.unwrap();
    assert_eq!(elsewhere.total, 0);
}

async fn sorts_and_pages_are_exact(it: &TestDatabase) {
    some(it).await;
    for (sort, direction, expected) in [
        (InvitationSort::Referrer, Direction::Asc, [11, 12, 13]),
        (InvitationSort::Invitation, Direction::Asc, [11, 12, 13]),
        (InvitationSort::Invitation, Direction::Desc, [13, 12, 11]),
        (InvitationSort::Status, Direction::Desc, [11, 13, 12]),
        (InvitationSort::Status, Direction::Asc, [12, 13, 11]),
    ] {
        let listing = found(it, InvitationQuery { sort, direction, ..all() }).await;
        assert_eq!(numbers(&listing), expected, "{sort:?} {direction:?}");
    }
    let page = Page { offset: 1, limit: 1 };
    let listing = found(it, InvitationQuery { page, ..all() }).await;
    assert_eq!((numbers(&listing), listing.total), (vec![12], 3));
}
