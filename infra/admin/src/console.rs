//! The command `registration console`.

use std::io::Write;
use std::sync::Arc;

use async_trait::async_trait;
use domain::Random;
use domain::clock::Clock;
use operator::{Actor, Operator};
use operator_console::{Connect, ConnectError, Console, LINK_PERIOD, Options};
use serde_json::json;
use statistics::{Source, Statistics};

use crate::{AdminError, environment};

/// The way to the deployment of the command line.
pub(crate) struct Deployment {
    /// The URL of a local service.
    pub(crate) local: Option<String>,
    /// The stack whose logs have the statistics.
    pub(crate) stack: Option<String>,
    pub(crate) actor: Actor,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Random,
}

impl Deployment {
    /// Reads the settings and the credentials.
    pub(crate) async fn operator(&self) -> Result<Operator, AdminError> {
        let environment = environment::read(self.local.as_deref()).await?;
        Ok(Operator::new(environment, Arc::clone(&self.clock), self.random.clone(), self.actor.clone())?)
    }
}

#[async_trait]
impl Connect for Deployment {
    async fn connect(&self) -> Result<Operator, ConnectError> {
        Ok(self.operator().await?)
    }

    async fn statistics(&self, days: u16) -> Result<Option<Statistics>, ConnectError> {
        let source = match (&self.local, &self.stack) {
            (Some(url), _) => Source::Local { url: url.clone() },
            (None, Some(stack)) => {
                let environment = environment::read(None).await?;
                Source::Stack { environment, stack: stack.clone() }
            }
            (None, None) => return Ok(None),
        };
        Ok(Some(statistics::read(&source, days, self.clock.now()).await?))
    }
}

/// Serves the console until the process is asked to end. A second signal does not wait for running requests.
pub(crate) async fn run(
    deployment: Deployment,
    port: u16,
    is_json: bool,
    out: &mut impl Write,
) -> Result<(), AdminError> {
    let operator = deployment.operator().await?;
    let (clock, random) = (Arc::clone(&deployment.clock), deployment.random.clone());
    let options = Options { port, operator, connect: Arc::new(deployment), clock, random };
    let console = Console::start(options).await.map_err(|source| AdminError::Console { port, source })?;
    let end = shutdown::requested();
    if is_json {
        writeln!(out, "{}", json!({ "url": console.url() }))?;
    } else {
        let minutes = LINK_PERIOD.as_mins();
        writeln!(out, "Open this URL in your browser within {minutes} minutes. It works once.")?;
        writeln!(out, "{}\nPress Ctrl-C to stop.", console.url())?;
    }
    out.flush()?;
    end.await;
    tokio::select! {
        () = console.stop() => {}
        () = shutdown::requested() => {}
    }
    Ok(())
}
