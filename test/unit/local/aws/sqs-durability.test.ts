import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { createSqs } from '../../../../local/aws/sqs/index.ts';
import { openState } from '../../../../local/collections.ts';
import { aDirectory } from './a-call.ts';
import { aQueue } from './definitions.ts';

it('keeps every acknowledged message in SQS when the process is killed while it sends', async () => {
  const directory = await aDirectory();
  const child = spawn(process.execPath, [join(__dirname, 'send-loop.ts'), directory]);
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (data: Buffer) => reject(new Error(String(data))));
    child.stdout.on('data', (data: Buffer) => {
      printed += String(data);
      if (printed.length > 1_500) child.kill('SIGKILL');
    });
    child.on('close', () => resolve());
  });
  const acknowledged = printed.split('\n').slice(0, -1);
  const state = await openState(directory);
  const arn = 'arn:aws:sqs:eu-west-1:000000000000:orders';
  const queues = [aQueue(arn)];
  const sqs = await createSqs({ state, queues, region: 'r', accountId: '0', endpoint: () => '' });
  const kept = new Set((await sqs.poller(arn).receive(1_000_000)).map(({ body }) => body));
  expect(acknowledged.length).toBeGreaterThan(100);
  expect(acknowledged.filter((body) => !kept.has(body))).toEqual([]);
  await sqs.close();
  await state.close();
});
