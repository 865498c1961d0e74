//! Serves the platform over HTTP, with a worker beside it unless told otherwise.

use std::{net::SocketAddr, sync::Arc};

use anyhow::Context as _;
use tokio::net::TcpListener;

use crate::open::Opened;

/// Binds, prints the address, serves until interrupted.
pub async fn run(opened: Opened, address: SocketAddr, with_worker: bool) -> anyhow::Result<()> {
    let listener = bind(address).await?;
    println!("Kumihimo: {}/", base_of(&listener)?);
    let opened = Arc::new(opened);
    let router = web::compose(&opened.platform, &opened.areas).router;
    if with_worker {
        let opened = opened.clone();
        tokio::spawn(async move { crate::worker::run(&opened).await });
    }
    axum::serve(listener, with_addresses(router))
        .with_graceful_shutdown(interrupted())
        .await
        .context("failed to serve")?;
    // a proper stop leaves nothing unsealed
    let now = opened.platform.now();
    let accesses = opened.platform.auth().seal_accesses(now).await;
    accesses.context("failed to seal the access log")?;
    let sealed = opened.platform.ledger().seal(now).await;
    sealed.map(drop).context("failed to seal the ledger")
}

/// The router, told where each request comes from: wrong sign-ins are counted by address.
pub fn with_addresses(
    router: axum::Router,
) -> axum::extract::connect_info::IntoMakeServiceWithConnectInfo<axum::Router, SocketAddr> {
    router.into_make_service_with_connect_info::<SocketAddr>()
}

/// The address of a listener, by name on one's own machine: passkeys need a name.
pub fn base_of(listener: &TcpListener) -> anyhow::Result<String> {
    let address = listener.local_addr()?;
    Ok(if address.ip().is_loopback() {
        format!("http://localhost:{}", address.port())
    } else {
        format!("http://{address}")
    })
}

/// Binds an address; port 0 takes any free one.
pub async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("failed to listen on {address}"))
}

async fn interrupted() {
    // without a handler the process still ends, only less gracefully
    let _ = tokio::signal::ctrl_c().await;
}
