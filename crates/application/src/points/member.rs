//! A customer and its account: locked together, kept together.

mod newcomer;

use domain::Timestamp;
use domain::amount::Amount;
use domain::customer::Customer;
use domain::ids::{CustomerId, EventId, TransferId};
use domain::ledger::{Balance, LedgerRefusal, Shortfall, Times};
use domain::level::Level;
use domain::points::{Account, Gift, Note};
use domain::tier::{PointFacts, TierPolicy, Trigger, is_upgrade};
use domain::webhook::Topic;

pub(crate) use self::newcomer::Parts;
use crate::customers::{self, Submitted};
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Event, EventData, Job, Message, Told, UnitOfWork};

/// One member of the programme with its points. Whoever changes points goes through here, so that
/// levels, history, webhooks and messages follow.
pub(crate) struct Member {
    pub customer: Customer,
    account: Account,
    told: Vec<Told>,
}

impl Member {
    /// The customer, locked, with its account as of now.
    pub async fn find(
        cx: &Cx,
        uow: &dyn UnitOfWork,
        id: CustomerId,
    ) -> Result<Option<Self>, Error> {
        let Some(customer) = uow.customers().find(id).await? else { return Ok(None) };
        Self::of(cx, uow, customer).await.map(Some)
    }

    /// The same for a customer that was found already.
    pub async fn of(cx: &Cx, uow: &dyn UnitOfWork, customer: Customer) -> Result<Self, Error> {
        let account = uow.accounts().find(customer.id()).await?;
        let mut member = Self { customer, account, told: vec![] };
        member.account.settle(cx.now());
        member.tell();
        Ok(member)
    }

    /// Somebody who was not there before.
    pub fn new(customer: Customer) -> Self {
        let account = Account::open(customer.id());
        Self { customer, account, told: vec![] }
    }

    pub fn id(&self) -> CustomerId {
        self.customer.id()
    }

    pub fn balance(&self) -> Balance {
        self.account.balance()
    }

    /// Adds points by the programme's terms; `validity`: days instead of the programme's.
    pub fn add(
        &mut self,
        cx: &Cx,
        points: Amount,
        validity: Option<u32>,
        note: Note,
    ) -> TransferId {
        let id = TransferId(cx.next_id());
        self.add_lot(id, points, cx.store.point_terms().times(cx.now(), validity), note);
        id
    }

    /// Adds points with an id and times of their own.
    pub fn add_lot(&mut self, id: TransferId, points: Amount, times: Times, note: Note) {
        self.account.add(id, points, times, note);
        self.tell();
    }

    pub fn spend(
        &mut self,
        cx: &Cx,
        points: Amount,
        shortfall: Shortfall,
        note: Note,
    ) -> Result<TransferId, LedgerRefusal> {
        let id = TransferId(cx.next_id());
        self.spend_as(id, points, shortfall, cx.now(), note)?;
        Ok(id)
    }

    /// Takes points by a spend with an id of its own.
    pub fn spend_as(
        &mut self,
        id: TransferId,
        points: Amount,
        shortfall: Shortfall,
        now: Timestamp,
        note: Note,
    ) -> Result<(), LedgerRefusal> {
        self.account.spend(id, points, shortfall, now, note)?;
        self.tell();
        Ok(())
    }

    pub fn give(
        &mut self,
        cx: &Cx,
        points: Amount,
        receiver: &mut Self,
        note: &Note,
    ) -> Result<TransferId, LedgerRefusal> {
        let id = TransferId(cx.next_id());
        let gifts = self.account.give(id, points, receiver.id(), cx.now(), note.clone())?;
        for gift in gifts {
            receiver.receive(cx, gift, self.id(), note.clone());
        }
        self.tell();
        Ok(id)
    }

    pub fn cancel(&mut self, cx: &Cx, id: TransferId) -> Result<(), LedgerRefusal> {
        self.account.cancel(id, cx.now())?;
        self.tell();
        Ok(())
    }

    /// Expires every point (behaviour 3.10.5, 7.7.2).
    pub fn reset_points(&mut self, cx: &Cx) {
        self.account.reset(cx.now());
        self.tell();
    }

    /// Moves the customer to the level it earned, if it did (behaviour 3.9.8, 3.9.9).
    pub fn judge(&mut self, cx: &Cx, trigger: Trigger, levels: &[Level], points: PointFacts) {
        let policy = cx.store.settings.tier_policy();
        let (totals, placement) = (self.customer.state().totals, self.customer.state().placement);
        let Some(amount) = policy.amount(trigger, &totals, points) else { return };
        let Some(level) = policy.judge(trigger, levels, placement, amount) else { return };
        let from = placement.and_then(|from| levels.iter().find(|it| it.id == from.level()));
        let upgrade = is_upgrade(from, level);
        self.customer.earn_level(level, upgrade, &cx.store.default_locale, cx.now());
    }

