//! The stand-in as tests hold it: a handle on the state, the faults and the log, behind a running server.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::contract::Contract;
use crate::fault::Fault;
use crate::graphql::Graph;
use crate::log::Entry;
use crate::serving;
use crate::world::World;

/// All that the server's thread and the test share.
pub(crate) struct Core {
    pub(crate) world: World,
    pub(crate) contract: Contract,
    pub(crate) graph: Graph,
    pub(crate) faults: Vec<Fault>,
    pub(crate) log: Vec<Entry>,
    pub(crate) violations: Vec<String>,
    pub(crate) defects: Vec<String>,
    pub(crate) enterprise: bool,
}

/// A running stand-in. Ends when it is dropped.
pub struct GitHub {
    core: Arc<Mutex<Core>>,
    address: SocketAddr,
    enterprise: bool,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl GitHub {
    /// Starts one that is laid out as api.github.com.
    ///
    /// # Panics
    /// If no port can be had.
    pub fn start() -> Self {
        Self::launch(false)
    }

    /// Starts one that is laid out as an Enterprise Server: REST under `/api/v3`, GraphQL at `/api/graphql`.
    ///
    /// # Panics
    /// If no port can be had.
    pub fn enterprise() -> Self {
        Self::launch(true)
    }

    fn launch(enterprise: bool) -> Self {
        let core = Core {
            world: World::new(),
            contract: Contract::load(),
            graph: Graph::load(),
            faults: Vec::new(),
            log: Vec::new(),
            violations: Vec::new(),
            defects: Vec::new(),
            enterprise,
        };
        let core = Arc::new(Mutex::new(core));
        let (stop, stopped) = oneshot::channel();
        let running = serving::start(core.clone(), stopped).expect("a port on 127.0.0.1");
        let hub =
            GitHub { core, address: running.api, enterprise, stop: Some(stop), thread: Some(running.thread) };
        let (rest, host) = (hub.rest_url(), format!("http://{}", hub.address));
        hub.with(|world| {
            world.rest_url = rest;
            world.storage_url = format!("http://{}", running.storage);
            if enterprise {
                world.server_url = host;
            }
        });
        hub
    }

    fn core(&self) -> MutexGuard<'_, Core> {
        // A test that panicked while it held the lock has failed anyway.
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at the state, or changes it. No request is answered meanwhile.
    pub fn with<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        work(&mut self.core().world)
    }

    /// As `with`, with the contract beside it.
    pub(crate) fn with_contract<T>(&self, work: impl FnOnce(&Contract, &mut World) -> T) -> T {
        let core = &mut *self.core();
        work(&core.contract, &mut core.world)
    }

    /// What `GITHUB_API_URL` is.
    pub fn rest_url(&self) -> String {
        format!("http://{}{}", self.address, if self.enterprise { "/api/v3" } else { "" })
    }

    /// What `GITHUB_GRAPHQL_URL` is.
    pub fn graphql_url(&self) -> String {
        format!("http://{}{}/graphql", self.address, if self.enterprise { "/api" } else { "" })
    }

    /// What `GITHUB_SERVER_URL` is. On github.com it is another host, which is never asked anything.
    pub fn server_url(&self) -> String {
        self.with(|world| world.server_url.clone())
    }

    /// Lets trouble wait for its request. Of several that match, the one laid first strikes.
    pub fn fault(&self, fault: Fault) {
        self.core().faults.push(fault);
    }

    /// Takes all trouble away.
    pub fn heal(&self) {
        self.core().faults.clear();
    }

    /// All requests so far.
    pub fn log(&self) -> Vec<Entry> {
        self.core().log.clone()
    }

    /// How many requests were of this method and path; `*` stands for one segment.
    pub fn count(&self, method: &str, path: &str) -> usize {
        self.core().log.iter().filter(|entry| entry.is(method, path)).count()
    }

    /// Forgets the requests so far.
    pub fn clear_log(&self) {
        self.core().log.clear();
    }

    /// What clients did against the contract.
    pub fn violations(&self) -> Vec<String> {
        self.core().violations.clone()
    }

    /// Where the stand-in itself did not keep to the contract, or was asked for what it does not play.
    pub fn defects(&self) -> Vec<String> {
        self.core().defects.clone()
    }

    /// Holds that there were neither violations nor defects.
    ///
    /// # Panics
    /// If there were.
    pub fn assert_clean(&self) {
        let core = self.core();
        assert!(core.violations.is_empty(), "against the contract:\n{}", core.violations.join("\n"));
        assert!(core.defects.is_empty(), "the stand-in is at fault:\n{}", core.defects.join("\n"));
    }
}

impl Drop for GitHub {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).ok();
        }
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}
