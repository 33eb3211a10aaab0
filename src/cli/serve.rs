//! `jiantu serve`

use super::Metrics;
use super::output;
use crate::api;
use crate::config::{DatabaseUrl, Secret};
use crate::registry::token::ADMIN;
use crate::registry::{Registry, RegistryError};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

/// 启动服务 / run the service
#[derive(clap::Args, Debug)]
#[command(after_help = "例 / Example:\n  jiantu serve --listen 127.0.0.1:8080")]
pub struct Args {
    /// 监听地址 / address to listen on; beyond loopback only with a token of your own
    #[arg(long, env = "JIANTU_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// 管理员令牌；缺省每次启动生成并打印 / the administrator's token; made and printed at start by default
    #[arg(long, env = "JIANTU_TOKEN", hide_env_values = true)]
    token: Option<Secret>,
    /// 对外网址，不带末尾斜线 / address under which clients reach it, without a trailing slash
    #[arg(long, env = "JIANTU_PUBLIC_URL")]
    public_url: Option<String>,
}

/// Label of the token that a start makes; the next start on the same address withdraws it, and
/// leaves those of other instances alone.
fn label(address: SocketAddr) -> String {
    format!("serve {address}")
}

/// Comes when the service is to end. The token that this start made ends with it: who is being served
/// was let in before. One's own token stays, for other instances may go by the same.
async fn ended(told: impl Future<Output = ()>, registry: Arc<Registry>, made: Option<String>) {
    told.await;
    if let Some(secret) = made
        && let Err(error) = registry.revoke_secret(&secret).await
    {
        tracing::warn!(%error, "the token could not be withdrawn; the next start on this address does it");
    }
}

impl Args {
    pub async fn run(self, database: &DatabaseUrl, metrics: Metrics) -> Result<ExitCode, RegistryError> {
        if !self.listen.ip().is_loopback() && self.token.is_none() {
            output::failure(&RegistryError::refused(
                "监听本机以外的地址须自设管理员令牌：--token 或 JIANTU_TOKEN",
                "listening beyond loopback needs an administrator's token of your own: --token or JIANTU_TOKEN",
            ));
            return Ok(ExitCode::from(2));
        }
        // Before anything is said: whoever reads the address may end the service right away.
        let told = api::told_to_end();
        let registry = super::registry(database).await?;
        let listener = tokio::net::TcpListener::bind(self.listen).await.map_err(|error| {
            RegistryError::refused(
                format!("无法监听 {}：{error}", self.listen),
                format!("can not listen on {}: {error}", self.listen),
            )
        })?;
        let address = listener.local_addr().map_err(|error| RegistryError::Internal(error.to_string()))?;
        let label = label(address);
        registry.revoke_token(&label).await?;
        let made = match &self.token {
            Some(secret) => {
                registry.accept_token(secret.reveal(), ADMIN, &label).await?;
                None
            }
            None => Some(registry.issue_token(ADMIN, &label).await?),
        };
        let printed = made.as_deref().unwrap_or("（自设 your own）");
        let world = registry.world();
        let district = &registry.reference().district;
        output::line(&format!("健图 jiantu  http://{address}/"));
        output::line(&format!(
            "{} {}：{} 个场地 sites，{} 件器材 pieces of equipment，{} 个行政区划 divisions（{}）",
            district.name_zh,
            district.name_en,
            world.snapshot.sites.len(),
            world.snapshot.equipment.len(),
            world.snapshot.divisions.len(),
            registry.engine(),
        ));
        if district.demo.is_some() {
            output::line("含示范数据，不是真实登记 / contains demonstration data, not a real register");
        }
        output::line(&format!("管理员令牌 administrator token: {printed}"));
        drop(world);
        let options =
            api::Options { public_url: self.public_url, metrics: metrics(), ..api::Options::default() };
        let ended = ended(told, Arc::clone(&registry), made);
        api::serve(registry, listener, options, ended).await;
        Ok(ExitCode::SUCCESS)
    }
}
