//! Messages with a secret that their reader sends back: it is made at each try, and kept as a
//! digest before it leaves (behaviour 3.8, B5, 7.4; decision 12).

use domain::account::{User, UserKind};
use domain::code::{Channel, OneTimeCode, Purpose};
use domain::customer::Status;
use domain::ids::CustomerId;

use super::person::{self, Person};
use super::send::{Kind, Letter, mark_of_try, send};
use super::{Outcome, person::both_ways};
use crate::codes;
use crate::cx::{Cx, Permit};
use crate::error::Error;
use crate::ports::{Job, SendError, StorageError, Template, UnitOfWork};

const ACTIVATION: Kind = Kind {
    name: "activation",
    mail: Some(Template::ActivationEmail),
    sms: Template::ActivationSms,
};
const PASSWORD_RESET: Kind = Kind {
    name: "password_reset",
    mail: Some(Template::PasswordResetEmail),
    sms: Template::PasswordResetSms,
};
const PHONE_CHANGE: Kind = Kind { name: "phone_change", mail: None, sms: Template::PhoneChangeSms };

/// After so many tries of one channel that keeps failing, the other one is tried too.
const PATIENCE: u32 = 3;

/// How often a secret is drawn when somebody else has the one that came.
const DRAWS: u32 = 10;

/// The activation link or code of a customer who waits for it, by the first of `ways` that works.
pub(super) async fn activation(
    cx: &Cx,
    permit: Permit,
    job: &Job,
    id: CustomerId,
    ways: &[Channel],
) -> Result<Outcome, Error> {
    let link = |secret: &str| {
        let page = "#!/customer/panel/customer/registration/activate/";
        format!("{}{page}{secret}", cx.options().links.customer)
    };
    let user = User::Customer(id);
    let errand = Errand { kind: ACTIVATION, purpose: Purpose::Activation, user };
    send_coded(cx, permit, job, errand, ways, link).await
}

/// The link or code that lets somebody set a new password. Only customers are texted.
pub(super) async fn password_reset(
    cx: &Cx,
    permit: Permit,
    job: &Job,
    user: User,
) -> Result<Outcome, Error> {
    let (links, ways) = (&cx.options().links, both_ways(cx));
    let (site, ways) = match user.kind() {
        UserKind::Customer => (&links.customer, ways),
        UserKind::Seller => (&links.seller, &[Channel::Email][..]),
        UserKind::Admin => (&links.admin, &[Channel::Email][..]),
    };
    let link = |secret: &str| format!("{site}#!/password/reset/{secret}");
    let errand = Errand { kind: PASSWORD_RESET, purpose: Purpose::PasswordReset, user };
    send_coded(cx, permit, job, errand, ways, link).await
}

/// The code that confirms a new phone number, to that number.
pub(super) async fn phone_change(
    cx: &Cx,
    permit: Permit,
    job: &Job,
    id: CustomerId,
) -> Result<Outcome, Error> {
    let user = User::Customer(id);
    let errand = Errand { kind: PHONE_CHANGE, purpose: Purpose::PhoneChange, user };
    send_coded(cx, permit, job, errand, &[Channel::Sms], str::to_owned).await
}

/// Which secret is for whom.
#[derive(Clone, Copy)]
struct Errand {
    kind: Kind,
    purpose: Purpose,
    user: User,
}

/// What came of preparing a message by one channel.
enum Prepared {
    /// Nobody waits for it any more.
    Over,
    /// The person has no such address.
    Unreachable,
    Ready {
        person: Person,
        secret: String,
        number: u32,
    },
}

async fn send_coded(
    cx: &Cx,
    permit: Permit,
    job: &Job,
    errand: Errand,
    ways: &[Channel],
    link: impl Fn(&str) -> String + Send + Sync,
) -> Result<Outcome, Error> {
    let mut outcome = Outcome::Done;
    for &channel in ways {
        let (person, secret, number) = match prepare(cx, permit, job, errand, channel).await? {
            Prepared::Over => return Ok(Outcome::Done),
            Prepared::Unreachable => continue,
            Prepared::Ready { person, secret, number } => (person, secret, number),
        };
        let to = person.address(channel).unwrap_or_default();
        let values = vec![
            ("username", to.to_owned()),
            ("url", link(&secret)),
            ("code", secret),
            ("number", number.to_string()),
        ];
        let mark = Some(mark_of_try(job));
        let user = Some(errand.user);
        let letter = Letter { kind: errand.kind, user, mark, channel, to, values };
        match send(cx, job, letter).await {
            Ok(()) => return Ok(Outcome::Done),
            Err(error @ SendError::Later { .. }) if job.attempts < PATIENCE => {
                return Ok(error.into());
            }
            // The other channel may do (behaviour 3.8.5).
            Err(error) => outcome = error.into(),
        }
    }
    Ok(outcome)
}

/// Draws a secret that nobody has, and keeps its digest.
async fn prepare(
    cx: &Cx,
    permit: Permit,
    job: &Job,
    errand: Errand,
    channel: Channel,
) -> Result<Prepared, Error> {
    let mut last = None;
    for _ in 0..DRAWS {
        match draw(cx, permit, job, errand, channel).await {
            Err(DrawError::Taken(error)) => last = Some(error),
            Err(DrawError::Other(error)) => return Err(error),
            Ok(prepared) => return Ok(prepared),
        }
    }
    Err(last.map_or(Error::NotFound, Error::from))
}

enum DrawError {
    /// Somebody else has the secret that was drawn.
    Taken(StorageError),
    Other(Error),
}

impl<E: Into<Error>> From<E> for DrawError {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

async fn draw(
    cx: &Cx,
    permit: Permit,
    job: &Job,
    errand: Errand,
    channel: Channel,
) -> Result<Prepared, DrawError> {
    let Errand { purpose, user, .. } = errand;
    let uow = cx.begin(permit).await?;
    let code = uow.codes().find(user, purpose).await?;
    if code.as_ref().is_some_and(|it| it.requested_at > job.created_at) {
        // Another one was asked for since, and another job sends it.
        return Ok(Prepared::Over);
    }
    let Some(person) = addressee(&*uow, errand, code.as_ref()).await? else {
        return Ok(Prepared::Over);
    };
    if person.address(channel).is_none() {
        return Ok(Prepared::Unreachable);
    }
    let now = cx.real_now();
    let mut code = code.unwrap_or_else(|| OneTimeCode::request(user, purpose, now));
    let (secret, digest) = codes::fresh(cx, purpose, channel);
    let number = code.issue(digest, channel, now);
    uow.codes().save(&code).await.map_err(|error| match error {
        StorageError::Taken("code") => DrawError::Taken(error),
        error => DrawError::from(error),
    })?;
    uow.commit().await?;
    Ok(Prepared::Ready { person, secret, number })
}

/// Whom the secret is still for, and where that person is reached.
async fn addressee(
    uow: &dyn UnitOfWork,
    errand: Errand,
    code: Option<&OneTimeCode>,
) -> Result<Option<Person>, Error> {
    match (errand.purpose, errand.user) {
        (Purpose::Activation, User::Customer(id)) => {
            let found = uow.customers().find(id).await?;
            let waiting = found.filter(|it| it.state().status == Status::New);
            Ok(waiting.as_ref().map(Person::of))
        }
        (Purpose::PhoneChange, _) => {
            let phone = code.and_then(|it| it.phone.as_ref());
            Ok(phone.map(|it| Person { phone: Some(it.as_str().to_owned()), ..Person::default() }))
        }
        (Purpose::Activation | Purpose::PasswordReset, user) => person::find(uow, user).await,
    }
}

#[cfg(test)]
mod tests;
