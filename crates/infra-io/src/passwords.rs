//! Argon2id, as many at a time as there are cores (decision 10).

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;

use application::ports::{Busy, Passwords};
use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
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
    scratch: Arc<Scratch>,
}

/// The memory that hashing fills, kept for the next time: the allocator would scatter 19 MiB over
/// every thread that ever hashed. At most one for each core, because of the permits.
#[derive(Debug, Default)]
struct Scratch(Mutex<Vec<Vec<Block>>>);

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
            scratch: Arc::default(),
        }
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let room = Arc::clone(&self.room).try_acquire_owned().map_err(|_| Busy)?;
        let core = Arc::clone(&self.cores).acquire_owned().await.map_err(|_| Busy)?;
        // The permits go with the work: it goes on when its caller stops waiting for it.
        let permits = (room, core);
        let scratch = Arc::clone(&self.scratch);
        let running = spawn_blocking(move || {
            let done = scratch.lend(work);
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
        let salt = fresh_salt();
        self.run(move |memory| {
            let params = params();
            let hash = PasswordHash {
                algorithm: Algorithm::Argon2id.ident(),
                version: Some(Version::V0x13.into()),
                params: ParamsString::try_from(&params).expect("our costs can be written"),
                salt: Some(salt),
                hash: digest(&password, &salt, params, memory),
            };
            hash.to_string()
        })
        .await
    }

    async fn verify(&self, password: &Password, hash: Option<String>) -> Result<bool, Busy> {
        let password = password.clone();
        self.run(move |memory| {
            let stored = hash.as_deref().and_then(|it| PasswordHash::new(it).ok());
            let is_real = stored.is_some();
            let stored = stored
                .unwrap_or_else(|| PasswordHash::new(NOBODYS).expect("a test reads this constant"));
            is_real && matches(&password, &stored, memory)
        })
        .await
    }
}

impl Scratch {
    fn lend<T>(&self, work: impl FnOnce(&mut Vec<Block>) -> T) -> T {
        let free = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut memory = free().pop().unwrap_or_default();
        let done = work(&mut memory);
        free().push(memory);
        done
    }
}

/// The minimum that OWASP advises: 19 MiB, two passes, one lane.
fn params() -> Params {
    Params::new(19_456, 2, 1, None).expect("these costs are within argon2's limits")
}

#[expect(clippy::disallowed_methods, reason = "this is the adapter that salts")]
fn fresh_salt() -> Salt {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system has random numbers");
    Salt::new(&bytes).expect("sixteen bytes are a salt")
}

/// Argon2id of a password; `None` for costs that argon2 does not know.
fn digest(
    password: &Password,
    salt: &Salt,
    params: Params,
    memory: &mut Vec<Block>,
) -> Option<Output> {
    let blocks = params.block_count();
    if memory.len() < blocks {
        memory.resize_with(blocks, Block::default);
    }
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let raw = password.expose().as_bytes();
    argon2.hash_password_into_with_memory(raw, salt, &mut out, &mut memory[..blocks]).ok()?;
    Output::new(&out).ok()
}

/// Whether a password is the one of a stored hash. Digests are compared in constant time.
fn matches(password: &Password, stored: &PasswordHash, memory: &mut Vec<Block>) -> bool {
    let ours = stored.algorithm == Algorithm::Argon2id.ident()
        && stored.version == Some(Version::V0x13.into());
    let (Ok(params), Some(salt), Some(expected)) =
        (Params::try_from(stored), &stored.salt, &stored.hash)
    else {
        return false;
    };
    let found = digest(password, salt, params, memory);
    ours && found.is_some_and(|it| it == *expected)
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
    async fn the_memory_of_one_hash_serves_the_next() {
        let passwords = Argon2Passwords::on_cores(1);
        let first = passwords.hash(&password("one")).await.unwrap();
        let second = passwords.hash(&password("one")).await.unwrap();
        assert_ne!(first, second);
        assert_eq!(passwords.verify(&password("one"), Some(first)).await, Ok(true));
        assert_eq!(passwords.scratch.0.lock().unwrap().len(), 1);
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
