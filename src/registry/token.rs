//! Tokens for writing. Only their hash is stored; the secret is shown once.

use super::Registry;
use super::error::RegistryError;
use super::write::Author;
use crate::domain::change::Actor;
use crate::storage::{Store, Token};
use sha2::{Digest, Sha256};

/// Actor of the administrator's token in the log, until there are accounts.
pub const ADMIN: &str = "admin-token";

/// A new secret: 128 random bits, in hexadecimal.
pub fn new_secret() -> String {
    let bytes: [u8; 16] = rand::random();
    hex::encode(bytes)
}

fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

impl Registry {
    /// Issues a token; the answer is the only time its secret is told.
    ///
    /// # Errors
    /// The store fails.
    pub async fn issue_token(&self, actor: &str, label: &str) -> Result<String, RegistryError> {
        let secret = new_secret();
        self.accept_token(&secret, actor, label).await?;
        Ok(secret)
    }

    /// Accepts a secret that was chosen elsewhere (environment, configuration).
    ///
    /// # Errors
    /// The store fails.
    pub async fn accept_token(&self, secret: &str, actor: &str, label: &str) -> Result<(), RegistryError> {
        let token = Token {
            hash: hash(secret),
            actor: Actor(actor.to_owned()),
            label: label.to_owned(),
            created_at: self.clock.micros(),
            revoked_at: None,
        };
        Ok(self.store.put_token(token).await?)
    }

    /// Withdraws every token with that label; tells how many.
    ///
    /// # Errors
    /// The store fails.
    pub async fn revoke_token(&self, label: &str) -> Result<usize, RegistryError> {
        let mut revoked = 0;
        for token in self.store.tokens().await? {
            if token.label == label && token.revoked_at.is_none() {
                let token = Token { revoked_at: Some(self.clock.micros()), ..token };
                self.store.put_token(token).await?;
                revoked += 1;
            }
        }
        Ok(revoked)
    }

    /// All tokens, without secrets.
    ///
    /// # Errors
    /// The store fails.
    pub async fn tokens(&self) -> Result<Vec<Token>, RegistryError> {
        Ok(self.store.tokens().await?)
    }

    /// Who a secret belongs to.
    ///
    /// # Errors
    /// It is unknown or was withdrawn.
    pub async fn author(&self, secret: &str) -> Result<Author, RegistryError> {
        author(&*self.store, secret).await
    }
}

async fn author(store: &dyn Store, secret: &str) -> Result<Author, RegistryError> {
    let wanted = hash(secret);
    // Hashes are compared, so the time it takes tells nothing of the secret.
    let found =
        store.tokens().await?.into_iter().find(|token| token.hash == wanted && token.revoked_at.is_none());
    let token = found.ok_or(RegistryError::Unauthorised)?;
    Ok(Author { actor: token.actor, unconditional: token.label.starts_with("editor:") })
}
