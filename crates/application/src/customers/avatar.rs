//! A customer's picture (behaviour A16 to A18, 3.21).

use chrono::TimeDelta;
use domain::customer::{Avatar, CustomerRefusal};
use domain::form::{FormErrors, Shape, message};
use domain::policy::Action;

use super::keep::keep;
use super::load::load;
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{BadPicture, CustomerRef, Job, Picture, Task};

/// The largest file, in bytes (behaviour 3.21.1).
const LARGEST: usize = 2_000_000;

/// How long a stored picture may wait for its customer to show it.
const GRACE: TimeDelta = TimeDelta::minutes(10);

/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 255;

/// A picture as submitted.
#[derive(Clone, Debug, Default)]
pub struct AvatarDraft {
    pub shape: Shape,
    pub file: GivenFile,
}

/// What stood where the file belongs.
#[derive(Clone, Default)]
pub enum GivenFile {
    #[default]
    Missing,
    /// A text, or a group.
    NotAFile,
    File {
        bytes: Vec<u8>,
        /// As the sender calls it.
        name: String,
    },
}

impl std::fmt::Debug for GivenFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Missing => "Missing",
            Self::NotAFile => "NotAFile",
            Self::File { .. } => "File",
        })
    }
}

/// Draws a picture anew and stores it, for [`show_avatar`]. A job that deletes it, unless it is
/// shown by then, is kept before the first byte is: whatever fails in between leaves nothing.
pub async fn store_avatar(
    cx: &Cx,
    who: &CustomerRef,
    draft: &AvatarDraft,
) -> Result<Avatar, Error> {
    let permit = cx.authorize_customer(Action::CustomerEdit, who).await?;
    let view = cx.read(permit).customer(who).await?.ok_or(Error::NotFound)?;
    let (bytes, name) = draft.check()?;
    if view.state.anonymized {
        return Err(CustomerRefusal::Anonymized.into());
    }
    let picture = drawn(cx, bytes).await?;
    let path = format!("avatars/{}.{}", cx.secrets().hex(32), picture.extension);
    let uow = cx.begin(permit).await?;
    let sweep = cx.job(Task::SweepBlob { path: path.clone() });
    uow.jobs().add(&Job { due_at: cx.real_now() + GRACE, ..sweep }).await?;
    uow.commit().await?;
    let Picture { bytes, mime, extension } = picture;
    cx.blobs(permit).put(&path, bytes).await?;
    let original_name = file_name(name).unwrap_or_else(|| format!("avatar.{extension}"));
    Ok(Avatar { path, original_name, mime: mime.to_owned() })
}

/// Shows a stored picture instead of the one before.
pub async fn show_avatar(cx: &Cx, who: &CustomerRef, avatar: &Avatar) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerEdit, who).await?;
    let (uow, mut customer) = load(cx, permit, who).await?;
    let old = customer.set_avatar(avatar.clone(), cx.now())?;
    keep(cx, &*uow, customer).await?;
    if let Some(old) = old {
        uow.jobs().add(&cx.job(Task::SweepBlob { path: old.path })).await?;
    }
    Ok(uow.commit().await?)
}

/// The picture's bytes and their type.
pub async fn avatar(cx: &Cx, who: &CustomerRef) -> Result<(Vec<u8>, String), Error> {
    let permit = cx.authorize_customer(Action::CustomerView, who).await?;
    let view = cx.read(permit).customer(who).await?.ok_or(Error::NotFound)?;
    let avatar = view.state.avatar.ok_or(Error::NotFound)?;
    let bytes = cx.blobs(permit).get(&avatar.path).await?.ok_or(Error::NotFound)?;
    Ok((bytes, avatar.mime))
}

/// Takes the picture away.
pub async fn remove_avatar(cx: &Cx, who: &CustomerRef) -> Result<(), Error> {
    let permit = cx.authorize_customer(Action::CustomerEdit, who).await?;
    let (uow, mut customer) = load(cx, permit, who).await?;
    let old = customer.remove_avatar(cx.now()).ok_or(Error::NotFound)?;
    keep(cx, &*uow, customer).await?;
    uow.jobs().add(&cx.job(Task::SweepBlob { path: old.path })).await?;
    Ok(uow.commit().await?)
}

async fn drawn(cx: &Cx, bytes: &[u8]) -> Result<Picture, Error> {
    match cx.pictures().clean(bytes.to_vec()).await {
        Ok(picture) => Ok(picture),
        Err(bad @ BadPicture::NotAPicture) => Err(on_file(bad.to_string()).into()),
        Err(busy @ BadPicture::Busy) => Err(Error::Unavailable(Box::new(busy))),
    }
}

impl AvatarDraft {
    /// The bytes of a file of legal size, and its name.
    fn check(&self) -> Result<(&[u8], &str), FormErrors> {
        let mut errors = FormErrors::default();
        let sound = self.shape.report(&mut errors);
        if !sound || !errors.is_empty() {
            return Err(errors);
        }
        match &self.file {
            GivenFile::Missing => Err(on_file(message::BLANK)),
            GivenFile::NotAFile => Err(on_file(BadPicture::NotAPicture.to_string())),
            GivenFile::File { bytes, .. } if bytes.len() > LARGEST => {
                Err(on_file(too_large(bytes.len())))
            }
            GivenFile::File { bytes, name } => Ok((bytes, name)),
        }
    }
}

fn on_file(said: impl Into<std::borrow::Cow<'static, str>>) -> FormErrors {
    let mut errors = FormErrors::default();
    errors.field("file", said);
    errors
}

/// Sizes are rounded up, so that none that is refused looks like the limit.
fn too_large(bytes: usize) -> String {
    let hundredths = bytes.div_ceil(10_000);
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    let fraction = match (rest / 10, rest % 10) {
        (0, 0) => String::new(),
        (tenths, 0) => format!(".{tenths}"),
        _ => format!(".{rest:02}"),
    };
    format!("The file is too large ({whole}{fraction} MB). Allowed maximum size is 2 MB.")
}

/// The last part of a path of whatever system, without what cannot be shown.
fn file_name(sent: &str) -> Option<String> {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last.chars().filter(|it| !it.is_control()).take(LONGEST_NAME).collect();
    let shown = shown.trim();
    (!shown.is_empty()).then(|| shown.to_owned())
}

#[cfg(test)]
mod tests;
