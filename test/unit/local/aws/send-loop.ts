/** Sends messages until it is killed; prints the number of each message once it is acknowledged. */
import { createSqs } from '../../../../local/aws/sqs/index.ts';
import { openState } from '../../../../local/collections.ts';
import { aCall } from './a-call.ts';
import { aQueue } from './definitions.ts';

const state = await openState(process.argv[2] ?? '');
const sqs = await createSqs({
  state,
  queues: [aQueue('arn:aws:sqs:eu-west-1:000000000000:orders')],
  region: 'eu-west-1',
  accountId: '000000000000',
  endpoint: () => 'http://localhost',
});
for (let number = 0; ; number++) {
  await sqs.handle(aCall('SendMessage', { QueueUrl: '/orders', MessageBody: String(number) }));
  process.stdout.write(`${number}\n`);
}
