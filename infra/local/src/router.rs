//! The routes of the site: the gateway, the services that the functions call, and the pages that show their calls.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::routing::{any, get, post};
use http::StatusCode;

use crate::app_state::AppState;
use crate::{eventbridge, gateway, invoke_api, pages, paths, ses};

/// Returns the site as a service.
pub(crate) fn service(site: AppState) -> IntoMakeServiceWithConnectInfo<Router, SocketAddr> {
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
        .route(paths::UNKNOWN_PATHS, any(StatusCode::NOT_FOUND))
        .fallback(gateway::handle)
        .layer(DefaultBodyLimit::max(gateway::MAX_BODY_BYTES))
        .with_state(Arc::new(site))
        .into_make_service_with_connect_info()
}
