//! The state that all pages share, and their frame.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::clock::Clock;
use domain::{Overrides, Random, Token};
use hyper::StatusCode;
use minijinja::value::Serde;
use minijinja::{Value, context};
use operator::Operator;
use templates::Templates;

use crate::connection::Connection;
use crate::notices::{Notice, Notices};
use crate::problem::Problem;
use crate::session::Session;

/// The pages of the menu: the path, and the name.
const MENU: &[(&str, &str)] = &[
    ("", "Search"),
    ("/users", "Users"),
    ("/approvals", "Approvals"),
    ("/invitations", "Invitations"),
    ("/mailbox", "Mailboxes"),
    ("/limits", "Limits"),
    ("/bounces", "Bounces"),
    ("/statistics", "Statistics"),
];

/// Makes the list of the templates.
macro_rules! templates {
    ($($name:literal,)+) => { &[$(($name, include_str!(concat!("../templates/", $name)))),+] };
}

const TEMPLATES: &[(&str, &str)] = templates![
    "approvals.html",
    "base.html",
    "bounces.html",
    "erase.html",
    "expire.html",
    "invitation_created.html",
    "invitation_list.html",
    "invitations.html",
    "limits.html",
    "macros.html",
    "mailbox.html",
    "problem.html",
    "search.html",
    "statistics.html",
    "statistics_counts.html",
    "user.html",
    "users.html",
];

/// The console of one process.
pub(crate) struct Site {
    /// The path of all pages, which has 80 random bits.
    base: String,
    /// The name of the cookie, which is random, so that no other server of this machine can overwrite it.
    cookie: String,
    /// The hosts by which a browser of this machine reaches the console.
    hosts: [String; 2],
    pub(crate) session: Mutex<Session>,
    pub(crate) connection: Connection,
    notices: Notices,
    templates: Templates,
    pub(crate) clock: Arc<dyn Clock>,
    random: Random,
}

impl Site {
    pub(crate) fn new(port: u16, connection: Connection, clock: Arc<dyn Clock>, random: Random) -> Self {
        let name = |random: &Random| Token::generate(random).expose()[..16].to_owned();
        let port = if port == 80 { String::new() } else { format!(":{port}") };
        Self {
            base: format!("/{}", name(&random)),
            cookie: format!("console-{}", name(&random)),
            hosts: ["127.0.0.1", "localhost"].map(|host| format!("{host}{port}")),
            session: Mutex::new(Session::new(&random, clock.now())),
            connection,
            notices: Notices::default(),
            templates: Templates::new(TEMPLATES, Overrides::default()),
            clock,
            random,
        }
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    pub(crate) fn cookie(&self) -> &str {
        &self.cookie
    }

    pub(crate) fn hosts(&self) -> &[String] {
        &self.hosts
    }

    /// Returns the URL of the link that lets one browser in.
    pub(crate) fn link(&self) -> String {
        let session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        format!("http://{}{}/open?token={}", self.hosts[0], self.base, session.link())
    }

    /// Returns the client of the deployment.
    pub(crate) async fn operator(&self) -> Result<Arc<Operator>, Problem> {
        Ok(self.connection.operator().await?)
    }

    /// Renders a page of the menu's page at `path`.
    pub(crate) fn page(&self, path: &str, template: &str, page: Value) -> Result<Response, Problem> {
        self.page_with_status(StatusCode::OK, path, template, page)
    }

    /// Renders a page with this status.
    pub(crate) fn page_with_status(
        &self,
        status: StatusCode,
        path: &str,
        template: &str,
        page: Value,
    ) -> Result<Response, Problem> {
        let menu: Vec<_> =
            MENU.iter().map(|(at, name)| context! { path => *at, name => *name, current => *at == path }).collect();
        let frame = context! { base => &*self.base, menu, identity => Serde(self.connection.identity()) };
        let html = self.render(template, &context! { frame => frame, page => page })?;
        Ok((status, Html(html)).into_response())
    }

    /// Renders the page of a problem. Only the operator's has the menu.
    pub(crate) fn problem_page(&self, problem: &Problem, is_operator: bool) -> Response {
        let page = context! { title => problem.title, lines => problem.lines.clone() };
        let rendered = if is_operator {
            self.page_with_status(problem.status, "-", "problem.html", page)
        } else {
            let html = self.render("problem.html", &context! { frame => (), page => page });
            html.map(|html| (problem.status, Html(html)).into_response()).map_err(Into::into)
        };
        rendered.unwrap_or_else(|problem| (problem.status, problem.lines.join("\n")).into_response())
    }

    fn render(&self, template: &str, context: &Value) -> Result<String, minijinja::Error> {
        self.templates.render(|environment| environment.get_template(template)?.render(context))
    }

    /// Redirects to a page after an act, which the page then reports once.
    pub(crate) fn see(&self, path: &str, notice: Notice) -> Response {
        let name = self.notices.put(&self.random, notice);
        let sign = if path.contains('?') { '&' } else { '?' };
        Redirect::to(&format!("{}{path}{sign}notice={name}", self.base)).into_response()
    }

    /// Redirects to a page.
    pub(crate) fn go(&self, path: &str) -> Response {
        Redirect::to(&format!("{}{path}", self.base)).into_response()
    }

    /// Returns the notice of this name, the first time.
    pub(crate) fn notice(&self, name: Option<&str>) -> Option<Notice> {
        self.notices.take(name?)
    }

    /// Returns the sentence of the notice of this name, the first time.
    pub(crate) fn done(&self, name: Option<&str>) -> Option<String> {
        match self.notice(name)? {
            Notice::Done(text) => Some(text),
            Notice::Invitation(_) => None,
        }
    }
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site").finish_non_exhaustive()
    }
}
