//! Who is calling: the peer, or the client that a trusted proxy names.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use poem::{Addr, Request};

/// The client's address, in the extensions of every request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ClientAddress(pub(crate) IpAddr);

/// A range of addresses: `10.0.0.0/8`, `fd00::/8`, or a single address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u32,
}

/// Why a text is not a [`Network`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an IP address or a range such as 10.0.0.0/8")]
pub struct BadNetwork;

impl FromStr for Network {
    type Err = BadNetwork;

    fn from_str(raw: &str) -> Result<Self, BadNetwork> {
        let (address, prefix) = raw.split_once('/').map_or((raw, None), |(a, p)| (a, Some(p)));
        let address: IpAddr = address.trim().parse().map_err(|_| BadNetwork)?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => width,
            Some(prefix) => prefix.trim().parse().map_err(|_| BadNetwork)?,
        };
        if prefix > width { Err(BadNetwork) } else { Ok(Self { address, prefix }) }
    }
}

impl Network {
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(mine), IpAddr::V4(other)) => {
                let differing = mine.to_bits() ^ other.to_bits();
                differing.checked_shr(32 - self.prefix).unwrap_or(0) == 0
            }
            (IpAddr::V6(mine), IpAddr::V6(other)) => {
                let differing = mine.to_bits() ^ other.to_bits();
                differing.checked_shr(128 - self.prefix).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

pub(super) struct Proxies(Vec<Network>);

/// Where a request came from.
pub(super) struct Sender {
    pub(super) address: IpAddr,
    /// Whether a trusted proxy handed it to us.
    pub(super) by_proxy: bool,
}

impl Proxies {
    pub(super) fn new(trusted: Vec<Network>) -> Self {
        Self(trusted)
    }

    /// The rightmost address that is not a trusted proxy's. Everything to the left of it was
    /// written by somebody we do not know.
    pub(super) fn sender_of(&self, request: &Request) -> Sender {
        let Addr::SocketAddr(peer) = &request.remote_addr().0 else {
            return Sender { address: IpAddr::from([0, 0, 0, 0]), by_proxy: false };
        };
        let mut address = peer.ip().to_canonical();
        let by_proxy = self.trusts(address);
        let lines = request.headers().get_all("x-forwarded-for").into_iter().rev();
        let hops = lines.flat_map(|it| it.as_bytes().rsplit(|byte| *byte == b','));
        for hop in hops {
            if !self.trusts(address) {
                break;
            }
            let Some(next) = parse(hop) else { break };
            address = next;
        }
        Sender { address, by_proxy }
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|it| it.contains(address))
    }
}

/// An address as proxies write it: with or without a port, version 6 with or without brackets.
fn parse(hop: &[u8]) -> Option<IpAddr> {
    let text = std::str::from_utf8(hop).ok()?.trim();
    let bare = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse().map(|it: SocketAddr| it.ip()).ok();
    bare.parse().ok().or_else(with_port).map(|it: IpAddr| it.to_canonical())
}

#[cfg(test)]
mod tests {
    use poem::web::RemoteAddr;

    use super::*;

    fn client(trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let proxies = Proxies::new(trusted.iter().map(|it| it.parse().unwrap()).collect());
        let mut request = Request::builder();
        for line in forwarded {
            request = request.header("x-forwarded-for", *line);
        }
        let (mut parts, body) = request.finish().into_parts();
        let peer = SocketAddr::new(peer.parse().unwrap(), 1);
        parts = {
            let mut bare = poem::http::Request::new(()).into_parts().0;
            bare.headers = parts.headers;
            let local = poem::web::LocalAddr::default();
            (bare, local, RemoteAddr(peer.into()), poem::http::uri::Scheme::HTTP).into()
        };
        proxies.sender_of(&Request::from_parts(parts, body)).address.to_string()
    }

    #[test]
    fn only_trusted_proxies_name_the_client() {
        let proxies = ["10.0.0.0/8", "fd00::1"];
        for (trusted, peer, forwarded, expected) in [
            (&proxies[..0], "10.0.0.1", &["1.1.1.1"][..], "10.0.0.1"),
            (&proxies, "8.8.8.8", &["1.1.1.1"], "8.8.8.8"),
            (&proxies, "10.0.0.1", &[], "10.0.0.1"),
            (&proxies, "10.0.0.1", &["1.1.1.1"], "1.1.1.1"),
            (&proxies, "10.0.0.1", &["6.6.6.6, 1.1.1.1, 10.2.2.2"], "1.1.1.1"),
            (&proxies, "10.0.0.1", &["6.6.6.6", "1.1.1.1,10.2.2.2"], "1.1.1.1"),
            (&proxies, "10.0.0.1", &["6.6.6.6, rubbish, 10.2.2.2"], "10.2.2.2"),
            (&proxies, "::ffff:10.0.0.1", &["1.1.1.1:443"], "1.1.1.1"),
            (&proxies, "fd00::1", &["[2001:db8::1]:443"], "2001:db8::1"),
            (&proxies, "fd00::1", &["2001:db8::1"], "2001:db8::1"),
            (&proxies, "fd00::2", &["2001:db8::1"], "fd00::2"),
        ] {
            assert_eq!(client(trusted, peer, forwarded), expected, "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn a_network_is_an_address_with_an_optional_prefix() {
        for bad in ["", "10.0.0.0/33", "::/129", "10.0.0/8", "10.0.0.0/x", "localhost"] {
            assert_eq!(bad.parse::<Network>(), Err(BadNetwork), "{bad}");
        }
        let everyone: Network = "0.0.0.0/0".parse().unwrap();
        assert!(everyone.contains([1, 2, 3, 4].into()) && !everyone.contains([0u16; 8].into()));
    }
}
