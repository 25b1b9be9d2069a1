"""The mails, as SES receives them."""

import re
from html import unescape

from aws import Aws
from local import eventually
from signup import SignUp

LINK = re.compile(r"http://127\.0\.0\.1:\d+/activate/[a-z2-7]{32}")


def test_mail_reaches_ses_complete(aws: Aws, site: SignUp, verify):
    verify()
    handle = site.register("ann", "ann@example.com")
    (mail,) = eventually(aws.mails, "no mail came")
    (call,) = aws.calls_of("SendEmail")
    assert call.validation_errors() == ""
    assert mail["source"] == call.input["FromEmailAddress"] == "no-reply@example.com"
    assert mail["destinations"] == call.input["Destination"] == {"ToAddresses": ["ann@example.com"]}
    assert call.input["ReplyToAddresses"] == ["help@example.com"]
    assert call.input["ConfigurationSetName"] == "registration"
    assert [tag["Name"] for tag in call.input["EmailTags"]] == ["user_id", "corrections"]

    simple = call.input["Content"]["Simple"]
    assert mail["subject"] == simple["Subject"]["Data"] == "Activate your account at Example"
    assert {header["Name"] for header in simple["Headers"]} == {"Auto-Submitted", "Content-Language"}
    # moto keeps one of the bodies.
    text, html = simple["Body"]["Text"]["Data"], simple["Body"]["Html"]["Data"]
    assert mail["body"] == html
    (link,) = set(LINK.findall(text))
    assert {unescape(found) for found in LINK.findall(html)} == {link}
    assert site.post(link, handle)["status"] == "active"


def test_rejected_mail_is_sent_after_verification(aws: Aws, site: SignUp, verify):
    site.register("ann", "ann@example.com")
    eventually(lambda: len(aws.calls_of("SendEmail")) > 1, "it was not tried again")
    assert aws.mails() == []
    # The log has the answer of SES, for operators who miss a mail.
    eventually(lambda: "Email address not verified" in site.log.read_text(), "the log does not say why")
    verify()
    (mail,) = eventually(aws.mails, "no mail came")
    assert mail["destinations"] == {"ToAddresses": ["ann@example.com"]}
