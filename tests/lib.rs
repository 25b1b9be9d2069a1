//! Black-box tests over HTTP: see `main.rs`.
