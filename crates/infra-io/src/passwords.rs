//! Argon2id, as many at a time as there are cores (decision 10).

use std::sync::Arc;
use std::thread::available_parallelism;

use application::ports::{Busy, Passwords};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use async_trait::async_trait;
use domain::password::Password;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// How many callers may wait for a free core.
const LONGEST_QUEUE: usize = 20;

/// The hash of a password that nobody knows. Checked in place of a hash that is missing or
/// cannot be read, so that both take as long as a wrong password.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$\
    /MMAIU94nXocANGV+4LFew$aHvUBZy10woXySJpCngltKtjg7+gca6k+MYgpdZWo8o";

#[derive(Clone, Debug)]
pub struct Argon2Passwords {
    /// One permit per caller that is hashing or waiting to.
    room: Arc<Semaphore>,
    /// One permit per core.
    cores: Arc<Semaphore>,
}

impl Default for Argon2Passwords {
    fn default() -> Self {
        Self::on_cores(available_parallelism().map_or(1, usize::from))
    }
}

impl Argon2Passwords {
    fn on_cores(cores: usize) -> Self {
        Self {
            room: Arc::new(Semaphore::new(cores + LONGEST_QUEUE)),
            cores: Arc::new(Semaphore::new(cores)),
        }
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let room = Arc::clone(&self.room).try_acquire_owned().map_err(|_| Busy)?;
        let core = Arc::clone(&self.cores).acquire_owned().await.map_err(|_| Busy)?;
        // The permits go with the work: it goes on when its caller stops waiting for it.
        let permits = (room, core);
        let running = spawn_blocking(move || {
            let done = work();
            drop(permits);
            done
        });
        // The runtime is shutting down when this fails.
        running.await.map_err(|_| Busy)
    }
}

#[async_trait]
impl Passwords for Argon2Passwords {
    async fn hash(&self, password: &Password) -> Result<String, Busy> {
        let password = password.clone();
        self.run(move || {
            let hash: PasswordHash = argon2id()
                .hash_password(password.expose().as_bytes())
                .expect("argon2 takes any password shorter than 4 GiB");
            hash.to_string()
        })
        .await
    }

    async fn verify(&self, password: &Password, hash: Option<String>) -> Result<bool, Busy> {
        let password = password.clone();
        self.run(move || {
            let stored = hash.as_deref().and_then(|it| PasswordHash::new(it).ok());
            let is_real = stored.is_some();
            let stored = stored
                .unwrap_or_else(|| PasswordHash::new(NOBODYS).expect("a test reads this constant"));
            let matches = argon2id().verify_password(password.expose().as_bytes(), &stored).is_ok();
            is_real && matches
        })
        .await
    }
}

/// The minimum that OWASP advises: 19 MiB, two passes, one lane.
fn argon2id() -> Argon2<'static> {
    let params = Params::new(19_456, 2, 1, None).expect("these costs are within argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(raw: &str) -> Password {
        Password::unchecked(raw)
    }

    #[tokio::test]
    async fn only_the_right_password_matches_its_hash() {
        let passwords = Argon2Passwords::default();
        let hash = passwords.hash(&password("Str0ng!pass")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_eq!(passwords.verify(&password("Str0ng!pass"), Some(hash.clone())).await, Ok(true));
        assert_eq!(passwords.verify(&password("str0ng!pass"), Some(hash)).await, Ok(false));
    }

    #[tokio::test]
    async fn a_missing_or_unreadable_hash_counts_as_a_wrong_password() {
        let passwords = Argon2Passwords::default();
        for hash in
            [None, Some(""), Some("$argon2id$v=19$m=19456"), Some("plain"), Some("$2y$10$x")]
        {
            let answer = passwords.verify(&password("plain"), hash.map(str::to_owned)).await;
            assert_eq!(answer, Ok(false), "{hash:?}");
        }
    }

    #[test]
    fn nobodys_hash_costs_what_every_hash_costs() {
        let nobodys = PasswordHash::new(NOBODYS).unwrap();
        let costs = Params::try_from(&nobodys).unwrap();
        assert_eq!((costs.m_cost(), costs.t_cost(), costs.p_cost()), (19_456, 2, 1));
        assert_eq!(nobodys.hash.unwrap().as_bytes().len(), 32);
    }

    #[tokio::test]
    async fn the_twenty_second_caller_on_one_core_is_turned_away() {
        let passwords = Argon2Passwords::on_cores(1);
        let everyone = Arc::clone(&passwords.room).acquire_many_owned(21).await.unwrap();
        assert_eq!(passwords.verify(&password("x"), None).await, Err(Busy));
        drop(everyone);
        assert_eq!(passwords.verify(&password("x"), None).await, Ok(false));
    }
}
