//! Signing in and staying signed in (behaviour 1.2, B2 to B4; decisions 9 to 11).

mod authenticate;
mod password;
mod refresh;
mod revoke;
mod tokens;

pub use self::authenticate::{Credential, authenticate};
pub use self::password::{SignIn, sign_in};
pub use self::refresh::refresh;
pub use self::revoke::revoke;
pub use self::tokens::SignedIn;
