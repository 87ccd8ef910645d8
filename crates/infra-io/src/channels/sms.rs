//! SMS gateways over HTTP (behaviour 3.8.1, 5.3).

mod http;
mod smsapi;
#[cfg(test)]
mod tests;
mod twilio;

use std::time::Duration;

use application::ports::{SendError, SmsMessage};

pub use self::http::{BadGateway, HttpGateway, HttpGatewayOptions};
pub use self::smsapi::{SmsApi, SmsApiOptions};
pub use self::twilio::{Twilio, TwilioOptions};
use super::http::Answer;

/// How long a gateway is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long a sender made of letters may be, in every network.
const LONGEST_SENDER: usize = 11;

/// The configured sender, or else the programme's name, as far as telephones show it.
fn sender(configured: &str, sms: &SmsMessage) -> String {
    if configured.is_empty() {
        return sms.sender.chars().take(LONGEST_SENDER).collect::<String>().trim_end().to_owned();
    }
    configured.to_owned()
}

/// Whether the gateway knows us, from its answer to a question about our account.
fn known(answer: &Answer) -> Result<(), SendError> {
    match answer.status.as_u16() {
        200..300 => Ok(()),
        401 | 403 | 404 => Err(SendError::Never("the gateway does not know us".to_owned())),
        _ => Err(answer.refusal(None)),
    }
}
