//! Tokens for writing. Only their hash is stored; the secret is shown once.

use super::Registry;
use super::error::RegistryError;
use super::write::Author;
use crate::domain::change::Actor;
use crate::storage::Token;
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

    /// Issues a token for an editor that can not name the version it read (QGIS, OWSLib): what it
    /// writes is marked in the log.
    ///
    /// # Errors
    /// The store fails.
    pub async fn issue_editor_token(&self, actor: &str, label: &str) -> Result<String, RegistryError> {
        let secret = new_secret();
        self.store.put_token(Token { unconditional: true, ..self.token(&secret, actor, label) }).await?;
        Ok(secret)
    }

    /// Accepts a secret that was chosen elsewhere (environment, configuration).
    ///
    /// # Errors
    /// The store fails.
    pub async fn accept_token(&self, secret: &str, actor: &str, label: &str) -> Result<(), RegistryError> {
        Ok(self.store.put_token(self.token(secret, actor, label)).await?)
    }

    fn token(&self, secret: &str, actor: &str, label: &str) -> Token {
        Token {
            hash: hash(secret),
            actor: Actor(actor.to_owned()),
            label: label.to_owned(),
            unconditional: false,
            created_at: self.clock.micros(),
            revoked_at: None,
        }
    }

    /// Withdraws every token with that label; tells how many.
    ///
    /// # Errors
    /// The store fails.
    pub async fn revoke_token(&self, label: &str) -> Result<usize, RegistryError> {
        let mut revoked = 0;
        for token in self.store.tokens().await? {
            if token.label == label && token.revoked_at.is_none() {
                self.revoke(token).await?;
                revoked += 1;
            }
        }
        Ok(revoked)
    }

    /// Withdraws the token with that secret, if there is one.
    ///
    /// # Errors
    /// The store fails.
    pub async fn revoke_secret(&self, secret: &str) -> Result<(), RegistryError> {
        match self.store.token(&hash(secret)).await? {
            Some(token) if token.revoked_at.is_none() => self.revoke(token).await,
            _ => Ok(()),
        }
    }

    async fn revoke(&self, token: Token) -> Result<(), RegistryError> {
        let token = Token { revoked_at: Some(self.clock.micros()), ..token };
        Ok(self.store.put_token(token).await?)
    }

    /// All tokens, without secrets.
    ///
    /// # Errors
    /// The store fails.
    pub async fn tokens(&self) -> Result<Vec<Token>, RegistryError> {
        Ok(self.store.tokens().await?)
    }

    /// Who a secret belongs to. It is looked up by its hash, so the time that takes tells nothing of it.
    ///
    /// # Errors
    /// It is unknown or was withdrawn.
    pub async fn author(&self, secret: &str) -> Result<Author, RegistryError> {
        Ok(self.bearer(secret).await?.0)
    }

    /// As [`Registry::author`], with the token's label.
    ///
    /// # Errors
    /// It is unknown or was withdrawn.
    pub async fn bearer(&self, secret: &str) -> Result<(Author, String), RegistryError> {
        let found = self.store.token(&hash(secret)).await?;
        let token = found.filter(|token| token.revoked_at.is_none()).ok_or(RegistryError::Unauthorised)?;
        Ok((Author { actor: token.actor, unconditional: token.unconditional }, token.label))
    }
}
