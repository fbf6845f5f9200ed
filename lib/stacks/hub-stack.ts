import { type App, ArnFormat, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { PARTNERS } from '../../core/partners/names.ts';
import { ENV } from '../../core/runtime/env-names.ts';
import { TABLE_INDEXES } from '../../core/store/table-names.ts';
import { API_ROUTE_KEYS } from '../../functions/api/route-keys.ts';
import type { HubConfig } from '../config.ts';
import { AlarmTopic } from '../constructs/alarm-topic.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { HttpDoor } from '../constructs/http-door.ts';
import { HubBus } from '../constructs/hub-bus.ts';
import { HubDashboard } from '../constructs/hub-dashboard.ts';
import { HubFunction } from '../constructs/hub-function.ts';
import { HubSecrets, secretPrefix } from '../constructs/hub-secrets.ts';
import { SingleTable } from '../constructs/single-table.ts';
import { StreamRelay } from '../constructs/stream-relay.ts';

export interface HubStackProps {
  readonly config: HubConfig;
  /** The folder with each function's bundle. */
  readonly codeRoot: string;
}

/** The whole hub of one stage. */
export class HubStack extends Stack {
  constructor(app: App, id: string, { config, codeRoot }: HubStackProps) {
    super(app, id, { terminationProtection: config.protectData });

    const { table, streamArn } = new SingleTable(this, 'SingleTable', config);
    const indexes = TABLE_INDEXES.map((index) => `${table.tableArn}/index/${index}`);
    const { bus } = new HubBus(this, 'HubBus', config);
    const secrets = new HubSecrets(this, 'Secrets', config);
    const common = { config, codeRoot };

    const api = new HubFunction(this, 'Api', {
      ...common,
      stem: 'api',
      timeout: Duration.seconds(29),
      memoryMiB: 1024,
      environment: {
        [ENV.tableName]: table.tableName,
        [ENV.cursorSecretArn]: secrets.cursorKey.secretArn,
      },
    });
    api.allow(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], table.tableArn);
    api.allow(['dynamodb:Query'], table.tableArn, ...indexes);
    api.allow(['secretsmanager:GetSecretValue'], secrets.cursorKey.secretArn);

    const door = new HttpDoor(this, 'HttpDoor', {
      config,
      door: api,
      routeKeys: API_ROUTE_KEYS,
      throttle: { rateLimit: 500, burstLimit: 1000 },
      errorImpact: 'Employees and approvers get errors instead of answers.',
    });

    const relay = new StreamRelay(this, 'Relay', {
      ...common,
      streamArn,
      bus,
      entities: [{ entity: 'procurement_request' }, { entity: 'sync_record', state: 'pending' }],
    });

    const consumers = PARTNERS.map((partner) => {
      const consumer = new EventConsumer(this, `Sync-${partner}`, {
        ...common,
        stem: `sync-${partner}`,
        bus,
        eventTypes: ['procurement.request.approved', 'procurement.sync.retry_requested'],
        destination: partner,
        environment: { [ENV.tableName]: table.tableName, [ENV.secretPrefix]: secretPrefix(config) },
        errorImpact: `Approved requests do not become orders at ${partner}.`,
      });
      consumer.function.allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'], table.tableArn);
      consumer.function.allow(
        ['secretsmanager:GetSecretValue'],
        ...config.organizations.map(({ id: organization }) =>
          this.formatArn({
            service: 'secretsmanager',
            resource: 'secret',
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            resourceName: `${secretPrefix(config)}/${organization}/${partner}-??????`,
          }),
        ),
      );
      return consumer;
    });

    const provision = new HubFunction(this, 'Provision', {
      ...common,
      stem: 'provision',
      timeout: Duration.seconds(60),
      memoryMiB: 512,
      environment: { [ENV.tableName]: table.tableName },
    });
    provision.allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'], table.tableArn);

    new HubDashboard(this, 'Dashboard', { config, api: door.api, relay, consumers });

    // Last, as it reaches every alarm above.
    new AlarmTopic(this, 'AlarmTopic', config);

    new CfnOutput(this, 'ApiUrl', { value: door.api.apiEndpoint });
    new CfnOutput(this, 'TableName', { value: table.tableName });
    new CfnOutput(this, 'BusName', { value: bus.eventBusName });
    new CfnOutput(this, 'ProvisionFunction', { value: provision.lambda.functionName });
  }
}
