// The sign-up service as a stack of the AWS CDK, and a stack that gets its signals: docs/guides/publish.md.
import { readFileSync } from "node:fs";
import { App, CfnOutput, Stack } from "aws-cdk-lib";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import { CfnInclude } from "aws-cdk-lib/cloudformation-include";
import { parse } from "yaml";

/** A published template, with other defaults of its parameters. */
class Registration extends Stack {
  constructor(scope, id, { templateFile, parameters, ...props }) {
    super(scope, id, props);
    const { Resources } = parse(readFileSync(templateFile, "utf8"));
    // CloudFormation transforms the template when it deploys it. Until then the CDK cannot resolve names that SAM makes, such as
    // RegisterFunction.Alias. So it passes on each resource as it is, with attributes such as Condition, which it would drop.
    const template = new CfnInclude(this, "Template", { templateFile, dehydratedResources: Object.keys(Resources) });
    for (const [name, { Type, Properties, ...attributes }] of Object.entries(Resources)) {
      const resource = template.getResource(name);
      resource.overrideLogicalId(name);
      for (const [attribute, value] of Object.entries(attributes)) resource.addOverride(attribute, value);
    }
    for (const [name, value] of Object.entries(parameters)) template.getParameter(name).default = value;
  }
}

/** A queue of all signals. It reads the name of the bus from Systems Manager, where the service has its outputs. */
class Signals extends Stack {
  constructor(scope, id, { service, ...props }) {
    super(scope, id, props);
    const bus = StringParameter.valueForStringParameter(this, `/${service.stackName}/EventBusName`);
    const queue = new Queue(this, "Queue", { encryption: QueueEncryption.SQS_MANAGED });
    new Rule(this, "Rule", {
      eventBus: EventBus.fromEventBusName(this, "Bus", bus),
      eventPattern: { source: ["registration"] },
      targets: [new SqsQueue(queue)],
    });
    new CfnOutput(this, "QueueUrl", { value: queue.queueUrl });
    this.addDependency(service);
  }
}

const app = new App();
const [stack, templateFile, domain] = ["stack", "template", "domain"].map((name) => app.node.getContext(name));
const service = new Registration(app, stack, {
  templateFile,
  parameters: { SiteName: "Acme", MailFrom: `accounts@${domain}`, MailIdentity: domain, AlarmEmail: `ops@${domain}` },
});
new Signals(app, "registration-signals", { service });
