import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { HubConfig } from '../config.ts';
import { physicalName } from './naming.ts';
import type { QueueConsumer } from './queue-consumer.ts';
import type { StreamRelay } from './stream-relay.ts';

export interface HubDashboardProps {
  readonly config: HubConfig;
  readonly api: HttpApi;
  readonly relay: StreamRelay;
  readonly consumers: readonly QueueConsumer[];
}

/** One page: API requests, the relay's lag, and each queue's backlog. */
export class HubDashboard extends Construct {
  constructor(scope: Construct, id: string, { config, api, relay, consumers }: HubDashboardProps) {
    super(scope, id);
    const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
      new GraphWidget({ title, left, right, width: 12, period: Duration.minutes(1) });
    const deadLetters = [relay, ...consumers].map((part) => part.deadLetters.queue);
    const functions = [relay.function, ...consumers.map((consumer) => consumer.function)];
    new Dashboard(this, 'Dashboard', {
      dashboardName: physicalName(config.stage, 'hub'),
      widgets: [
        [
          graph('API requests', [api.metricCount(), api.metricClientError(), api.metricServerError()]),
          graph('API latency', [api.metricLatency({ statistic: 'p50' }), api.metricLatency({ statistic: 'p99' })]),
        ],
        [
          graph(
            'Waiting for partners, and to be imported',
            consumers.map(({ queue }) => queue.metricApproximateNumberOfMessagesVisible()),
          ),
          graph(
            'Age of the oldest message',
            consumers.map(({ queue }) => queue.metricApproximateAgeOfOldestMessage()),
          ),
        ],
        [
          graph('Relay behind the table', [relay.function.lambda.metric('IteratorAge', { statistic: 'Maximum' })]),
          graph(
            'Dead letters',
            deadLetters.map((queue) => queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' })),
          ),
        ],
        [
          graph(
            'Function errors',
            functions.map(({ lambda }) => lambda.metricErrors()),
          ),
          graph(
            'Function duration',
            functions.map(({ lambda }) => lambda.metricDuration({ statistic: 'p99' })),
          ),
        ],
      ],
    });
  }
}
