import { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../events/names.ts';
import type { HubConfig } from '../config.ts';
import { physicalName } from './naming.ts';

/** The bus for state changes, with an archive to replay them from. */
export class HubBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, { stage, archiveRetention }: HubConfig) {
    super(scope, id);
    const name = physicalName(stage, 'events');
    this.bus = new EventBus(this, 'Bus', { eventBusName: name });
    this.bus.archive('Archive', {
      archiveName: name,
      description: 'Every event of the hub, to replay.',
      eventPattern: { source: [EVENT_SOURCE] },
      retention: archiveRetention,
    });
  }
}
