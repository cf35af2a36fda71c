//! `hognose action` as a whole, against a stand-in for GitHub that is strict and remembers everything.

mod osv_server;

mod action {
    mod advisories;
    mod around;
    mod events;
    mod failures;
    mod hostile;
    mod lifecycle;
    mod program;
    mod reading;
    mod stages;
    mod support;
    mod tls;
    mod uploads;
}
