//! Some rows at once: judged in the order of the file, each as if the ones before it were stored.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, Hash, RandomState};

use domain::amount::Amount;
use domain::contact::{Email, Phone};
use domain::customer::References;
use domain::earning::{Rule, RuleType};
use domain::form::message;
use domain::ids::{PosId, SellerId};
use domain::level::{Level, level_for};
use domain::text::Text;
use uuid::Uuid;

use super::super::register::Wanted;
use super::super::unique::{claimed_by_profile, taken_fields};
use super::candidate::{Candidate, moved};
use super::newcomer::{Programme, identifier};
use crate::cx::Cx;
use crate::error::Error;
use crate::ports::{Contacts, Newcomer, Record, UnitOfWork};
use crate::rows::{ImportItem, process};

/// The unique values that earlier rows of a file took. Only a keyed digest of each is held, eight
/// bytes: among ten million values, two share one about once in a hundred thousand files.
#[derive(Default)]
pub(super) struct Claimed {
    hasher: RandomState,
    digests: HashSet<u64>,
    /// Levels, points of sale and sellers of the file.
    things: HashSet<Uuid>,
}

/// What becomes of each row, and whom to write. Unless `asks`, values that only storage knows to be
/// used are left for it to refuse.
pub(super) async fn judge(
    cx: &Cx,
    uow: &dyn UnitOfWork,
    records: &[Record],
    claimed: &mut Claimed,
    asks: bool,
) -> Result<(Vec<ImportItem>, Vec<Newcomer>), Error> {
    let rows: Vec<_> = records.iter().map(|it| Candidate::of(cx, it)).collect();
    let claims = |it: &Candidate<'_>| it.profile().map(claimed_by_profile).unwrap_or_default();
    let contacts: Vec<_> = rows.iter().flatten().map(claims).collect();
    let known = Known::find(uow, rows.iter().flatten().map(Candidate::references)).await?;
    // Where nobody can start, a used value is still told first.
    let taken = if (asks || known.start().is_none()) && !contacts.is_empty() {
        uow.imports().taken(&contacts).await?
    } else {
        vec![Contacts::default(); contacts.len()]
    };

    let mut contacts = contacts.into_iter().zip(taken);
    let (mut items, mut newcomers) = (vec![], vec![]);
    for (record, row) in records.iter().zip(rows) {
        let made = row.and_then(|row| {
            let (contacts, taken) = contacts.next().unwrap_or_default();
            let taken = claimed.or(&taken, &contacts);
            let newcomer = match row {
                Candidate::Thing(id) => {
                    claimed.things.insert(id);
                    return Ok(id);
                }
                Candidate::Moved(state) => {
                    known.find_wanted(row.references(), Some(&claimed.things))?;
                    free(&taken)?;
                    moved(state)
                }
                Candidate::New(row) => {
                    let wanted = known.find_wanted(row.references, None)?;
                    free(&taken)?;
                    if wanted.level.is_none() && known.start().is_none() {
                        return Err(process(message::NO_START_LEVEL));
                    }
                    let made = row.into_newcomer(cx, known.programme(), &wanted);
                    made.map_err(|refusal| process(&refusal.to_string()))?
                }
            };
            claimed.add(&contacts);
            let id = newcomer.customer.id();
            newcomers.push(newcomer);
            Ok(id.0)
        });
        items.push(ImportItem { identifier: identifier(record), outcome: made });
    }
    Ok((items, newcomers))
}

/// The store's records that rows may name.
struct Known {
    levels: Vec<Level>,
    rules: Vec<Rule>,
    pos: HashSet<PosId>,
    sellers: HashSet<SellerId>,
}

