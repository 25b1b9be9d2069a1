//! The bus of the signals.

use crate::actions;
use crate::call::CallError;
use crate::clients::Clients;
use crate::finding::{Check, Finding};
use crate::stack::Stack;

pub(crate) async fn check(clients: &Clients, stack: &Stack) -> Option<Finding> {
    let bus = stack.output("EventBusName")?;
    let found = clients.eventbridge.describe_event_bus().name(bus).send().await.map_err(CallError::from);
    Some(match found {
        Ok(_) => Check::Bus.ok(bus, "exists"),
        Err(CallError::Missing) => missing(bus),
        Err(error) => Check::Bus.failed(bus, actions::DESCRIBE_EVENT_BUS, error),
    })
}

fn missing(bus: &str) -> Finding {
    let remedy = "Create it again, with the rules of your systems. The signals of the last day are sent then.";
    Check::Bus
        .wrong(bus, "does not exist, so no signal is sent", remedy)
        .with_command(format!("aws events create-event-bus --name {bus}"))
}
