//! Secrets that are sent to somebody, and what is stored of them (decision 12).

use domain::account::User;
use domain::code::{Channel, OneTimeCode, Purpose};

use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Message, UnitOfWork};

/// Notes that a code for `purpose` is wanted, and queues the message that will bring it. The
/// secret itself is made when the message is sent.
pub(crate) async fn request(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    user: User,
    purpose: Purpose,
    message: Message,
) -> Result<(), Error> {
    let code = match uow.codes().find(user, purpose).await? {
        None => OneTimeCode::request(user, purpose, cx.real_now()),
        Some(mut code) => {
            code.request_again(cx.real_now());
            code
        }
    };
    uow.codes().save(&code).await?;
    uow.jobs().add(&cx.message(message)).await?;
    Ok(())
}

/// A fresh secret for a message by `channel`, and its digest. Texted ones are six digits; of
/// those in links an activation has 20 hexadecimal digits (behaviour 3.8.2) and anything else 43
/// characters (behaviour B5).
pub(crate) fn fresh(cx: &Cx, purpose: Purpose, channel: Channel) -> (String, String) {
    let secret = match (channel, purpose) {
        (Channel::Sms, _) => cx.secrets().code(),
        (Channel::Email, Purpose::Activation) => cx.secrets().hex(20),
        (Channel::Email, Purpose::PasswordReset | Purpose::PhoneChange) => cx.secrets().fresh(),
    };
    let digest = digest(cx, purpose, &secret);
    (secret, digest)
}

/// The digest under which a secret is stored and found. Six digits could be guessed from a plain
/// one, so theirs is keyed, and bound to the store.
pub(crate) fn digest(cx: &Cx, purpose: Purpose, secret: &str) -> String {
    let is_short = secret.len() < 10;
    if is_short {
        let bound = format!("{purpose:?}/{}", cx.store.code);
        cx.secrets().digest_code(&bound, secret)
    } else {
        cx.secrets().digest(secret)
    }
}
