import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Adversity } from '../../../../local/aws/adversity.ts';
import type { FunctionDefinition } from '../../../../local/aws/lambda/definition.ts';
import { createLambda } from '../../../../local/aws/lambda/index.ts';
import { Meter } from '../../../../local/aws/meter.ts';
import { openState, type State } from '../../../../local/collections.ts';
import { noErrors } from './a-call.ts';
import { WORK } from './definitions.ts';

export type LambdaFixture = Awaited<ReturnType<typeof lambdaWith>>;

/** Lambda with one function `work`, whose bundle is the given source. */
export async function lambdaWith(source: string, definition: Partial<FunctionDefinition> = {}, adversity?: Adversity) {
  const directory = mkdtempSync(join(tmpdir(), 'lambda-'));
  const [checkout, environments] = [join(directory, 'checkout'), join(directory, 'environments')];
  const code = join(checkout, 'bundle');
  for (const folder of [code, environments]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(code, 'index.mjs'), source);
  const state: State = await openState(join(directory, 'state'));
  const meter = new Meter();
  const givenUp: string[] = [];
  const lambda = createLambda({
    functions: [{ ...WORK, environment: { COLOUR: 'blue' }, codeDirectory: code, ...definition }],
    state,
    meter,
    adversity,
    logDirectory: join(directory, 'logs'),
    environmentDirectory: environments,
    settingsOf: () => ({
      region: 'us-east-1',
      awsUrl: 'http://127.0.0.1:4000',
      credentials: { accessKeyId: 'ASIAWORK', secretAccessKey: 'secret' },
    }),
    giveUp: async (_definition, { event }) => {
      givenUp.push(event);
    },
    onError: noErrors,
    asyncRetryDelaysMs: [5, 10],
  });
  return {
    lambda,
    meter,
    givenUp,
    /** The folder that has the bundle's folder. */
    checkout,
    /** The folder that has the environments' folders. */
    environments,
    /** A synchronous invocation, with its parsed result. */
    invoke: async (event: unknown = {}) => {
      const { payload, functionError } = await lambda.invoke('work', event);
      return { result: JSON.parse(payload), functionError };
    },
    log: () => readFileSync(join(directory, 'logs', 'work.log'), 'utf8'),
    close: async () => {
      await lambda.close();
      await state.close();
      rmSync(directory, { recursive: true });
    },
  };
}
