//! One-time codes and invitations.

use application::ports::{Contacts, Storage, StorageError};
use domain::account::User;
use domain::code::{Channel, OneTimeCode, Purpose};
use domain::contact::{Email, Phone};
use domain::ids::{AdminId, CustomerId, InvitationId};
use domain::invitation::{Invitation, InvitationStatus, Invitee};
use laurel_tests::databases::TestDatabase;
use uuid::Uuid;

use super::fixtures::{abroad, at, begin, kept, save_customer, somebody, with_abroad};

laws![
    a_code_is_read_as_it_was_saved_and_replaced_by_the_next,
    a_code_is_found_by_its_digest_in_its_own_store,
    two_live_codes_never_share_a_digest,
    forgetting_a_user_forgets_its_codes,
    invitations_are_found_in_every_way,
    a_forgotten_invitee_is_blank,
];

fn user(number: u128) -> User {
    User::Customer(CustomerId(Uuid::from_u128(number)))
}

fn issued(user: User, digest: &str) -> OneTimeCode {
    let mut code = OneTimeCode::request(user, Purpose::PhoneChange, at(0));
    code.issue(digest.to_owned(), Channel::Sms, at(1));
    code.phone = Some(Phone::parse("+48123123123").unwrap());
    code
}

async fn a_code_is_read_as_it_was_saved_and_replaced_by_the_next(it: &TestDatabase) {
    let fresh = OneTimeCode::request(user(1), Purpose::PhoneChange, at(0));
    for code in [fresh, issued(user(1), "a"), issued(user(1), "b")] {
        kept(it, async |uow| uow.codes().save(&code).await).await;
        let uow = begin(it).await;
        let found = uow.codes().find(user(1), Purpose::PhoneChange).await.unwrap();
        assert_eq!(found, Some(code));
        assert_eq!(uow.codes().find(user(1), Purpose::Activation).await.unwrap(), None);
    }
}

async fn a_code_is_found_by_its_digest_in_its_own_store(it: &TestDatabase) {
    with_abroad(it).await;
    let admin = User::Admin(AdminId(Uuid::from_u128(9)));
    kept(it, async |uow| {
        uow.codes().save(&issued(user(1), "a")).await?;
        uow.codes().save(&issued(admin, "b")).await
    })
    .await;
    let uow = begin(it).await;
    let found = uow.codes().find_by_digest(Purpose::PhoneChange, "a").await.unwrap();
    assert_eq!(found.map(|it| it.user), Some(user(1)));
    assert_eq!(uow.codes().find_by_digest(Purpose::Activation, "a").await.unwrap(), None);
    drop(uow);
    let elsewhere = it.database.begin(&abroad()).await.unwrap();
    assert_eq!(elsewhere.codes().find_by_digest(Purpose::PhoneChange, "a").await.unwrap(), None);
    let of_admin = elsewhere.codes().find_by_digest(Purpose::PhoneChange, "b").await.unwrap();
    assert_eq!(of_admin.map(|it| it.user), Some(admin));
}

async fn two_live_codes_never_share_a_digest(it: &TestDatabase) {
    kept(it, async |uow| uow.codes().save(&issued(user(1), "a")).await).await;
    let uow = begin(it).await;
    let refused = uow.codes().save(&issued(user(2), "a")).await;
    assert!(matches!(refused, Err(StorageError::Taken("code"))), "{refused:?}");
}

async fn forgetting_a_user_forgets_its_codes(it: &TestDatabase) {
    kept(it, async |uow| {
        uow.codes().save(&issued(user(1), "a")).await?;
        uow.codes().save(&issued(user(2), "b")).await?;
        uow.codes().forget(user(1)).await
    })
    .await;
    assert_eq!(it.texts("SELECT digest FROM one_time_code").await, ["b"]);
}

fn invitation(number: u128, referrer: CustomerId, invitee: Invitee) -> Invitation {
    Invitation {
        id: InvitationId(Uuid::from_u128(number)),
        referrer,
        invitee,
        recipient: None,
        status: InvitationStatus::Invited,
        token: format!("token-{number}"),
        created_at: at(0),
    }
}

fn by_email() -> Invitee {
    Invitee::Email(Email::parse("ada@x.io").unwrap())
}

fn by_phone() -> Invitee {
    Invitee::Phone(Phone::parse("48123123123").unwrap())
}

async fn invitations_are_found_in_every_way(it: &TestDatabase) {
    let (referrer, recipient) = (somebody(1), somebody(2));
    save_customer(it, referrer.clone()).await;
    save_customer(it, recipient.clone()).await;
    let mut accepted = invitation(1, referrer.id(), by_email());
    kept(it, async |uow| uow.invitations().save(&accepted).await).await;
    assert!(accepted.accept(recipient.id()));
    let phoned = invitation(2, referrer.id(), by_phone());
    kept(it, async |uow| {
        uow.invitations().save(&accepted).await?;
        uow.invitations().save(&phoned).await
    })
    .await;
    let uow = begin(it).await;
    let repo = uow.invitations();
    assert_eq!(repo.find(accepted.id).await.unwrap(), Some(accepted.clone()));
    assert_eq!(repo.find_by_token("token-2").await.unwrap(), Some(phoned));
    assert_eq!(repo.find_by_token("token-3").await.unwrap(), None);
    let host = accepted.referrer;
    assert_eq!(repo.find_by_recipient(recipient.id()).await.unwrap(), Some(accepted));
    assert_eq!(repo.referrer_of(recipient.id()).await.unwrap(), Some(host));
    assert_eq!(repo.referrer_of(host).await.unwrap(), None);
    let with_plus = Invitee::Phone(Phone::parse("+48123123123").unwrap());
    let elsewhere = Invitee::Email(Email::parse("eve@x.io").unwrap());
    for (invitee, known) in
        [(by_email(), true), (with_plus, true), (elsewhere, false), (Invitee::Erased, false)]
    {
        assert_eq!(repo.any_to(referrer.id(), &invitee).await.unwrap(), known, "{invitee:?}");
    }
    assert!(!repo.any_to(recipient.id(), &by_email()).await.unwrap());
}

async fn a_forgotten_invitee_is_blank(it: &TestDatabase) {
    let (referrer, recipient) = (somebody(1), somebody(2));
    save_customer(it, referrer.clone()).await;
    save_customer(it, recipient.clone()).await;
    let mut accepted = invitation(1, referrer.id(), by_email());
    accepted.accept(recipient.id());
    let other = Invitee::Email(Email::parse("eve@x.io").unwrap());
    kept(it, async |uow| {
        uow.invitations().save(&accepted).await?;
        uow.invitations().save(&invitation(2, referrer.id(), by_phone())).await?;
        uow.invitations().save(&invitation(3, referrer.id(), other.clone())).await?;
        let phone = Some(Phone::parse("+48123123123").unwrap());
        let contacts = Contacts { phone, ..Contacts::default() };
        uow.invitations().forget(recipient.id(), &contacts).await
    })
    .await;
    let uow = begin(it).await;
    for (number, invitee) in [(1, Invitee::Erased), (2, Invitee::Erased), (3, other)] {
        let id = InvitationId(Uuid::from_u128(number));
        assert_eq!(uow.invitations().find(id).await.unwrap().unwrap().invitee, invitee);
    }
}