impl Known {
    /// Each is looked up once, always in the same order: two imports do not wait for each other.
    async fn find(
        uow: &dyn UnitOfWork,
        named: impl Iterator<Item = References>,
    ) -> Result<Self, Error> {
        let (mut pos, mut sellers) = (BTreeSet::new(), BTreeSet::new());
        for References { level: _, pos: one, seller } in named {
            pos.extend(one);
            sellers.extend(seller);
        }
        let mut known = Self {
            levels: uow.levels().all().await?,
            rules: uow.rules().active(&[RuleType::Event]).await?,
            pos: HashSet::new(),
            sellers: HashSet::new(),
        };
        for id in pos {
            known.pos.extend(uow.pos().find(id).await?.map(|it| it.id));
        }
        for id in sellers {
            known.sellers.extend(uow.sellers().find(id).await?.map(|it| it.id));
        }
        Ok(known)
    }

    fn start(&self) -> Option<&Level> {
        level_for(&self.levels, Amount::ZERO)
    }

    fn programme(&self) -> Programme<'_> {
        Programme { start: self.start(), levels: &self.levels, rules: &self.rules }
    }

    /// Where a row's customer goes, or why it cannot (behaviour 3.20.3). Somebody new goes to an
    /// active level only; who comes from elsewhere stays where he was, also on one that stands in
    /// the same file, among `things`.
    fn find_wanted(
        &self,
        references: References,
        things: Option<&HashSet<Uuid>>,
    ) -> Result<Wanted, String> {
        let References { level, pos, seller } = references;
        let missing = |node: &str| process(&format!("{node} does not exist"));
        let in_file = |id: Uuid| things.is_some_and(|it| it.contains(&id));
        let found = |id| self.levels.iter().find(|it| it.id == id);
        let usable = level.and_then(found).filter(|it| it.active || things.is_some());
        if level.is_some_and(|id| usable.is_none() && !in_file(id.0)) {
            return Err(missing("levelId"));
        }
        if pos.is_some_and(|id| !self.pos.contains(&id) && !in_file(id.0)) {
            return Err(missing("posId"));
        }
        if seller.is_some_and(|id| !self.sellers.contains(&id) && !in_file(id.0)) {
            return Err(missing("sellerId"));
        }
        Ok(Wanted { level: usable.cloned(), pos, seller })
    }
}

/// Two of the messages lose their full stop on the way (behaviour 3.20.4).
fn free(taken: &Contacts) -> Result<(), String> {
    match taken_fields(taken).first() {
        None => Ok(()),
        Some(("phone", said)) => Err(process(said)),
        Some((_, said)) => Err(process(said.trim_end_matches('.'))),
    }
}

impl Claimed {
    /// `taken`, and what earlier rows took of `contacts`.
    fn or(&self, taken: &Contacts, contacts: &Contacts) -> Contacts {
        let [email, phone, card] = self.digests_of(contacts);
        let held = |digest: Option<u64>| digest.is_some_and(|it| self.digests.contains(&it));
        let either = |taken: bool, digest| taken || held(digest);
        Contacts {
            email: contacts.email.clone().filter(|_| either(taken.email.is_some(), email)),
            phone: contacts.phone.clone().filter(|_| either(taken.phone.is_some(), phone)),
            loyalty_card: contacts
                .loyalty_card
                .clone()
                .filter(|_| either(taken.loyalty_card.is_some(), card)),
        }
    }

    fn add(&mut self, contacts: &Contacts) {
        let digests = self.digests_of(contacts);
        self.digests.extend(digests.into_iter().flatten());
    }

    fn digests_of(&self, contacts: &Contacts) -> [Option<u64>; 3] {
        let Contacts { email, phone, loyalty_card } = contacts;
        let digest = |kind: u8, text: &str| self.digest((kind, text));
        [
            email.as_ref().map(|it| digest(0, Email::as_str(it))),
            phone.as_ref().map(|it| digest(1, Phone::key(it))),
            loyalty_card.as_ref().map(|it| digest(2, Text::as_str(it))),
        ]
    }

    fn digest(&self, value: impl Hash) -> u64 {
        self.hasher.hash_one(value)
    }
}
