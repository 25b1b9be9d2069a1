//! The stylesheet and the script: their versions and their caching.

use reqwest::Method;

use crate::support::{Answer, Service};

const FILES: [(&str, &str); 2] = [("/register/style.css", "href"), ("/register/form.js", "src")];
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// Returns the URL of a file that the form links to.
async fn linked(service: &Service, path: &str, attribute: &str) -> String {
    let page = service.get("/register").await.body;
    let (_, rest) = page.split_once(&format!("{attribute}=\"{path}?")).unwrap_or_else(|| panic!("{path} in {page}"));
    format!("{path}?{}", rest.split_once('"').unwrap().0)
}

#[tokio::test]
async fn linked_file_is_cached_for_a_year() {
    let service = Service::start().await;
    for (path, attribute) in FILES {
        let file = service.get(&linked(&service, path, attribute).await).await;
        assert_eq!((file.status.as_u16(), file.header("cache-control")), (200, IMMUTABLE), "{path}");
        assert_eq!(file.body, service.get(path).await.body, "{path}");
    }
}

#[tokio::test]
async fn file_without_current_version_is_not_immutable() {
    let service = Service::start().await;
    for (path, _) in FILES {
        assert_eq!(service.get(path).await.header("cache-control"), "public, max-age=3600");
        for version in ["?v=", "?v=AAAAAAAAAAAAAAAA", "?v=%22"] {
            let file = service.get(&format!("{path}{version}")).await;
            assert_eq!((file.status.as_u16(), file.header("cache-control")), (200, "no-cache"), "{path}{version}");
        }
    }
}

#[tokio::test]
async fn known_version_returns_304_without_body() {
    let service = Service::start().await;
    for (path, attribute) in FILES {
        let linked = linked(&service, path, attribute).await;
        let tag = service.get(path).await.header("etag").to_owned();
        let strong = tag.trim_start_matches("W/").to_owned();
        for method in [Method::GET, Method::HEAD] {
            for known in
                [tag.clone(), strong.clone(), "*".to_owned(), format!("\"x\", {tag}"), format!("W/\"y\",{tag}")]
            {
                let request = service.request(method.clone(), &linked).header("if-none-match", &known);
                let answer = Answer::of(request).await;
                assert_eq!((answer.status.as_u16(), &*answer.body), (304, ""), "{path} {known}");
                assert_eq!((answer.header("etag"), answer.header("cache-control")), (&*tag, IMMUTABLE), "{path}");
            }
            for unknown in ["", "\"x\"", "W/\"\"", "x"] {
                let request = service.request(method.clone(), path).header("if-none-match", unknown);
                assert_eq!(Answer::of(request).await.status, 200, "{path} {unknown:?}");
            }
        }
    }
}

#[tokio::test]
async fn changed_stylesheet_has_another_version() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("theme.css"), ":root { --radius: 0; }").unwrap();
    let themed = Service::with(&[("REGISTRATION_TEMPLATES_DIR", folder.path().to_str().unwrap())]).await;
    let plain = Service::start().await;
    let [(style, href), (script, src)] = FILES;
    assert_ne!(linked(&themed, style, href).await, linked(&plain, style, href).await);
    assert_eq!(linked(&themed, script, src).await, linked(&plain, script, src).await);
}

#[tokio::test]
async fn files_below_a_path_keep_it() {
    let service = Service::with(&[("REGISTRATION_SITE_URL", "https://example.com/accounts")]).await;
    let page = service.get("/register").await.body;
    assert!(page.contains("href=\"/accounts/register/style.css?v="), "{page}");
    assert!(page.contains("src=\"/accounts/register/form.js?v="), "{page}");
}
