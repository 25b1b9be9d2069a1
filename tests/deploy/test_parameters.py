"""The rules and limits of the parameters, each of which refuses a deployment with its reason."""

import pytest

from account import Account
from local import REPOSITORY
from stack import CAPABILITIES, DOMAIN, Stack, as_parameters, parsed, rejection, required

CERTIFICATE = "arn:aws:acm:eu-west-1:000000000000:certificate/1"
FRONT_END = {
    "FormUrl": "https://app.sign-up.test/join",
    "RegisteredUrl": "https://app.sign-up.test/wait",
    "ActivationUrl": "https://app.sign-up.test/activate#key={key}",
    "ActivatedUrl": "https://app.sign-up.test/welcome",
    "ResendUrl": "https://app.sign-up.test/resend",
}
# For each rule the parameters that break its assertions, in their order.
BREAKS = {
    "DomainNeedsCertificate": [{"DomainName": "accounts.sign-up.test"}],
    "NothingWithoutDomain": [{"CertificateArn": CERTIFICATE}, {"DisableApiUrl": "true"}],
    "ExistingTableNeedsStream": [{"ExistingTable": "users"}],
    "NothingWithoutExistingTable": [{"ExistingTableStream": "2026-11-24T19:27:48.123"}],
    "BounceDomainNeedsMadeIdentity": [{"BounceDomain": "bounce.sign-up.test"}],
    "FunctionReplacesBackend": [
        {"BackendFunction": "arn:aws:lambda:eu-west-1:000000000000:function:backend", "Backend": "simple"}
    ],
    "OpenidNeedsProviders": [{"Backend": "openid"}],
    "ApprovalNeedsApprovers": [{"Backend": "approval"}],
    "GatedNeedsCredentialOrClaim": [{"Backend": "gated"}],
    "NothingGatedWithoutGated": [{"RequiredClaim": "role:recruiter"}],
    "CaptchaNeedsKeys": [
        {"Captcha": "turnstile", "CaptchaSecretId": "secret"},
        {"Captcha": "turnstile", "CaptchaSiteKey": "key"},
    ],
    "NothingWithoutCaptcha": [{"CaptchaSiteKey": "key"}],
    "CaptchaWhenBouncingNeedsNoPause": [{"CaptchaWhen": "bouncing", "PauseWhenBouncing": "true"}],
    "NoPagesNeedsFrontEnd": [
        {"Pages": "off"},
        {"Pages": "off", **FRONT_END, "OpenidProviders": "google"},
    ],
    "CanaryNeedsOpenEmailedRegistration": [
        {"CanaryMinutes": "15", "Backend": "simple"},
        {"CanaryMinutes": "15", "Captcha": "hcaptcha", "CaptchaSiteKey": "key", "CaptchaSecretId": "secret"},
    ],
    "OneTopicForAlarms": [{"AlarmTopic": "arn:aws:sns:eu-west-1:000000000000:t", "AlarmEmail": f"ops@{DOMAIN}"}],
}
PLACEHOLDERS = {
    "MailFrom": "Example <accounts@dev.example.com>",
    "ReplyTo": "help@example.org",
    "MailIdentity": "example.com",
    "AlarmEmail": "ops@example.com",
    "Approvers": f"ops@{DOMAIN}, ops@example.net",
}


@pytest.fixture(scope="session")
def template(account: Account, stack: Stack) -> str:
    """The URL of the template as the SAM CLI packaged it, which is too large for a call."""
    client = account.client("cloudformation")
    packaged = client.get_template(StackName=stack.name, TemplateStage="Original")["TemplateBody"]
    account.client("s3").put_object(Bucket=account.artifacts(), Key="packaged", Body=packaged.encode())
    return f"{account.url}/{account.artifacts()}/packaged"


def test_each_rule_refuses_with_its_reason(account: Account, template: str):
    rules = parsed((REPOSITORY / "template.yaml").read_text())["Rules"]
    assert set(BREAKS) == set(rules)
    for name, breaks in BREAKS.items():
        assertions = [one["AssertDescription"] for one in rules[name]["Assertions"]]
        assert len(breaks) == len(assertions), name
        for parameters, reason in zip(breaks, assertions, strict=True):
            assert reason in rejection(account, "refused", template, required(**parameters)), name


def test_domains_of_examples_are_refused(account: Account, template: str):
    for name, value in PLACEHOLDERS.items():
        reason = rejection(account, "refused", template, required(**{name: value}))
        assert name in reason, reason
        assert "not example.com" in reason, reason


def test_more_than_the_variables_hold_is_refused(stack: Stack):
    with pytest.raises(AssertionError, match="at most 1940 characters"):
        stack.update(RefusedDomains=",".join(f"domain-{n}.test" for n in range(200)))


def test_long_name_of_a_stack_is_refused(account: Account, template: str):
    name = "registration-of-a-team"
    account.client("cloudformation").create_stack(
        StackName=name, TemplateURL=template, Capabilities=CAPABILITIES, Parameters=as_parameters(required())
    )
    with pytest.raises(AssertionError, match="21 at most"):
        Stack(account, name).wait("CREATE_COMPLETE")
    tables = account.client("dynamodb").list_tables()["TableNames"]
    assert not [table for table in tables if table.startswith(name)]
