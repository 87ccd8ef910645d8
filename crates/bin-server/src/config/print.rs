//! The configuration as a file, without its secrets.

use std::fmt;
use std::path::Path;

use super::secret::HIDDEN;
use super::{Config, DatabaseUrl, Files, Links, LogFormat, Mail, Proxy, Push, Sms, Webhooks};

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { listen, data, trusted_proxies, log, database, tokens, limits, cors, .. } = self;
        let Self { files, worker, links, messages, mail, sms, push, webhooks, .. } = self;
        let proxies: Vec<_> = trusted_proxies.iter().map(|Proxy { written, .. }| written).collect();
        let format = match log.format {
            LogFormat::Text => "text",
            LogFormat::Json => "json",
        };
        writeln!(f, "listen = \"{listen}\"")?;
        writeln!(f, "data = {}", quoted(data))?;
        writeln!(f, "trusted_proxies = {proxies:?}")?;
        writeln!(f, "\n[log]\nformat = \"{format}\"\nlevel = {:?}", log.level)?;
        writeln!(f, "\n[database]\nurl = {:?}", database.url.to_string())?;
        writeln!(f, "max_connections = {}", database.max_connections)?;
        writeln!(f, "\n[files]\n{files}")?;
        writeln!(f, "\n[tokens]\naccess_minutes = {}", tokens.access_minutes)?;
        writeln!(f, "refresh_days = {}", tokens.refresh_days)?;
        writeln!(f, "signing_key_file = {}", quoted(&tokens.signing_key_file))?;
        writeln!(f, "\n[limits]\nresult_window = {}", limits.result_window)?;
        writeln!(f, "connections = {}", limits.connections)?;
        writeln!(f, "\n[worker]\nenabled = {}", worker.enabled)?;
        writeln!(f, "\n[cors]\nallowed_origins = {:?}", cors.allowed_origins)?;
        writeln!(f, "\n[links]\n{links}")?;
        writeln!(f, "\n[messages]\ntemplates = {}", quoted(&messages.templates))?;
        writeln!(f, "\n[mail]\n{mail}\n\n[sms]\n{sms}\n\n[push]\n{push}")?;
        writeln!(f, "\n[webhooks]\n{webhooks}")
    }
}

impl fmt::Display for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, bucket, region, endpoint, access_key, secret_key } = self;
        writeln!(f, "kind = \"{}\"\nbucket = {bucket:?}\nregion = {region:?}", kind.as_str())?;
        writeln!(f, "endpoint = {endpoint:?}\naccess_key = {access_key:?}")?;
        write!(f, "secret_key = {secret_key:?}")
    }
}

impl fmt::Display for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { customer, seller, admin } = self;
        write!(f, "customer = {:?}\nseller = {:?}\nadmin = {:?}", customer.0, seller.0, admin.0)
    }
}

impl fmt::Display for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, host, port, username, password, tls, ca_file, from } = self;
        writeln!(f, "kind = \"{}\"\nhost = {host:?}\nport = {port}", kind.as_str())?;
        writeln!(f, "username = {username:?}\npassword = {password:?}")?;
        writeln!(f, "tls = \"{}\"\nca_file = {}", tls.as_str(), quoted(ca_file))?;
        write!(f, "from = {from:?}")
    }
}

impl fmt::Display for Sms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, url, account, token, sender, method, headers, body, success } = self;
        writeln!(f, "kind = \"{}\"\nurl = {url:?}\naccount = {account:?}", kind.as_str())?;
        writeln!(f, "token = {token:?}\nsender = {sender:?}\nmethod = {method:?}")?;
        write!(f, "headers = {headers:?}\nbody = {body:?}\nsuccess = {success:?}")
    }
}

impl fmt::Display for Push {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, url, api_key } = self;
        write!(f, "kind = \"{}\"\nurl = {url:?}\napi_key = {api_key:?}", kind.as_str())
    }
}

impl fmt::Display for Webhooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { allow_private_addresses, timeout_seconds } = self;
        writeln!(f, "allow_private_addresses = {allow_private_addresses}")?;
        write!(f, "timeout_seconds = {timeout_seconds}")
    }
}

/// Rust's quoting and TOML's agree on everything that paths are made of.
fn quoted(path: &Path) -> String {
    format!("{:?}", path.to_string_lossy())
}

impl fmt::Display for DatabaseUrl {
    /// Rather too much hidden than too little: a password may hold any character when its owner
    /// forgot to encode it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = match self.0.split_once("://") {
            Some((scheme, rest)) => (format!("{scheme}://"), rest),
            None => (String::new(), self.0.as_str()),
        };
        let (login, place) = match rest.rsplit_once('@') {
            Some((login, place)) => (Some(login), place),
            None => (None, rest),
        };
        f.write_str(&scheme)?;
        if let Some(login) = login {
            match login.split_once(':') {
                Some((user, _)) => write!(f, "{user}:{HIDDEN}@")?,
                None => write!(f, "{login}@")?,
            }
        }
        let Some((place, options)) = place.split_once('?') else { return f.write_str(place) };
        let options = options.split('&').map(|option| match option.split_once('=') {
            Some((name, _)) if name.contains("password") => format!("{name}={HIDDEN}"),
            _ => option.to_owned(),
        });
        write!(f, "{place}?{}", options.collect::<Vec<_>>().join("&"))
    }
}
