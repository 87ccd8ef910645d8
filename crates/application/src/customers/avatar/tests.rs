//! Pictures that are stored, shown and taken away.

use domain::customer::{Customer, CustomerState};

use super::*;
use crate::fixtures::{Kept, Stage, admin, as_customer, customer, now};
use crate::ports::{BlobError, CustomerView};

fn sent(bytes: usize, name: &str) -> AvatarDraft {
    let file = GivenFile::File { bytes: vec![7; bytes], name: name.to_owned() };
    AvatarDraft { shape: Shape::Sound, file }
}

fn pictured(path: &str) -> Avatar {
    Avatar {
        path: path.to_owned(),
        original_name: "me.png".to_owned(),
        mime: "image/png".to_owned(),
    }
}

fn with_avatar(avatar: Option<Avatar>) -> CustomerState {
    CustomerState { avatar, ..customer(7).state().clone() }
}

fn seeing(state: CustomerState) -> Stage {
    Stage::new().reading(|it| {
        let view = CustomerView {
            state,
            level: None,
            pos_identifier: None,
            rewards: vec![],
            segments: vec![],
        };
        it.expect_customer().returning(move |_| Ok(Some(view.clone())));
    })
}

fn changing(stored: CustomerState) -> Stage {
    let mut stage = Stage::new();
    let stored = Customer::restore(stored);
    stage.repos.customers.expect_find().returning(move |_| Ok(Some(stored.clone())));
    stage
}

fn sweeps(kept: &Kept) -> Vec<(String, i64)> {
    let sweep = |job: &Job| match &job.task {
        Task::SweepBlob { path } => Some((path.clone(), (job.due_at - now()).num_minutes())),
        _ => None,
    };
    kept.jobs.iter().filter_map(sweep).collect()
}

fn said(refused: Result<Avatar, Error>) -> String {
    let Err(Error::Form(errors)) = refused else { panic!("{refused:?}") };
    assert_eq!(errors.fields[0].path, "file");
    errors.fields[0].message.to_string()
}

#[tokio::test]
async fn a_picture_is_stored_once_its_sweeping_is_certain() {
    let mut stage = seeing(with_avatar(None));
    stage
        .pictures
        .expect_clean()
        .withf(|it| it == &[7; 3])
        .return_once(|_| Ok(Picture { bytes: vec![1], mime: "image/jpeg", extension: "jpg" }));
    let path = format!("avatars/{}.jpg", "a".repeat(32));
    let expected = path.clone();
    stage
        .blobs
        .expect_put()
        .withf(move |at, it| at == expected && it == &[1])
        .return_once(|_, _| Ok(()));
    let (cx, record) = stage.call(as_customer(customer(7).id()));
    let name = "C:\\fakepath\\m\u{0}e\u{7}.jpeg";
    let stored = store_avatar(&cx, &customer(7).id().into(), &sent(3, name)).await.unwrap();
    assert_eq!(stored.original_name, "me.jpeg");
    assert_eq!((stored.path.as_str(), stored.mime.as_str()), (path.as_str(), "image/jpeg"));
    let kept = record.take();
    assert!(kept.committed && kept.customers.is_empty());
    assert_eq!(sweeps(&kept), [(path, 10)]);
}

#[tokio::test]
async fn a_disk_that_is_full_is_not_the_callers_mistake() {
    let mut stage = seeing(with_avatar(None));
    stage
        .pictures
        .expect_clean()
        .return_once(|_| Ok(Picture { bytes: vec![1], mime: "image/png", extension: "png" }));
    stage.blobs.expect_put().return_once(|_, _| Err(BlobError("full".into())));
    let (cx, record) = stage.call(admin());
    let failed = store_avatar(&cx, &customer(7).id().into(), &sent(3, "")).await;
    assert!(matches!(failed, Err(Error::Unavailable(_))));
    assert_eq!(sweeps(&record.take()).len(), 1);
}

