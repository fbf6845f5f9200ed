import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Adversity } from '../../../../local/aws/adversity.ts';
import type { FunctionDefinition } from '../../../../local/aws/lambda/definition.ts';
import { createLambda, type Lambda } from '../../../../local/aws/lambda/index.ts';
import { Meter } from '../../../../local/aws/meter.ts';
import { openState, type State } from '../../../../local/collections.ts';

export interface LambdaFixture {
  readonly lambda: Lambda;
  readonly meter: Meter;
  readonly givenUp: string[];
  /** The folder that has the bundle's folder. */
  readonly checkout: string;
  /** The folder that has the environments' folders. */
  readonly environments: string;
  log(): string;
  close(): Promise<void>;
}

/** Lambda with one function `work`, whose bundle is the given source. */
export async function lambdaWith(
  source: string,
  definition: Partial<FunctionDefinition> = {},
  adversity?: Adversity,
): Promise<LambdaFixture> {
  const directory = mkdtempSync(join(tmpdir(), 'lambda-'));
  const [checkout, environments] = [join(directory, 'checkout'), join(directory, 'environments')];
  const code = join(checkout, 'bundle');
  for (const folder of [code, environments]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(code, 'index.mjs'), source);
  const state: State = await openState(join(directory, 'state'));
  const meter = new Meter();
  const givenUp: string[] = [];
  const lambda = createLambda({
    functions: [
      {
        logicalId: 'Work',
        name: 'work',
        arn: 'arn:aws:lambda:us-east-1:000000000000:function:work',
        roleId: 'WorkRole',
        environment: { COLOUR: 'blue' },
        timeoutSeconds: 3,
        memoryMegabytes: 128,
        codeDirectory: code,
        handler: 'index.handler',
        asyncRetries: 2,
        asyncMaxAgeSeconds: 21_600,
        ...definition,
      },
    ],
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
    onError: (error) => {
      throw error;
    },
    asyncRetryDelaysMs: [5, 10],
  });
  return {
    lambda,
    meter,
    givenUp,
    checkout,
    environments,
    log: () => readFileSync(join(directory, 'logs', 'work.log'), 'utf8'),
    close: async () => {
      await lambda.close();
      await state.close();
      rmSync(directory, { recursive: true });
    },
  };
}
