//! The services of the region.

use crate::finding::{Check, Finding};

/// The regions that have everything. `docs/guides/deploy.md` has the same lists, and `.ci/try-template` checks those.
const COMPLETE: [&str; 22] = [
    "af-south-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ca-central-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "me-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];
/// The regions without EventBridge's schema registry.
const WITHOUT_SCHEMAS: [&str; 1] = ["ap-south-2"];
/// The regions that have no API destinations of EventBridge either, which the canary needs.
const WITHOUT_DESTINATIONS: [&str; 3] = ["ap-southeast-5", "ca-west-1", "il-central-1"];
/// The regions without SES.
const WITHOUT_SES: [&str; 7] =
    ["ap-east-1", "ap-east-2", "ap-southeast-4", "ap-southeast-6", "ap-southeast-7", "eu-south-2", "mx-central-1"];

pub(crate) fn check(region: &str) -> Finding {
    let check = Check::Region;
    if COMPLETE.contains(&region) {
        check.ok(region, "has all services")
    } else if WITHOUT_SCHEMAS.contains(&region) {
        check.warning(region, "has no schema registry", "Deploy with PublishSchemas=false.")
    } else if WITHOUT_DESTINATIONS.contains(&region) {
        let remedy = "Deploy with PublishSchemas=false, and without CanaryMinutes.";
        check.warning(region, "has no schema registry and no API destinations", remedy)
    } else if WITHOUT_SES.contains(&region) {
        check.wrong(region, "has no SES", "Select a region that has it: set AWS_REGION.")
    } else {
        let remedy = "Look for SES and EventBridge's schema registry in AWS's list of services by region.";
        check.warning(region, "is not one of the regions that were checked", remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Status;

    #[test]
    fn regions_are_those_of_documentation() {
        let page = include_str!("../../../docs/guides/deploy.md");
        for (row, regions) in [
            ("| everything |", COMPLETE.as_slice()),
            ("| no schema registry |", &WITHOUT_SCHEMAS),
            ("| no schema registry and no API destinations |", &WITHOUT_DESTINATIONS),
            ("| no SES |", &WITHOUT_SES),
        ] {
            let row = page.lines().find_map(|line| line.strip_prefix(row)).unwrap();
            let listed: Vec<_> = row.split('|').next().unwrap().split('`').skip(1).step_by(2).collect();
            assert_eq!(listed, regions);
        }
    }

    #[test]
    fn region_has_needed_services() {
        for (region, status) in [
            ("eu-west-1", Status::Ok),
            ("ap-south-2", Status::Warning),
            ("ca-west-1", Status::Warning),
            ("eu-south-2", Status::Wrong),
            ("us-gov-west-1", Status::Warning),
        ] {
            assert_eq!(check(region).status, status, "{region}");
        }
    }
}
