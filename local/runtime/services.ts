import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Adversity } from '../aws/adversity.ts';
import { openDynamoDb } from '../aws/dynamodb/index.ts';
import type { AwsFaults } from '../aws/endpoint/faults.ts';
import { createEndpoint } from '../aws/endpoint/index.ts';
import { createEventBridge } from '../aws/event-bridge/index.ts';
import { createEventSourceMappings } from '../aws/event-source-mapping/index.ts';
import { createAuthorizer } from '../aws/iam/index.ts';
import { failedInvocationDocument } from '../aws/lambda/failed-invocation.ts';
import { createLambda } from '../aws/lambda/index.ts';
import { Meter } from '../aws/meter.ts';
import { createS3 } from '../aws/s3/index.ts';
import { createSecretsManager } from '../aws/secrets-manager/index.ts';
import { createSqs } from '../aws/sqs/index.ts';
import { MemoryCollection, type State } from '../collections.ts';
import { DATA_FILES } from '../data-files.ts';
import { FaultInjector } from '../fault-injector.ts';
import type { Environment, HubModel } from '../template/index.ts';
import { issueAccessKeys } from './access-keys.ts';
import { createDeliver } from './deliver.ts';
import { makeEnvironmentDirectory } from './environment-directory.ts';

export interface ServicesOptions {
  readonly model: HubModel;
  readonly environment: Environment;
  readonly dataDirectory: string;
  readonly state: State;
  readonly adversity: Adversity | undefined;
  readonly onError: (error: unknown) => void;
}

export type Services = Awaited<ReturnType<typeof createServices>>;

/** Every AWS service, connected as the template says. Polling, schedules and housekeeping are not started. */
export async function createServices(options: ServicesOptions) {
  const { model, environment, dataDirectory, state, adversity, onError } = options;
  const { region, accountId, awsUrl } = environment;
  const where = { state, region, accountId, adversity };
  const meter = new Meter();
  const faults: AwsFaults = new FaultInjector(new MemoryCollection());
  const authorizer = createAuthorizer(model.roles, model.resourcePolicies);
  const keys = issueAccessKeys(model.functions);

  const dynamoDb = await openDynamoDb({
    path: join(dataDirectory, DATA_FILES.dynamoDb),
    tables: model.tables,
    region,
    accountId,
    adversity,
  });
  const sqs = await createSqs({
    ...where,
    queues: model.queues,
    endpoint: () => awsUrl,
    serviceMaySend: (resource, service, sourceArn) =>
      authorizer.serviceAllowed({ service, action: 'sqs:SendMessage', resource, sourceArn }),
    onInternalSend: (name, usage) => meter.record({ name }, 'sqs', 'SendMessage', usage),
  });
  const secretsManager = await createSecretsManager(where);
  const s3 = createS3({ directory: join(dataDirectory, DATA_FILES.s3), buckets: model.buckets });
  const environmentDirectory = makeEnvironmentDirectory(dataDirectory);
  const lambda = createLambda({
    functions: model.functions,
    state,
    meter,
    adversity,
    logDirectory: join(dataDirectory, DATA_FILES.logs),
    environmentDirectory,
    settingsOf: ({ name }) => ({ region, awsUrl, credentials: keys.keyOf(name) }),
    onError,
    giveUp: async (definition, pending, end) => {
      const { name, asyncFailureQueueArn: queueArn } = definition;
      if (queueArn === undefined) {
        onError(new Error(`${name} has not processed an event: ${end.last?.payload ?? 'it became too old'}`));
        return;
      }
      const body = JSON.stringify(failedInvocationDocument(definition, pending, end));
      await sqs.send({ queueArn, body, sender: { name } });
    },
  });
  const eventBridge = await createEventBridge({
    ...where,
    rules: model.rules,
    archives: model.archives,
    deliver: createDeliver(sqs, lambda, authorizer),
    onError,
  });
  const mappings = createEventSourceMappings({
    mappings: model.mappings,
    functions: model.functions,
    queues: model.queues,
    lambda,
    sqs,
    dynamoDb,
    state,
    authorizer,
    meter,
    adversity,
    onError,
  });
  const endpoint = createEndpoint({
    services: [dynamoDb, sqs, eventBridge, secretsManager, s3, lambda],
    callers: keys.callers,
    authorizer,
    meter,
    faults,
    accountId,
    adversity,
    onError,
  });
  return {
    meter,
    faults,
    authorizer,
    dynamoDb,
    sqs,
    lambda,
    eventBridge,
    mappings,
    endpoint,
    /** Functions first, because they call the others. */
    close: async () => {
      await lambda.close();
      rmSync(environmentDirectory, { recursive: true, force: true });
      await eventBridge.close();
      await Promise.all([sqs.close(), secretsManager.close(), s3.close()]);
      await dynamoDb.close();
    },
  };
}
