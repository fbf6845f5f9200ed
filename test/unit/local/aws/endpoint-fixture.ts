import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEndpoint, type Endpoint, type EndpointOptions } from '../../../../local/aws/endpoint/index.ts';
import { createAuthorizer } from '../../../../local/aws/iam/index.ts';
import { Meter } from '../../../../local/aws/meter.ts';
import type { AwsService } from '../../../../local/aws/service.ts';
import { MemoryCollection } from '../../../../local/collections.ts';
import { FaultInjector } from '../../../../local/fault-injector.ts';
import { noErrors } from './a-call.ts';

/** An endpoint that knows the operator alone. */
export function endpointOf(services: readonly AwsService[], more: Partial<EndpointOptions> = {}): Endpoint {
  return createEndpoint({
    services,
    callers: new Map([['operator', { name: 'operator' }]]),
    authorizer: createAuthorizer([]),
    meter: new Meter(),
    faults: new FaultInjector(new MemoryCollection()),
    accountId: '000000000000',
    onError: noErrors,
    ...more,
  });
}

export type ServedEndpoint = Awaited<ReturnType<typeof serveEndpoint>>;

/** Serves an endpoint. Returns the settings for a client of the AWS SDK. */
export async function serveEndpoint({ listener }: Endpoint) {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    settings: {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'operator', secretAccessKey: 'any' },
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}