#[tokio::test]
async fn what_is_no_picture_of_legal_size_is_told_on_the_field() {
    let not_a_file = AvatarDraft { shape: Shape::Sound, file: GivenFile::NotAFile };
    let missing = AvatarDraft { shape: Shape::Sound, file: GivenFile::Missing };
    for (draft, expected) in [
        (missing, "This value should not be blank."),
        (not_a_file, "This file is not a valid image."),
        (sent(2_000_001, ""), "The file is too large (2.01 MB). Allowed maximum size is 2 MB."),
        (sent(2_100_000, ""), "The file is too large (2.1 MB). Allowed maximum size is 2 MB."),
        (sent(2_000_000, ""), "This file is not a valid image."),
    ] {
        let mut stage = seeing(with_avatar(None));
        stage.pictures.expect_clean().returning(|_| Err(BadPicture::NotAPicture));
        let (cx, record) = stage.call(admin());
        let refused = store_avatar(&cx, &customer(7).id().into(), &draft).await;
        assert_eq!(said(refused), expected);
        assert!(!record.take().committed);
    }
}

#[tokio::test]
async fn too_many_at_once_and_nobody_at_all_are_refused() {
    let mut stage = seeing(with_avatar(None));
    stage.pictures.expect_clean().return_once(|_| Err(BadPicture::Busy));
    let (cx, _) = stage.call(admin());
    let busy = store_avatar(&cx, &customer(7).id().into(), &sent(1, "")).await;
    assert!(matches!(busy, Err(Error::Unavailable(_))));
    let stage = seeing(CustomerState { anonymized: true, ..with_avatar(None) });
    let (cx, _) = stage.call(admin());
    let nobody = store_avatar(&cx, &customer(7).id().into(), &sent(1, "")).await;
    assert_eq!(nobody.unwrap_err().to_string(), "Customer is anonymized");
}

#[tokio::test]
async fn the_picture_before_is_swept_when_another_is_shown() {
    let (cx, record) = changing(with_avatar(Some(pictured("avatars/1.png")))).call(admin());
    show_avatar(&cx, &customer(7).id().into(), &pictured("avatars/2.png")).await.unwrap();
    let kept = record.take();
    assert_eq!(kept.customers[0].state().avatar, Some(pictured("avatars/2.png")));
    assert_eq!(sweeps(&kept), [("avatars/1.png".to_owned(), 0)]);
    assert!(kept.committed);
}

#[tokio::test]
async fn a_picture_is_taken_away_once() {
    let (cx, record) = changing(with_avatar(Some(pictured("avatars/1.png")))).call(admin());
    remove_avatar(&cx, &customer(7).id().into()).await.unwrap();
    let kept = record.take();
    assert_eq!(kept.customers[0].state().avatar, None);
    assert_eq!(sweeps(&kept), [("avatars/1.png".to_owned(), 0)]);
    let (cx, record) = changing(with_avatar(None)).call(admin());
    let nothing = remove_avatar(&cx, &customer(7).id().into()).await;
    assert!(matches!(nothing, Err(Error::NotFound)));
    assert!(!record.take().committed);
}

#[tokio::test]
async fn a_picture_whose_file_is_gone_is_none() {
    for (avatar, bytes, found) in [
        (Some(pictured("avatars/1.png")), Some(vec![1]), true),
        (Some(pictured("avatars/1.png")), None, false),
        (None, None, false),
    ] {
        let mut stage = seeing(with_avatar(avatar));
        stage.blobs.expect_get().returning(move |_| Ok(bytes.clone()));
        let (cx, _) = stage.call(admin());
        let shown = super::avatar(&cx, &customer(7).id().into()).await;
        assert_eq!(shown.ok(), found.then(|| (vec![1], "image/png".to_owned())));
    }
}

#[test]
fn names_of_files_are_made_fit_to_show() {
    let long = "x".repeat(300);
    for (sent, shown) in [
        ("me.png", Some("me.png")),
        ("../../etc/passwd", Some("passwd")),
        ("C:\\a\\b c.png", Some("b c.png")),
        ("a/", None),
        ("\u{1}\n", None),
        (&long, Some(&long[..255])),
    ] {
        assert_eq!(file_name(sent).as_deref(), shown, "{sent:?}");
    }
}
