//! The call context: who is asking, in which store, with which ports.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::Timestamp;
use domain::access::Rights;
use domain::ids::{AdminId, AuditId, CustomerId, JobId, SellerId, SessionId};
use domain::locale::Locale;
use domain::policy::{self, Action, Actor, Answer};
use domain::store::Store;
use uuid::Uuid;

use crate::error::Error;
use crate::ports::{
    Agenda, AuditData, AuditEntry, Blobs, Channels, Clock, CustomerRef, Directory, Ids,
    ImportFiles, Job, Message, Passwords, Pictures, Queue, ReadModel, Seals, Secrets, Storage,
    Task, Tokens, UnitOfWork,
};

/// The ports, built once at start-up.
pub struct Ports {
    pub storage: Arc<dyn Storage>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub secrets: Arc<dyn Secrets>,
    pub passwords: Arc<dyn Passwords>,
    pub tokens: Arc<dyn Tokens>,
    pub seals: Arc<dyn Seals>,
    pub blobs: Arc<dyn Blobs>,
    pub pictures: Arc<dyn Pictures>,
    pub files: Arc<dyn ImportFiles>,
    pub channels: Channels,
    pub options: Options,
}

/// What the operator decides once for the whole installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    pub access_token_lifetime: TimeDelta,
    pub refresh_token_lifetime: TimeDelta,
    /// How many matches of a list can be reached by pages (decision 4).
    pub result_window: u64,
    pub links: Links,
}

/// Where the programme's own pages are: links in messages begin with these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    pub customer: String,
    pub seller: String,
    pub admin: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            access_token_lifetime: TimeDelta::hours(1),
            refresh_token_lifetime: TimeDelta::days(30),
            result_window: 10_000,
            links: Links {
                customer: "http://localhost:8181/".to_owned(),
                seller: "http://localhost:8181/".to_owned(),
                admin: "http://localhost:8181/".to_owned(),
            },
        }
    }
}

/// One call by one caller.
#[derive(Clone)]
pub struct Cx {
    // Private, so that storage can only be had for a `Permit`.
    ports: Arc<Ports>,
    pub store: Arc<Store>,
    pub actor: Actor,
    /// As written into the audit log, unless the caller is a customer.
    pub username: String,
    /// The session that the caller's token is of; keys and the program itself have none.
    pub session: Option<SessionId>,
    /// The language of the answer.
    pub locale: Locale,
}

/// Proof that the policy said yes. Only [`Cx`] makes one, and only with one can data be opened.
#[must_use]
#[derive(Clone, Copy)]
pub struct Permit(());

/// The name of callers without one in the audit log (behaviour 5.5.1).
pub const NOT_LOGGED: &str = "<notlogged>";

impl Cx {
    pub fn new(
        ports: Arc<Ports>,
        store: Arc<Store>,
        actor: Actor,
        username: String,
        locale: Locale,
    ) -> Self {
        Self { ports, store, actor, username, session: None, locale }
    }

    /// The same call, in a session.
    #[must_use]
    pub fn in_session(self, session: Option<SessionId>) -> Self {
        Self { session, ..self }
    }

    /// The operator at the machine's command line, who may do everything.
    pub fn operator(ports: Arc<Ports>, store: Arc<Store>) -> Self {
        let locale = store.default_locale.clone();
        let actor = Actor::Admin(AdminId(Uuid::nil()), Rights::Master);
        Self::new(ports, store, actor, "operator".to_owned(), locale)
    }

    /// The program itself, which does what was asked for earlier by somebody who might.
    pub fn system(ports: Arc<Ports>, store: Arc<Store>) -> (Self, Permit) {
        let cx = Self { username: NOT_LOGGED.to_owned(), ..Self::operator(ports, store) };
        (cx, Permit(()))
    }

    /// The same caller in another store.
    pub(crate) fn in_store(&self, store: Store) -> Self {
        let locale = store.default_locale.clone();
        Self { store: Arc::new(store), locale, ..self.clone() }
    }

    /// For actions that are not about one customer or seller.
    pub fn authorize(&self, action: Action) -> Result<Permit, Error> {
        match policy::ask(&self.actor, action) {
            Answer::Yes => Ok(Permit(())),
            Answer::OnlyOwn | Answer::No => Err(self.refusal()),
        }
    }

