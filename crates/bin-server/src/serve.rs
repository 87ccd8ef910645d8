//! Serving until told to stop.

use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::signal;

use crate::config::Config;
use crate::failure::Failure;
use crate::house::House;
use crate::worker::Worker;
use crate::{logging, print};

const NO_ADMINISTRATOR: &str = "\
There is no administrator yet. Create one, with the same --config, --data and --database-url:
  laurel admin create --username NAME --email ADDRESS";

/// `laurel serve`.
pub async fn serve(config: &Config, with_demo: bool) -> Result<(), Failure> {
    logging::start(&config.log)?;
    let listener = listen(config).await?;
    let house = House::open(config).await?;
    if with_demo && !Box::pin(application::demo::load(&house.ports)).await? {
        tracing::info!("the database is not empty, so the demo data is not loaded");
    }
    if !application::admins::any(&house.ports).await? {
        print(NO_ADMINISTRATOR)?;
    }
    print(&format!("Laurel listens on http://{}", listener.local_addr()?))?;
    run(config, listener, house).await
}

/// Takes the port, before anything else is touched.
pub async fn listen(config: &Config) -> Result<TcpListener, Failure> {
    let listening = TcpListener::bind(config.listen).await;
    listening.map_err(|error| Failure::Listen(config.listen, error))
}

/// Serves until SIGTERM or SIGINT, then lets requests and jobs finish and closes the house.
pub async fn run(config: &Config, listener: TcpListener, house: House) -> Result<(), Failure> {
    let app = api_http::app(Arc::clone(&house.ports), config.edge());
    let told_to_stop = told_to_stop().map_err(Failure::Signals)?;
    let worker = config.worker.enabled.then(|| Worker::start(Arc::clone(&house.ports)));
    let served = api_http::serve(listener, app, config.server(), told_to_stop).await;
    if let Some(worker) = worker {
        worker.stop().await;
    }
    served?;
    house.close().await?;
    tracing::info!("stopped");
    Ok(())
}

/// Ends with SIGTERM or SIGINT.
#[cfg(unix)]
pub fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use signal::unix::{SignalKind, signal};
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
        tracing::info!("told to stop: finishing what is under way");
    })
}

#[cfg(not(unix))]
pub fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a console there is nobody to interrupt the server.
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
