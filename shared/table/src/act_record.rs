//! The record of an operator's act at the item that it changes.

use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use serde_dynamo::aws_sdk_dynamodb_1::to_attribute_value;

use super::StoreError;
use domain::OperatorAct;

/// The part of an update expression, after `SET`, that appends the act. [`values`] has its values.
pub(super) const RECORD: &str = "acts = list_append(if_not_exists(acts, :no_acts), :act)";

/// Returns the values of [`RECORD`].
pub(super) fn values(act: &OperatorAct) -> Result<[(&'static str, AttributeValue); 2], StoreError> {
    let act = AttributeValue::L(vec![to_attribute_value(act)?]);
    Ok([(":no_acts", AttributeValue::L(Vec::new())), (":act", act)])
}

/// Adds the values of [`RECORD`] to an update.
pub(super) fn recording(
    request: UpdateItemFluentBuilder,
    act: &OperatorAct,
) -> Result<UpdateItemFluentBuilder, StoreError> {
    let values = values(act)?.into_iter();
    Ok(values.fold(request, |request, (name, value)| request.expression_attribute_values(name, value)))
}
