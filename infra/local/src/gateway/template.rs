//! The routes that a template declares, with their functions.
//!
//! Each is an `AWS::ApiGatewayV2::Route`, and its integration has the function.
//!
//! CloudFormation's short tags, such as `!Sub`, are ignored: a value is what they are applied to. So a target reads
//! `integrations/${RegisterIntegration}`, and the URI of that integration `RegisterFunction.Alias`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::functions::Function;

/// A route of the deployment.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DeclaredRoute {
    /// A method and a path, or `$default`.
    pub(super) key: String,
    /// The function that the route leads to.
    pub(super) function: Function,
}

/// A template whose routes cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum TemplateError {
    #[error("the template cannot be read: {0}")]
    Syntax(#[from] serde_saphyr::Error),
    #[error("{0} has no RouteKey")]
    NoKey(String),
    #[error("the target of {0} is not the integration of a known function")]
    Target(String),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Template {
    resources: BTreeMap<String, Resource>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Resource {
    r#type: String,
    #[serde(default)]
    properties: Map<String, Value>,
}

impl Resource {
    fn text(&self, property: &str) -> Option<&str> {
        self.properties.get(property)?.as_str()
    }
}

/// Reads the routes of a template.
///
/// # Errors
/// [`TemplateError`] if the text is no template, or a route leads to no function.
pub(super) fn routes(template: &str) -> Result<Vec<DeclaredRoute>, TemplateError> {
    let template: Template = serde_saphyr::from_str(template)?;
    let routes = template.resources.iter().filter(|(_, resource)| resource.r#type == "AWS::ApiGatewayV2::Route");
    let routes = routes.map(|(name, route)| {
        let key = route.text("RouteKey").ok_or_else(|| TemplateError::NoKey(name.clone()))?.to_owned();
        let function = template.function(route).ok_or_else(|| TemplateError::Target(name.clone()))?;
        Ok(DeclaredRoute { key, function })
    });
    routes.collect()
}

impl Template {
    fn function(&self, route: &Resource) -> Option<Function> {
        let integration = route.text("Target")?.strip_prefix("integrations/${")?.strip_suffix('}')?;
        let function = self.resources.get(integration)?.text("IntegrationUri")?.strip_suffix("Function.Alias")?;
        Function::named(&function.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a template with one route to `RegisterIntegration` at this URI.
    fn template(uri: &str) -> String {
        format!(
            "Resources:
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties: {{RouteKey: ANY /a, Target: !Sub 'integrations/${{RegisterIntegration}}'}}
  RegisterIntegration:
    Type: AWS::ApiGatewayV2::Integration
    Properties: {{ApiId: !Ref Api, IntegrationUri: {uri}}}
"
        )
    }

    #[test]
    fn route_leads_to_function_of_its_integration() {
        let routes = routes(&template("!Ref ActivateFunction.Alias")).unwrap();
        assert_eq!(routes, [DeclaredRoute { key: "ANY /a".to_owned(), function: Function::Activate }]);
    }

    #[test]
    fn unknown_function_is_reported_with_its_route() {
        for template in [template("!Ref OtherFunction.Alias"), template("x").replace("${Reg", "${Other")] {
            let error = routes(&template).unwrap_err().to_string();
            assert_eq!(error, "the target of Route is not the integration of a known function");
        }
        let error = routes(&template("x").replace("RouteKey", "Key")).unwrap_err();
        assert_eq!(error.to_string(), "Route has no RouteKey");
        assert!(matches!(routes("Resources: ["), Err(TemplateError::Syntax(_))));
    }
}
