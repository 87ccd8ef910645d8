//! Which addresses are everybody's: deliveries do not go into our own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// A refusal to connect.
#[derive(Debug, thiserror::Error)]
#[error("the address is not public: see webhooks.allow_private_addresses")]
pub(in crate::channels) struct NotPublic;

/// Looks names up, and answers with their public addresses only.
pub(super) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<_> = found.filter(|it| is_public(it.ip())).collect();
            if public.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Whether the address of a URL may be connected to: names are judged when they are looked up.
pub(super) fn is_allowed(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.parse().map_or(true, is_public)
}

/// Whether the host is the machine itself, by name.
pub(super) fn is_localhost(host: &str) -> bool {
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// Whether an address is reachable by everybody (the IANA special-purpose address registries).
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    // This network, private, loopback, link-local, multicast and reserved.
    let own = matches!(a, 0 | 10 | 127 | 224..)
        || matches!((a, b), (169, 254) | (172, 16..=31) | (192, 168));
    // Shared by a provider's customers, benchmarks, protocol assignments, old relays.
    let special = matches!((a, b), (100, 64..=127) | (198, 18 | 19))
        || matches!((a, b, c), (192, 0, 0) | (192, 88, 99));
    let documentation = matches!((a, b, c), (192, 0, 2) | (198, 51, 100) | (203, 0, 113));
    !(own || special || documentation)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // An IPv4 address in IPv6's form, and one that a NAT64 translates.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            embedded(high, low)
        }
        // Protocol assignments (Teredo among them), documentation, 6to4.
        [0x2001, 0..0x200 | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..0x1000, ..] => false,
        // Global unicast; everything else is special.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIVATE: &str = "
        0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.1.2.3
        169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1
        192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9
        224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
        :: ::1 ::127.0.0.1 ::ffff:0.0.0.0 ::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:169.254.169.254
        ::ffff:192.168.1.1 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::10.0.0.1
        64:ff9b:1::808:808 100::1 2001::1 2001:2::1 2001:10::1 2001:20::1 2001:1ff::1 2001:db8::1
        2002:7f00:1:: 2002:808:808::1 3fff::1 3fff:fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254
        fe80::1 fec0::1 ff02::1 ff0e::1";

    const PUBLIC: &str = "
        1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1
        169.253.1.1 172.15.0.1 172.32.0.1 192.0.1.1 192.167.0.1 192.169.0.1 198.17.0.1 198.20.0.1
        223.255.255.255 ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2001:200::1 2001:4860:4860::8888
        2600::1 2a00:1450::1 3fff:1000::1";

    #[test]
    fn only_addresses_that_everybody_reaches_are_public() {
        let all = |written: &'static str| written.split_whitespace();
        assert!(all(PRIVATE).count() > 50);
        for (addresses, expected) in [(PRIVATE, false), (PUBLIC, true)] {
            for address in all(addresses) {
                let parsed: IpAddr = address.parse().unwrap();
                assert_eq!(is_public(parsed), expected, "{address}");
                assert_eq!(is_allowed(address), expected, "{address}");
                assert_eq!(is_allowed(&format!("[{address}]")), expected, "{address}");
            }
        }
    }

    #[tokio::test]
    async fn names_of_private_addresses_lead_nowhere() {
        let found = PublicOnly.resolve("localhost".parse().unwrap()).await;
        let error = found.err().expect("a refusal");
        assert!(error.downcast_ref::<NotPublic>().is_some(), "{error}");
    }
}
