//! Black-box tests of the whole over HTTP: see `main.rs`.
