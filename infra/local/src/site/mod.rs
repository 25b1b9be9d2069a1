//! What is served at the site's port: the gateway, the services that the functions call, and the pages that show what
//! these have received.

pub(crate) mod paths;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::routing::{any, get, post};
use http::StatusCode;
use registration::clock::Clock;
use registration::random::Random;

use crate::functions::Invoke;
use crate::ledger::Ledger;
use crate::variables::Variables;
use crate::{eventbridge, gateway, invoke_api, pages, ses};

/// What the handlers share.
pub(crate) struct Site {
    pub(crate) functions: Arc<dyn Invoke>,
    pub(crate) ledger: Ledger,
    pub(crate) variables: Variables,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Random,
}

/// The site as a service.
pub(crate) fn service(site: Site) -> IntoMakeServiceWithConnectInfo<Router, SocketAddr> {
    Router::new()
        .route("/", get(pages::home))
        .route(paths::MAIL, get(pages::mail::list).delete(pages::mail::clear))
        .route(paths::ONE_MAIL, get(pages::mail::html))
        .route(paths::EVENTS, get(pages::events::list).delete(pages::events::clear))
        .route(paths::ENV, get(pages::env))
        .route(paths::SEND_EMAIL, post(ses::send_email))
        .route(paths::EVENTBRIDGE, post(eventbridge::put_events))
        .route(paths::PUT_EVENTS, post(eventbridge::put_events))
        .route(paths::INVOKE, post(invoke_api::invoke))
        .route(paths::OTHERS, any(StatusCode::NOT_FOUND))
        .fallback(gateway::handle)
        .layer(DefaultBodyLimit::max(gateway::LONGEST_BODY))
        .with_state(Arc::new(site))
        .into_make_service_with_connect_info()
}
