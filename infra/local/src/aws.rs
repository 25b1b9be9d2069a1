//! AWS on this machine: a region, dummy credentials, and DynamoDB clients.

use aws_credential_types::Credentials;

/// The region that everything claims to be in.
/// The region of all services.
pub(crate) const REGION: &str = "us-east-1";
/// The account of all services.
pub(crate) const ACCOUNT: &str = "000000000000";
/// The access key and its secret, which nothing here checks.
pub(crate) const KEY: &str = "local";

/// The clients that this crate itself uses for DynamoDB.
#[derive(Debug, Clone)]
pub(crate) struct Clients {
    pub(crate) dynamodb: aws_sdk_dynamodb::Client,
    pub(crate) streams: aws_sdk_dynamodbstreams::Client,
}

impl Clients {
    /// Creates clients of the DynamoDB at `url`.
    ///
    /// DynamoDB Local, for example, has a database for each access key.
    pub(crate) fn new(url: &str, key: &str) -> Self {
        let credentials = Credentials::new(key, KEY, None, None, "local");
        let http = aws_smithy_http_client::Builder::new().build_http();
        let dynamodb = aws_sdk_dynamodb::Config::builder()
            .behavior_version(aws_sdk_dynamodb::config::BehaviorVersion::latest())
            .region(aws_sdk_dynamodb::config::Region::new(REGION))
            .credentials_provider(credentials.clone())
            .endpoint_url(url)
            .http_client(http.clone())
            .build();
        let streams = aws_sdk_dynamodbstreams::Config::builder()
            .behavior_version(aws_sdk_dynamodbstreams::config::BehaviorVersion::latest())
            .region(aws_sdk_dynamodbstreams::config::Region::new(REGION))
            .credentials_provider(credentials)
            .endpoint_url(url)
            .http_client(http)
            .build();
        Self {
            dynamodb: aws_sdk_dynamodb::Client::from_conf(dynamodb),
            streams: aws_sdk_dynamodbstreams::Client::from_conf(streams),
        }
    }
}
