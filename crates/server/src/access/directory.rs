//! Accounts and tokens in memory, read again when the store has moved on.

use crate::Problem;
use qianxian_core::{ApiToken, User, UserId};
use qianxian_store::{Rows, Sequence, Store, Versioned};
use std::{
    collections::HashMap,
    sync::{Arc, RwLock},
};

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

    /// Whether nobody can sign in yet.
    pub fn is_empty(&self) -> bool {
        self.users.is_empty()
    }

    async fn load(store: &Store) -> Result<Directory, Problem> {
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

/// The directory that every request looks into.
#[derive(Debug, Default)]
pub(crate) struct Shared(RwLock<Arc<Directory>>);

impl Shared {
    /// Accounts and tokens as they are now in the store.
    pub(crate) async fn now(&self, store: &Store) -> Result<Arc<Directory>, Problem> {
        let known = self.0.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        if known.sequence == Some(store.sequence().await?) {
            return Ok(known);
        }
        let fresh = Arc::new(Directory::load(store).await?);
        *self.0.write().unwrap_or_else(std::sync::PoisonError::into_inner) = fresh.clone();
        Ok(fresh)
    }
}