    /// For actions on one customer. Whoever may not act on every customer learns whether this
    /// one exists (404) before he is refused (403), as behaviour 0.4.6 orders.
    pub async fn authorize_customer(
        &self,
        action: Action,
        who: &CustomerRef,
    ) -> Result<Permit, Error> {
        let own = match (policy::ask(&self.actor, action), &self.actor) {
            (Answer::Yes, _) => return Ok(Permit(())),
            (_, Actor::Anonymous) => return Err(Error::AuthenticationRequired),
            (Answer::OnlyOwn, Actor::Customer(id)) => Some(*id),
            _ => None,
        };
        if own.is_some() && own == who.id {
            return Ok(Permit(()));
        }
        match self.ports.storage.read(&self.store.code).find_customer(who).await? {
            None => Err(Error::NotFound),
            found if own.is_some() && found == own => Ok(Permit(())),
            Some(_) => Err(Error::Forbidden),
        }
    }

    /// For actions on one seller.
    pub fn authorize_seller(&self, action: Action, who: SellerId) -> Result<Permit, Error> {
        match (policy::ask(&self.actor, action), &self.actor) {
            (Answer::Yes, _) => Ok(Permit(())),
            (Answer::OnlyOwn, Actor::Seller(own)) if *own == who => Ok(Permit(())),
            _ => Err(self.refusal()),
        }
    }

    pub async fn begin(&self, _permit: Permit) -> Result<Box<dyn UnitOfWork>, Error> {
        Ok(self.ports.storage.begin(&self.store.code).await?)
    }

    pub fn read(&self, _permit: Permit) -> Box<dyn ReadModel> {
        self.ports.storage.read(&self.store.code)
    }

    pub(crate) fn storage(&self, _permit: Permit) -> &dyn Storage {
        &*self.ports.storage
    }

    pub fn agenda(&self, _permit: Permit) -> Arc<dyn Agenda> {
        self.ports.storage.agenda(&self.store.code)
    }

    pub fn directory(&self, _permit: Permit) -> Arc<dyn Directory> {
        self.ports.storage.directory()
    }

    pub fn queue(&self, _permit: Permit) -> Arc<dyn Queue> {
        self.ports.storage.queue()
    }

    pub fn blobs(&self, _permit: Permit) -> &dyn Blobs {
        &*self.ports.blobs
    }

    /// The programme's time: that of a sandbox may be ahead of the real one.
    pub fn now(&self) -> Timestamp {
        self.store.clock.at(self.real_now())
    }

    /// For what belongs to the installation: sessions, keys, jobs, events, the audit log.
    pub fn real_now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    pub fn next_id(&self) -> Uuid {
        self.ports.ids.next()
    }

    pub fn secrets(&self) -> &dyn Secrets {
        &*self.ports.secrets
    }

    pub fn passwords(&self) -> &dyn Passwords {
        &*self.ports.passwords
    }

    pub fn tokens(&self) -> &dyn Tokens {
        &*self.ports.tokens
    }

    pub fn seals(&self) -> &dyn Seals {
        &*self.ports.seals
    }

    pub fn pictures(&self) -> &dyn Pictures {
        &*self.ports.pictures
    }

    pub fn files(&self) -> &dyn ImportFiles {
        &*self.ports.files
    }

    pub fn channels(&self) -> &Channels {
        &self.ports.channels
    }

    /// A job of this store that nobody has tried yet, due now.
    pub fn job(&self, task: Task) -> Job {
        Job::new(JobId(self.next_id()), self.store.code.clone(), task, self.real_now())
    }

    /// A job that sends `message`.
    pub fn message(&self, message: Message) -> Job {
        self.job(Task::Send(message))
    }

    pub fn options(&self) -> &Options {
        &self.ports.options
    }

    /// A line for the audit log about a customer, by this caller, now.
    pub fn audit_customer(
        &self,
        event_type: &'static str,
        id: CustomerId,
        data: AuditData,
    ) -> AuditEntry {
        self.audit(event_type, "customer", id.to_string(), data)
    }

    /// A line for the audit log, by this caller, now.
    pub fn audit(
        &self,
        event_type: &'static str,
        entity_type: &'static str,
        entity_id: String,
        data: AuditData,
    ) -> AuditEntry {
        AuditEntry {
            id: AuditId(self.next_id()),
            at: self.real_now(),
            event_type,
            entity_type,
            entity_id,
            username: audited_name(&self.actor, &self.username),
            data,
        }
    }

    fn refusal(&self) -> Error {
        match self.actor {
            Actor::Anonymous => Error::AuthenticationRequired,
            _ => Error::Forbidden,
        }
    }
}

/// Whom the audit log names. Customers are their ids: a log must not keep who they were
/// (behaviour 7.3).
pub(crate) fn audited_name(actor: &Actor, username: &str) -> String {
    match actor {
        Actor::Customer(id) => id.to_string(),
        Actor::Anonymous | Actor::Admin(..) | Actor::Seller(_) => username.to_owned(),
    }
}
