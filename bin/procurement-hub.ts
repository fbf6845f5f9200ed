import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleFunctions } from '../lib/bundle/index.ts';
import { readConfig } from '../lib/config.ts';
import { HubStack } from '../lib/stacks/hub-stack.ts';

/** The CDK app: one stack per stage, checked by cdk-nag's AwsSolutions rules during synthesis. */

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

const config = readConfig({
  stage: app.node.tryGetContext('stage'),
  issuer: app.node.tryGetContext('issuer'),
  audience: app.node.tryGetContext('audience'),
});
new HubStack(app, `procurement-hub-${config.stage}`, { config, codeRoot: bundleFunctions(process.env.HUB_DIST_DIR) });