    /// Saves everything, and tells whoever listens.
    pub async fn keep(self, cx: &Cx, uow: &dyn UnitOfWork) -> Result<(), Error> {
        self.keep_with(cx, uow, vec![]).await
    }

    /// The same, with what was submitted at a registration.
    pub async fn keep_with(
        mut self,
        cx: &Cx,
        uow: &dyn UnitOfWork,
        submitted: Submitted,
    ) -> Result<(), Error> {
        let id = self.id();
        if self.customer.read_version() == 0 {
            // The account of a newcomer follows on its customer.
            let state = self.customer.state().clone();
            customers::keep_with(cx, uow, self.customer, submitted).await?;
            self.customer = Customer::restore(state);
        }
        let changes = changes(&self.told);
        let account = self.account.clone();
        if let Some(changes) = account.into_changes() {
            uow.accounts().save(changes, std::mem::take(&mut self.told)).await?;
        }
        if !changes.is_empty() {
            self.judge_by_points(cx, uow).await?;
        }
        if self.customer.events().next().is_some() {
            customers::keep(cx, uow, self.customer).await?;
        }
        for change in changes {
            tell_of_points(cx, uow, id, change).await?;
        }
        Ok(())
    }

    /// What the history will be told comes after whatever happened to the customer so far.
    fn tell(&mut self) {
        let after = self.customer.state().version;
        let entries = self.account.take_entries();
        self.told.extend(entries.into_iter().map(|entry| Told { after, entry }));
    }

    fn receive(&mut self, cx: &Cx, gift: Gift, sender: CustomerId, note: Note) {
        self.account.receive(TransferId(cx.next_id()), gift, sender, cx.now(), note);
        self.tell();
    }

    async fn judge_by_points(&mut self, cx: &Cx, uow: &dyn UnitOfWork) -> Result<(), Error> {
        if matches!(cx.store.settings.tier_policy(), TierPolicy::Transactions { .. }) {
            return Ok(());
        }
        let points = point_facts(cx, uow, &self.customer, self.balance()).await?;
        let levels = uow.levels().all().await?;
        self.judge(cx, Trigger::Change, &levels, points);
        Ok(())
    }
}

/// One change of the available points.
type Change = (domain::points::Change, Amount, Amount);

fn changes(told: &[Told]) -> Vec<Change> {
    let change =
        |Told { entry, .. }: &Told| Some((entry.kind_of_change()?, entry.change, entry.balance));
    told.iter().filter_map(change).collect()
}

/// Webhooks hear of every change, the customer of what was added (behaviour 3.12.9, 3.12.10).
async fn tell_of_points(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    customer: CustomerId,
    change: Change,
) -> Result<(), Error> {
    if let Some(event) = points_event(cx, customer, &change) {
        uow.outbox().add(event).await?;
    }
    if let Some(message) = points_message(cx, customer, &change) {
        uow.jobs().add(&message).await?;
    }
    Ok(())
}

fn points_event(
    cx: &Cx,
    customer: CustomerId,
    (kind, change, available): &Change,
) -> Option<Event> {
    cx.store.settings.webhooks().then(|| Event {
        id: EventId(cx.next_id()),
        at: cx.real_now(),
        topic: Topic::PointsChanged,
        customer: Some(customer),
        data: EventData::Points { available: *available, change: *change, kind: *kind },
    })
}

fn points_message(cx: &Cx, customer: CustomerId, (_, added, available): &Change) -> Option<Job> {
    let message = Message::NewPoints { customer, added: *added, available: *available };
    (*added > Amount::ZERO).then(|| cx.message(message))
}

/// What is known of a customer's points; what was earned is only looked up where it counts.
pub(crate) async fn point_facts(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    customer: &Customer,
    balance: Balance,
) -> Result<PointFacts, Error> {
    let state = customer.state();
    let earned_since = if cx.store.settings.tier_policy().counts_earned() {
        let since = state.last_level_recalculation.unwrap_or(state.created_at);
        uow.accounts().earned_since(customer.id(), since).await?
    } else {
        Amount::ZERO
    };
    Ok(PointFacts { available: balance.available, earned_since })
}

/// The amount that decides a customer's level now (behaviour 3.9.7).
pub(crate) async fn tier_amount(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    customer: &Customer,
) -> Result<Amount, Error> {
    let policy = cx.store.settings.tier_policy();
    let points = match policy {
        TierPolicy::Transactions { .. } => PointFacts::default(),
        TierPolicy::Points(_) => {
            let mut account = uow.accounts().find(customer.id()).await?;
            account.settle(cx.now());
            point_facts(cx, uow, customer, account.balance()).await?
        }
    };
    let amount = policy.amount(Trigger::Change, &customer.state().totals, points);
    Ok(amount.unwrap_or_default())
}

#[cfg(test)]
mod tests;
