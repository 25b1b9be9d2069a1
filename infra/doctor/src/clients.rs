//! The clients of the services.

use std::time::Duration;

use aws::Aws;
use domain::settings::{Environment, Reader, SettingsError};

/// The timeout of a call.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// The clients, in one account and region.
#[derive(Debug)]
pub(crate) struct Clients {
    pub(crate) region: String,
    pub(crate) cloudformation: aws_sdk_cloudformation::Client,
    pub(crate) cloudwatch: aws_sdk_cloudwatch::Client,
    pub(crate) dynamodb: aws_sdk_dynamodb::Client,
    pub(crate) eventbridge: aws_sdk_eventbridge::Client,
    pub(crate) lambda: aws_sdk_lambda::Client,
    pub(crate) s3: aws_sdk_s3::Client,
    pub(crate) ses: aws_sdk_sesv2::Client,
    pub(crate) sns: aws_sdk_sns::Client,
}

impl Clients {
    /// Reads the region, the credentials and the endpoints.
    pub(crate) fn read(environment: &Environment) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(environment);
        let mut config = |service: &str| {
            let aws = Aws::read(&mut reader, &format!("AWS_ENDPOINT_URL_{service}"));
            aws.map(|aws| aws.config_within(TIME_LIMIT))
        };
        let configs = (
            (config("CLOUDFORMATION"), config("CLOUDWATCH"), config("DYNAMODB"), config("EVENTBRIDGE")),
            (config("LAMBDA"), config("S3"), config("SESV2"), config("SNS")),
        );
        reader.finish(|| {
            let ((cloudformation, cloudwatch, dynamodb, eventbridge), (lambda, s3, ses, sns)) = configs;
            let s3 = s3?;
            // An emulator has no host name for each bucket.
            let path_style = s3.endpoint_url().is_some();
            Some(Self {
                region: s3.region()?.to_string(),
                cloudformation: aws_sdk_cloudformation::Client::new(&cloudformation?),
                cloudwatch: aws_sdk_cloudwatch::Client::new(&cloudwatch?),
                dynamodb: aws_sdk_dynamodb::Client::new(&dynamodb?),
                eventbridge: aws_sdk_eventbridge::Client::new(&eventbridge?),
                lambda: aws_sdk_lambda::Client::new(&lambda?),
                s3: aws_sdk_s3::Client::from_conf(
                    aws_sdk_s3::config::Builder::from(&s3).force_path_style(path_style).build(),
                ),
                ses: aws_sdk_sesv2::Client::new(&ses?),
                sns: aws_sdk_sns::Client::new(&sns?),
            })
        })
    }
}
