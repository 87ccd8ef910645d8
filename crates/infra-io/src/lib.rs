//! Time, ids, secrets, passwords, tokens, seals, messages: the ports to everything outside but
//! storage.

mod blobs;
mod bounded;
mod channels;
mod clock;
mod crypto;
mod customer_files;
#[cfg(test)]
mod folder;
mod ids;
mod import_files;
mod keyring;
mod passwords;
mod pictures;
mod seals;
mod secrets;
mod tokens;
mod transaction_files;
mod xml_rows;

#[cfg(feature = "s3")]
pub use self::blobs::BucketOptions;
pub use self::blobs::{BadBlobs, StoredBlobs};
pub use self::channels::{
    BadGateway, BadMail, BadTemplates, Files, HttpGateway, HttpGatewayOptions, Pushy, PushyOptions,
    SmsApi, SmsApiOptions, Smtp, SmtpOptions, SmtpTls, Templates, Twilio, TwilioOptions, Unset,
    WebhookOptions, Webhooks,
};
pub use self::clock::SystemClock;
pub use self::crypto::install_crypto_provider;
pub use self::customer_files::{ExportWriter, RowErrors, digest_of_file};
pub use self::ids::TimeOrderedIds;
pub use self::import_files::FileReaders;
pub use self::keyring::{Keyring, KeyringError, make_data_folder};
pub use self::passwords::Argon2Passwords;
pub use self::pictures::Redrawing;
pub use self::seals::HmacSeals;
pub use self::secrets::RandomSecrets;
pub use self::tokens::Rs256Tokens;
