//! The shelf: things without a history that are looked up by a key and often run out. Sessions, failed attempts to sign
//! in, links for a phone, keys against sending twice, who does a nightly job, hashes of passwords.

use crate::{contract::Store, error::StoreError, sql::shelf};
use jiff::Timestamp;

/// A part of the shelf: keys of one space never meet those of another. Nothing here is a fact: it takes no sequence, is
/// not in the audit and is not exported. Each call is a transaction of its own and durable when it returns.
#[derive(Debug, Clone, Copy)]
pub struct Shelf<'s> {
    store: &'s Store,
    space: &'static str,
}

impl Store {
    /// A space of the shelf.
    pub const fn shelf(&self, space: &'static str) -> Shelf<'_> {
        Shelf { store: self, space }
    }

    /// Throws away what has run out, in every space. Gives how much.
    pub async fn sweep_shelf(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut connection = self.db().write().await?;
        let swept = shelf::sweep(&mut connection, now).await?;
        connection.commit().await?;
        Ok(swept)
    }
}

impl Shelf<'_> {
    /// What lies under a key and has not run out at `now`.
    pub async fn get(&self, key: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
        let mut connection = self.store.db().read().await?;
        shelf::get(&mut connection, self.space, key, now).await
    }

    /// Everything that has not run out at `now`, by key.
    pub async fn list(&self, now: Timestamp) -> Result<Vec<(String, String)>, StoreError> {
        let mut connection = self.store.db().read().await?;
        shelf::list(&mut connection, self.space, now).await
    }

    /// Puts a value under a key until `expires` (nothing: for good), whatever lay there.
    pub async fn put(&self, key: &str, value: &str, expires: Option<Timestamp>) -> Result<(), StoreError> {
        self.write(key, value, expires, None).await.map(drop)
    }

    /// Puts a value under a key unless one lies there that has not run out at `now`. Says whether it did: of several
    /// who try at once, one does.
    pub async fn put_new(
        &self,
        key: &str,
        value: &str,
        expires: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write(key, value, expires, Some(now)).await
    }

    /// Lets a value lie longer, if it still lies there. Says whether it does.
    pub async fn extend(&self, key: &str, value: &str, expires: Timestamp) -> Result<bool, StoreError> {
        let mut connection = self.store.db().write().await?;
        let extended = shelf::extend(&mut connection, self.space, key, value, expires).await?;
        connection.commit().await?;
        Ok(extended)
    }

    /// Takes away what lies under a key. Says whether anything did: of several who try at once, one gets it.
    pub async fn remove(&self, key: &str) -> Result<bool, StoreError> {
        self.delete(key, None).await
    }

    /// Takes away what lies under a key, if it is this value.
    pub async fn remove_if(&self, key: &str, value: &str) -> Result<bool, StoreError> {
        self.delete(key, Some(value)).await
    }

    async fn write(
        &self,
        key: &str,
        value: &str,
        expires: Option<Timestamp>,
        unless_live: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        let mut connection = self.store.db().write().await?;
        let wrote = shelf::put(&mut connection, self.space, key, value, expires, unless_live).await?;
        connection.commit().await?;
        Ok(wrote)
    }

    async fn delete(&self, key: &str, value: Option<&str>) -> Result<bool, StoreError> {
        let mut connection = self.store.db().write().await?;
        let removed = shelf::remove(&mut connection, self.space, key, value).await?;
        connection.commit().await?;
        Ok(removed)
    }
}
