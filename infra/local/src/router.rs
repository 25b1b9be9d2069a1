//! The routes of the site.
//!
//! They are the gateway, the services that the functions call, and the pages that show the calls.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::extract::State;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::middleware::{from_fn, map_response_with_state};
use axum::response::Response;
use axum::routing::{any, get, post};
use http::StatusCode;
use tokio::sync::watch;

use crate::app_state::AppState;
use crate::{control_api, eventbridge, gateway, invoke_api, loopback_host, openid, pages, paths, ses};

/// Returns the site as a service.
///
/// `activity` changes with each answer.
pub(crate) fn service(
    site: AppState,
    activity: watch::Sender<()>,
) -> IntoMakeServiceWithConnectInfo<Router, SocketAddr> {
    Router::new()
        .route("/", get(pages::home))
        .route(paths::MAIL, get(pages::mail::list).delete(pages::mail::clear))
        .route(paths::ONE_MAIL, get(pages::mail::html))
        .route(paths::EVENTS, get(pages::events::list).delete(pages::events::clear))
        .route(paths::LOG, get(pages::log::list))
        .route(paths::CLOCK, post(control_api::advance))
        .route(paths::SETTLE, post(control_api::settle))
        .route(paths::ENV, get(pages::env))
        .route(paths::SEND_EMAIL, post(ses::send_email))
        .route(paths::MAIL_ACCOUNT, get(ses::account))
        .route(paths::EVENTBRIDGE, post(eventbridge::put_events))
        .route(paths::PUT_EVENTS, post(eventbridge::put_events))
        .route(paths::INVOKE, post(invoke_api::invoke))
        .route(paths::OPENID_DISCOVERY, get(openid::discovery))
        .route(paths::OPENID_KEYS, get(openid::keys))
        .route(paths::OPENID_AUTHORIZE, get(openid::login).post(openid::decide))
        .route(paths::OPENID_TOKEN, post(openid::token))
        .route(paths::UNKNOWN_PATHS, any(StatusCode::NOT_FOUND))
        // The functions answer any host, as behind a tunnel.
        .route_layer(from_fn(loopback_host::require))
        .fallback(gateway::handle)
        .layer(DefaultBodyLimit::max(gateway::MAX_BODY_BYTES))
        .layer(map_response_with_state(activity, report))
        .with_state(Arc::new(site))
        .into_make_service_with_connect_info()
}

async fn report(State(activity): State<watch::Sender<()>>, answer: Response) -> Response {
    activity.send_replace(());
    answer
}
