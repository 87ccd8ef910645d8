//! The one TLS crypto provider of the process.

/// Makes aws-lc-rs the provider of every TLS connection. To be called once, before the first;
/// a second call changes nothing.
pub fn install_crypto_provider() {
    // The only error is that a provider is installed already, and there is only this one.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
}
