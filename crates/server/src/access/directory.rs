//! Accounts, tokens and sessions in memory. Accounts and tokens are read again when something was written here, and
//! otherwise once a second: another process may have changed them. A session is looked up again after two seconds.

use crate::Problem;
use qianxian_core::{ApiToken, User, UserId};
use qianxian_store::{Rows, Sequence, Store, Versioned};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
    time::{Duration, Instant},
};

/// For how long the sequence of the store is not asked for again.
const FRESH: Duration = Duration::from_secs(1);
/// For how long a session is believed without asking the store: as long a sign-out in another process takes to work.
const BELIEVED: Duration = Duration::from_secs(2);
/// More sessions than this are forgotten all at once and looked up again.
const MOST_SESSIONS: usize = 20_000;

/// Accounts and tokens of one sequence.
#[derive(Debug, Default)]
pub struct Directory {
    sequence: Option<Sequence>,
    users: HashMap<UserId, Versioned<User>>,
    by_login: HashMap<String, UserId>,
    tokens: HashMap<String, ApiToken>,
}

impl Directory {
    /// An account by its id.
    pub fn user(&self, id: UserId) -> Option<&Versioned<User>> {
        self.users.get(&id)
    }

    /// An account by what is typed to sign in.
    pub fn by_login(&self, login: &str) -> Option<&Versioned<User>> {
        self.by_login.get(&login.trim().to_lowercase()).and_then(|id| self.user(*id))
    }

    /// A token by the fingerprint of its secret.
    pub fn token(&self, fingerprint: &str) -> Option<&ApiToken> {
        self.tokens.get(fingerprint)
    }

    /// All accounts.
    pub fn users(&self) -> impl Iterator<Item = &Versioned<User>> {
        self.users.values()
    }

    /// Whether nobody can sign in yet.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty()
    }

    /// Accounts and tokens as they stand in the store at this moment.
    pub(crate) async fn load(store: &Store) -> Result<Directory, Problem> {
        let mut view = store.view().await?;
        let sequence = Some(view.sequence());
        let users = view.list::<User>(Rows::Live).await?;
        let tokens = view.list::<ApiToken>(Rows::Live).await?;
        let by_login = users.iter().map(|user| (user.value.login.to_lowercase(), user.value.id)).collect();
        let users = users.into_iter().map(|user| (user.value.id, user)).collect();
        let tokens = tokens.into_iter().map(|token| (token.value.hash.clone(), token.value)).collect();
        Ok(Directory { sequence, users, by_login, tokens })
    }
}

/// The directory that every request looks into, and the sessions seen lately.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    known: RwLock<(Option<Instant>, Arc<Directory>)>,
    sessions: Mutex<HashMap<String, (Instant, String)>>,
}

impl Shared {
    /// Accounts and tokens as they are now in the store; `written` is the last sequence this process has seen.
    pub(crate) async fn now(&self, store: &Store, written: u64) -> Result<Arc<Directory>, Problem> {
        let (asked, known) = self.known.read().unwrap_or_else(PoisonError::into_inner).clone();
        let covers = known.sequence.is_some_and(|sequence| sequence.0 as u64 >= written);
        if covers && asked.is_some_and(|asked| asked.elapsed() < FRESH) {
            return Ok(known);
        }
        let stands = known.sequence == Some(store.sequence().await?);
        let fresh = if stands { known } else { Arc::new(Directory::load(store).await?) };
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = (Some(Instant::now()), fresh.clone());
        Ok(fresh)
    }

    /// Forgets what is known, because this process has just changed it.
    pub(crate) fn forget(&self) {
        self.known.write().unwrap_or_else(PoisonError::into_inner).0 = None;
        self.sessions().clear();
    }

    /// Whose session a fingerprint is, if it was looked up just now.
    pub(crate) fn session(&self, fingerprint: &str) -> Option<String> {
        let sessions = self.sessions();
        sessions.get(fingerprint).filter(|(seen, _)| seen.elapsed() < BELIEVED).map(|(_, owner)| owner.clone())
    }

    /// Remembers whose session a fingerprint is.
    pub(crate) fn remember(&self, fingerprint: String, owner: String) {
        let mut sessions = self.sessions();
        if sessions.len() >= MOST_SESSIONS {
            sessions.clear();
        }
        sessions.insert(fingerprint, (Instant::now(), owner));
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<String, (Instant, String)>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
