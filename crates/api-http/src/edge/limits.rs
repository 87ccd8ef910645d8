//! How often one client, or one store, may call what invites guessing (decision 17).

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;

use domain::ids::CustomerId;
use domain::store::StoreCode;
use governor::clock::{Clock, DefaultClock};
use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed, StateStore};
use governor::{Quota, RateLimiter};

use crate::errors::Failure;

/// So many a minute in the long run, and so many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    pub per_minute: NonZeroU32,
    pub burst: NonZeroU32,
}

impl Budget {
    /// Zero counts as one.
    pub fn new(per_minute: u32, burst: u32) -> Self {
        let positive = |it| NonZeroU32::new(it).unwrap_or(NonZeroU32::MIN);
        Self { per_minute: positive(per_minute), burst: positive(burst) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budgets {
    pub sign_in: Budget,
    pub check: Budget,
    pub check_in_store: Budget,
    pub self_register: Budget,
    /// Of guesses at what was sent to somebody else, links and codes together.
    pub guess: Budget,
    pub link_in_store: Budget,
    pub code_in_store: Budget,
    /// Of messages that anybody can have sent to somebody else.
    pub message: Budget,
    pub message_in_store: Budget,
    /// Of messages that a customer who is signed in has sent to somebody else.
    pub message_of_customer: Budget,
}

impl Default for Budgets {
    fn default() -> Self {
        Self {
            sign_in: Budget::new(30, 10),
            check: Budget::new(60, 20),
            check_in_store: Budget::new(600, 600),
            self_register: Budget::new(20, 10),
            guess: Budget::new(1, 5),
            link_in_store: Budget::new(600, 600),
            // A code has six digits: many clients together shall not try many of them.
            code_in_store: Budget::new(60, 60),
            message: Budget::new(5, 5),
            message_in_store: Budget::new(120, 120),
            message_of_customer: Budget::new(1, 10),
        }
    }
}

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limited {
    SignIn,
    Check,
    SelfRegister,
    /// Redeeming a long secret.
    Link,
    /// Redeeming a short one.
    Code,
    /// Asking for a message.
    Message,
}

pub(crate) struct RateLimits {
    sign_in: Limiter,
    check: Limiter,
    check_in_store: Limiter,
    self_register: Limiter,
    guess: Limiter,
    link_in_store: Limiter,
    code_in_store: Limiter,
    message: Limiter,
    message_in_store: Limiter,
    message_of_customer: Limiter,
    hasher: RandomState,
}

impl RateLimits {
    pub(crate) fn new(budgets: Budgets) -> Self {
        Self {
            sign_in: limiter(budgets.sign_in),
            check: limiter(budgets.check),
            check_in_store: limiter(budgets.check_in_store),
            self_register: limiter(budgets.self_register),
            guess: limiter(budgets.guess),
            link_in_store: limiter(budgets.link_in_store),
            code_in_store: limiter(budgets.code_in_store),
            message: limiter(budgets.message),
            message_in_store: limiter(budgets.message_in_store),
            message_of_customer: limiter(budgets.message_of_customer),
            hasher: RandomState::new(),
        }
    }

    /// Takes one from the budgets; refuses when one of them is empty.
    pub(crate) fn check(
        &self,
        what: Limited,
        address: IpAddr,
        store: Option<&StoreCode>,
    ) -> Result<(), Failure> {
        let client = self.hasher.hash_one(neighbourhood(address));
        let (of_client, of_store) = match what {
            Limited::SignIn => (&self.sign_in, None),
            Limited::SelfRegister => (&self.self_register, None),
            Limited::Check => (&self.check, Some(&self.check_in_store)),
            Limited::Link => (&self.guess, Some(&self.link_in_store)),
            Limited::Code => (&self.guess, Some(&self.code_in_store)),
            Limited::Message => (&self.message, Some(&self.message_in_store)),
        };
        take(of_client, client)?;
        match of_store.zip(store) {
            None => Ok(()),
            Some((limiter, store)) => take(limiter, self.hasher.hash_one(store)),
        }
    }

    /// Takes one from the budgets of messages of a customer, wherever it calls from.
    pub(crate) fn check_customer(
        &self,
        customer: CustomerId,
        store: &StoreCode,
    ) -> Result<(), Failure> {
        take(&self.message_of_customer, self.hasher.hash_one((store, customer)))?;
        take(&self.message_in_store, self.hasher.hash_one(store))
    }
}

/// Whoever has one address of version 6 has a whole /64 of them.
fn neighbourhood(address: IpAddr) -> u64 {
    match address {
        IpAddr::V4(it) => u64::from(it.to_bits()),
        IpAddr::V6(it) => {
            let [a, b, c, d, ..] = it.segments().map(u64::from);
            a << 48 | b << 32 | c << 16 | d
        }
    }
}

type Limiter = RateLimiter<u64, Cells, DefaultClock>;

fn limiter(budget: Budget) -> Limiter {
    let quota = Quota::per_minute(budget.per_minute).allow_burst(budget.burst);
    RateLimiter::new(quota, Cells::new(), DefaultClock::default())
}

fn take(limiter: &Limiter, key: u64) -> Result<(), Failure> {
    limiter.check_key(&key).map_err(|not_until| {
        let wait = not_until.wait_time_from(limiter.clock().now());
        Failure::too_many(wait.as_secs() + 1)
    })
}

/// A fixed number of cells, so that inventing addresses costs us no memory. Two clients share a
/// cell about once in [`Cells::COUNT`].
struct Cells(Box<[InMemoryState]>);

impl Cells {
    const COUNT: u64 = 16 * 1024;

    fn new() -> Self {
        Self((0..Self::COUNT).map(|_| InMemoryState::default()).collect())
    }
}

impl StateStore for Cells {
    type Key = u64;

    fn measure_and_replace<T, F, E>(&self, key: &u64, f: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let at = usize::try_from(key % Self::COUNT).expect("below the number of cells");
        self.0[at].measure_and_replace(&NotKeyed::NonKey, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> RateLimits {
        let check_in_store = Budget::new(1, 3);
        RateLimits::new(Budgets {
            sign_in: Budget::new(1, 2),
            check: Budget::new(1, 2),
            check_in_store,
            ..Budgets::default()
        })
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_spent_budget_refuses_that_client_only() {
        let limits = limits();
        let sign_in = |from| limits.check(Limited::SignIn, address(from), None);
        assert!(sign_in("10.0.0.1").is_ok() && sign_in("10.0.0.1").is_ok());
        let refused = sign_in("10.0.0.1").unwrap_err().answer(false, "");
        let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=61).contains(&wait), "{wait}");
        assert!(sign_in("10.0.0.2").is_ok());
        assert!(limits.check(Limited::Check, address("10.0.0.1"), None).is_ok());
    }

    #[test]
    fn neighbours_in_a_64_share_a_budget() {
        let limits = limits();
        let sign_in = |from| limits.check(Limited::SignIn, address(from), None).is_ok();
        assert!(sign_in("2001:db8::1") && sign_in("2001:db8::2") && !sign_in("2001:db8::3"));
        assert!(sign_in("2001:db8:0:1::1"));
    }

    #[test]
    fn five_guesses_are_free_and_then_one_a_minute_links_and_codes_together() {
        let limits = RateLimits::new(Budgets::default());
        let guess = |what| limits.check(what, address("10.0.0.1"), None);
        for what in [Limited::Link, Limited::Code, Limited::Link, Limited::Code, Limited::Link] {
            assert!(guess(what).is_ok());
        }
        let refused = guess(Limited::Code).unwrap_err().answer(false, "");
        let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=61).contains(&wait), "{wait}");
    }

    #[test]
    fn many_clients_together_try_few_codes_of_a_store() {
        let code_in_store = Budget::new(1, 3);
        let limits = RateLimits::new(Budgets { code_in_store, ..Budgets::default() });
        let store = StoreCode::default_store();
        let guess = |client: u8, what| {
            limits.check(what, IpAddr::from([10, 0, 0, client]), Some(&store)).is_ok()
        };
        assert!((1..=3).all(|client| guess(client, Limited::Code)));
        assert!(!guess(4, Limited::Code) && guess(4, Limited::Link));
    }

    #[test]
    fn a_customer_has_ten_messages_sent_at_once_and_no_others_go_without() {
        let limits = RateLimits::new(Budgets::default());
        let store = StoreCode::default_store();
        let send = |customer| {
            let customer = CustomerId(uuid::Uuid::from_u128(customer));
            limits.check_customer(customer, &store).is_ok()
        };
        assert!((1..=10).all(|_| send(1)));
        assert!(!send(1) && send(2));
    }

    #[test]
    fn a_store_has_a_budget_of_its_own() {
        let limits = limits();
        let store = StoreCode::default_store();
        let check = |from| limits.check(Limited::Check, address(from), Some(&store)).is_ok();
        assert!(check("10.0.0.1") && check("10.0.0.2") && check("10.0.0.3"));
        assert!(!check("10.0.0.4"));
        let other = StoreCode::parse("OTHER").unwrap();
        assert!(limits.check(Limited::Check, address("10.0.0.5"), Some(&other)).is_ok());
    }
}
