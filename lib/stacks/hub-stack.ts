import { type App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { ENV } from '../../core/runtime/env-names.ts';
import {
  partnerSecretName,
  SECRET_SUFFIX,
  secretPrefix,
  subscriptionSecretName,
} from '../../core/runtime/secret-names.ts';
import { RELAYED_IMAGES, TABLE_INDEXES } from '../../core/store/names.ts';
import {
  ERP_PARTNERS,
  PARTNER_NAMES,
  PARTNERS,
  type Partner,
  pullBaseName,
  syncBaseName,
} from '../../core/sync/partners.ts';
import { PUBLIC_EVENT_TYPES, PULL_EVENT_TYPES, SYNC_EVENT_TYPES } from '../../events/names.ts';
import { API_ROUTE_KEYS } from '../../functions/api/route-keys.ts';
import { DOCS_ROUTE_KEYS } from '../../functions/docs/route-keys.ts';
import { MANAGEMENT_ROUTE_KEYS } from '../../functions/management/route-keys.ts';
import { SUPPLIER_DEFAULT_ROUTE_KEY, SUPPLIER_ROUTE_KEYS } from '../../functions/supplier/route-keys.ts';
import type { HubConfig } from '../config.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { HttpApi } from '../constructs/http-api.ts';
import { HubBus } from '../constructs/hub-bus.ts';
import { HubDashboard } from '../constructs/hub-dashboard.ts';
import { HubFunction } from '../constructs/hub-function.ts';
import { ImportBucket } from '../constructs/import-bucket.ts';
import { PullSchedule } from '../constructs/pull-schedule.ts';
import { QueueConsumer } from '../constructs/queue-consumer.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import { SingleTable } from '../constructs/single-table.ts';
import { StreamRelay } from '../constructs/stream-relay.ts';

export interface HubStackProps {
  readonly config: HubConfig;
  /** The folder with each function's bundle. */
  readonly codeRoot: string;
}

/**
 * One message per invocation, and far more of them than one organization may have in flight: organizations whose partners
 * hang leave the others' invocations alone.
 */
const ORDER_SYNC = {
  eventTypes: SYNC_EVENT_TYPES.purchase_order,
  timeout: Duration.seconds(30),
  batchSize: 1,
  maxConcurrency: 50,
};

/** A message carries a job for half of the time, and then comes again. */
const PULL = {
  eventTypes: PULL_EVENT_TYPES,
  timeout: Duration.seconds(30),
  batchSize: 1,
  maxConcurrency: 10,
};

/** The hub of one stage. */
export class HubStack extends Stack {
  constructor(app: App, id: string, { config, codeRoot }: HubStackProps) {
    super(app, id, { terminationProtection: config.protectData });

    const { table, streamArn } = new SingleTable(this, 'SingleTable', config);
    const indexes = TABLE_INDEXES.map((index) => `${table.tableArn}/index/${index}`);
    const { bus } = new HubBus(this, 'HubBus', config);
    const common = { config, codeRoot };
    const prefix = secretPrefix(config.stage);

    const api = new HubFunction(this, 'Api', {
      ...common,
      baseName: 'api',
      timeout: Duration.seconds(29),
      memoryMiB: 1024,
      environment: { [ENV.tableName]: table.tableName },
    });
    api.grant(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], table.tableArn);
    api.grant(['dynamodb:Query'], table.tableArn, ...indexes);

    const management = new HubFunction(this, 'Management', {
      ...common,
      baseName: 'management',
      timeout: Duration.seconds(29),
      memoryMiB: 512,
      environment: {
        [ENV.tableName]: table.tableName,
        [ENV.secretPrefix]: prefix,
        [ENV.partnerProtocols]: config.partnerProtocols.join(' '),
      },
    });
    management.grant(
      ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map((action) => `dynamodb:${action}`),
      table.tableArn,
    );
    management.grant(['dynamodb:Query'], table.tableArn, ...indexes);
    management.grantSecrets(
      [
        'secretsmanager:CreateSecret',
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:DeleteSecret',
      ],
      `${prefix}/*`,
    );

    const docs = new HubFunction(this, 'Docs', {
      ...common,
      baseName: 'docs',
      timeout: Duration.seconds(10),
      memoryMiB: 512,
      environment: {},
    });

    const importBucket = new ImportBucket(this, 'ImportBucket', config);
    const imports = new QueueConsumer(this, 'Import', {
      ...common,
      baseName: 'import',
      timeout: Duration.seconds(60),
      // Ten calls of up to 6 MB at once.
      memoryMiB: 1024,
      batchSize: 10,
      // An invocation costs as much as what it does for a product.
      batchingWindow: Duration.seconds(1),
      maxConcurrency: 20,
      environment: { [ENV.tableName]: table.tableName, [ENV.importBucket]: importBucket.bucket.bucketName },
      errorImpact: 'What suppliers posted in asynchronous mode is accepted, and is not applied.',
    });
    const supplier = new HubFunction(this, 'Supplier', {
      ...common,
      baseName: 'supplier',
      timeout: Duration.seconds(29),
      memoryMiB: 1024,
      environment: {
        [ENV.tableName]: table.tableName,
        [ENV.importQueueUrl]: imports.queue.queueUrl,
        [ENV.importBucket]: importBucket.bucket.bucketName,
      },
    });
    supplier.grant(['sqs:SendMessage'], imports.queue.queueArn);
    importBucket.grantObjects(supplier, 's3:PutObject');
    importBucket.grantObjects(imports.function, 's3:GetObject', 's3:DeleteObject');
    // Without it, S3 answers 403 for an object that is deleted.
    imports.function.grant(['s3:ListBucket'], importBucket.bucket.bucketArn);
    // Both apply documents, by the same code.
    for (const target of [supplier, imports.function]) {
      target.grant(
        ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map((action) => `dynamodb:${action}`),
        table.tableArn,
      );
      target.grant(['dynamodb:Query'], table.tableArn, ...indexes);
    }

    const httpApi = new HttpApi(this, 'HttpApi', {
      config,
      // The function also gets requests that match no route, so that they get a problem document too.
      backends: [
        { function: api, routeKeys: [...API_ROUTE_KEYS, '$default'] },
        { function: management, routeKeys: MANAGEMENT_ROUTE_KEYS },
        { function: docs, routeKeys: DOCS_ROUTE_KEYS, isPublic: true },
        { function: supplier, routeKeys: [...SUPPLIER_ROUTE_KEYS, SUPPLIER_DEFAULT_ROUTE_KEY], isPublic: true },
      ],
      throttle: { rateLimit: 500, burstLimit: 1000 },
      errorImpact: 'Employees, approvers and suppliers get errors instead of responses.',
    });

    const relay = new StreamRelay(this, 'Relay', { ...common, streamArn, bus, images: RELAYED_IMAGES });

    const environment = {
      [ENV.tableName]: table.tableName,
      [ENV.secretPrefix]: prefix,
      [ENV.partnerProtocols]: config.partnerProtocols.join(' '),
    };
    const grantCredentials = (consumer: EventConsumer, partner: Partner): void =>
      consumer.function.grantSecrets(
        ['secretsmanager:GetSecretValue'],
        `${partnerSecretName(prefix, '*', partner)}${SECRET_SUFFIX}`,
      );
    const syncs = PARTNER_NAMES.map((partner) => {
      const consumer = new EventConsumer(this, `Sync-${partner}`, {
        ...common,
        ...ORDER_SYNC,
        baseName: syncBaseName(partner),
        bus,
        destination: partner,
        environment,
        errorImpact: `Orders, their changes and cancellations do not reach ${PARTNERS[partner].displayName}.`,
      });
      consumer.function.grant(
        ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
        table.tableArn,
      );
      grantCredentials(consumer, partner);
      return consumer;
    });
    const pulls = ERP_PARTNERS.map((partner) => {
      const consumer = new EventConsumer(this, `Pull-${partner}`, {
        ...common,
        ...PULL,
        baseName: pullBaseName(partner),
        bus,
        destination: partner,
        environment,
        errorImpact: `Vendors, budgets, receipts and products are not read from ${PARTNERS[partner].displayName}.`,
      });
      consumer.function.grant(
        ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'].map((action) => `dynamodb:${action}`),
        table.tableArn,
      );
      // gsi3 finds orders by their number, gsi2 those that are not settled.
      const read = ['gsi2', 'gsi3'].map((index) => `${table.tableArn}/index/${index}`);
      consumer.function.grant(['dynamodb:Query'], table.tableArn, ...read);
      grantCredentials(consumer, partner);
      return consumer;
    });

    const schedule = new PullSchedule(this, 'PullSchedule', {
      ...common,
      environment: { [ENV.tableName]: table.tableName },
    });
    schedule.function.grant(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], table.tableArn);
    schedule.function.grant(['dynamodb:Query'], table.tableArn, `${table.tableArn}/index/gsi3`);

    const notify = new EventConsumer(this, 'Notify', {
      ...common,
      baseName: 'notify',
      bus,
      eventTypes: [...PUBLIC_EVENT_TYPES, 'procurement.delivery.became_due'],
      timeout: Duration.seconds(30),
      // A receiver that hangs holds the messages beside it for ten seconds, after their own deliveries have ended.
      batchSize: 10,
      maxConcurrency: 50,
      environment: {
        [ENV.tableName]: table.tableName,
        [ENV.secretPrefix]: prefix,
        [ENV.partnerProtocols]: config.partnerProtocols.join(' '),
      },
      errorImpact: 'Events reach the endpoints of organizations late, or an endpoint gets none any more.',
    });
    notify.function.grant(
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      table.tableArn,
    );
    notify.function.grantSecrets(
      ['secretsmanager:GetSecretValue'],
      `${subscriptionSecretName(prefix, '*', '*')}${SECRET_SUFFIX}`,
    );

    const sweep = new ScheduledFunction(this, 'Sweep', {
      ...common,
      baseName: 'sweep',
      rate: Duration.minutes(1),
      bus,
      eventTypes: ['procurement.integration.resumed'],
      timeout: Duration.seconds(55),
      memoryMiB: 512,
      environment: { [ENV.tableName]: table.tableName },
      errorImpact: 'Syncs whose message is lost, or whose integration was resumed, stay where they are.',
    });
    sweep.function.grant(['dynamodb:GetItem', 'dynamodb:UpdateItem'], table.tableArn);
    sweep.function.grant(['dynamodb:Query'], ...indexes);

    const provision = new HubFunction(this, 'Provision', {
      ...common,
      baseName: 'provision',
      timeout: Duration.seconds(60),
      memoryMiB: 512,
      environment: { [ENV.tableName]: table.tableName, [ENV.secretPrefix]: prefix },
    });
    provision.grant(
      ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:Query'],
      table.tableArn,
    );
    provision.grantSecrets(['secretsmanager:CreateSecret'], `${prefix}/*`);

    new HubDashboard(this, 'Dashboard', {
      config,
      api: httpApi.api,
      relay,
      consumers: [...syncs, ...pulls, notify, imports],
    });

    // Last, because it acts on every alarm created before it.
    new AlarmTopic(this, 'AlarmTopic', config);

    new CfnOutput(this, 'ApiUrl', { value: httpApi.api.apiEndpoint });
    new CfnOutput(this, 'TableName', { value: table.tableName });
    new CfnOutput(this, 'BusName', { value: bus.eventBusName });
    new CfnOutput(this, 'ProvisionFunction', { value: provision.lambda.functionName });
  }
}
