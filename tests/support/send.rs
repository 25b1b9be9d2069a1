//! The sending of a request, whose response is checked.

use registration::ServiceCookie;
use reqwest::RequestBuilder;

use super::{Answer, OpenApi};

impl Answer {
    /// Sends a request, and checks its response against `infra/openapi.yaml`. Each cookie must have a known name.
    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let (client, request) = request.build_split();
        let request = request.unwrap();
        let (method, path) = (request.method().clone(), request.url().path().to_owned());
        let response = client.execute(request).await.expect("the service answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let answer = Self { status, headers, body: response.text().await.unwrap() };
        // The pages of `local` itself are not part of the service, and neither is the Invoke API.
        if path != "/" && !path.starts_with("/_local") && !path.starts_with("/2015-03-31") {
            OpenApi::get().check(&method, &path, &answer);
            for name in answer.cookies().map(|cookie| cookie.split('=').next().unwrap()) {
                assert!(ServiceCookie::is_name(name), "a backend function would get the cookie {name}");
            }
        }
        answer
    }
}
