# The published sign-up service, and a queue that gets its signals: docs/guides/publish.md.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "template_url" {
  type        = string
  description = "The URL of the template, which infra/publish prints."
}

variable "domain" {
  type        = string
  description = "The domain that SES sends from."
}

# The name has at most 21 characters.
resource "aws_cloudformation_stack" "registration" {
  name         = "registration-prod"
  template_url = var.template_url
  capabilities = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
  parameters = {
    SiteName     = "Acme"
    MailFrom     = "accounts@${var.domain}"
    MailIdentity = var.domain
    AlarmEmail   = "ops@${var.domain}"
  }
}

resource "aws_sqs_queue" "signals" {
  name                    = "registration-signals"
  sqs_managed_sse_enabled = true
}

resource "aws_cloudwatch_event_rule" "signals" {
  name           = "signals"
  event_bus_name = aws_cloudformation_stack.registration.outputs["EventBusName"]
  event_pattern  = jsonencode({ source = ["registration"] })
}

resource "aws_cloudwatch_event_target" "signals" {
  rule           = aws_cloudwatch_event_rule.signals.name
  event_bus_name = aws_cloudwatch_event_rule.signals.event_bus_name
  arn            = aws_sqs_queue.signals.arn
}

data "aws_iam_policy_document" "signals" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.signals.arn]
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_cloudwatch_event_rule.signals.arn]
    }
  }
}

resource "aws_sqs_queue_policy" "signals" {
  queue_url = aws_sqs_queue.signals.url
  policy    = data.aws_iam_policy_document.signals.json
}

output "queue" {
  value = aws_sqs_queue.signals.url
}
