import { join } from 'node:path';
import type { State } from '../../collections.ts';
import type { Adversity } from '../adversity.ts';
import type { Meter } from '../meter.ts';
import { type AwsCall, AwsError, type AwsResponse, type AwsService } from '../service.ts';
import { AsyncInvocations, type AsyncInvocationsOptions, type PendingInvocation } from './async-invocations.ts';
import type { FunctionDefinition } from './definition.ts';
import { environmentVariables, type RuntimeSettings } from './environment-variables.ts';
import { FunctionHost } from './function-host.ts';
import type { Invocation } from './invocation.ts';
import { LogFile } from './log-file.ts';

export type { Invocation } from './invocation.ts';

export interface LambdaOptions {
  readonly functions: readonly FunctionDefinition[];
  readonly state: State;
  readonly meter: Meter;
  readonly logDirectory: string;
  /** An existing folder outside the checkout, for the files of the execution environments. */
  readonly environmentDirectory: string;
  readonly settingsOf: (definition: FunctionDefinition) => RuntimeSettings;
  readonly giveUp: AsyncInvocationsOptions['giveUp'];
  readonly onError: (error: unknown) => void;
  readonly adversity?: Adversity | undefined;
  readonly asyncRetryDelaysMs?: AsyncInvocationsOptions['retryDelaysMs'];
}

export interface Lambda extends AwsService {
  /** A synchronous invocation. Rejects only when Lambda would reject the call. */
  invoke(functionName: string, event: unknown): Promise<Invocation>;
  /** An asynchronous invocation. Resolves when the event is durable. */
  invokeAsync(functionName: string, event: unknown): Promise<void>;
  /** Ends a function's environments and so fails its running invocations. Returns how many there were. */
  kill(functionName: string): number;
  /** Loads one environment of each function that has none. */
  warm(functionNames: readonly string[]): void;
  /** Resumes the asynchronous invocations that the last process left. */
  start(): Promise<void>;
}

export function createLambda(options: LambdaOptions): Lambda {
  const { functions, meter, state, logDirectory, environmentDirectory, settingsOf, giveUp, onError } = options;
  const hosts = new Map(
    functions.map((definition) => {
      const { name, roleId } = definition;
      const host = new FunctionHost({
        definition,
        adversity: options.adversity,
        variables: environmentVariables(definition, settingsOf(definition)),
        directory: environmentDirectory,
        log: new LogFile(join(logDirectory, `${name}.log`)),
        onUsage: (usage) => meter.record({ name, roleId }, 'lambda', 'Run', usage),
      });
      return [name, host];
    }),
  );

  function hostOf(name: string): FunctionHost {
    const host = hosts.get(name.slice(name.lastIndexOf(':') + 1));
    if (host !== undefined) return host;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
  }

  const asynchronous = new AsyncInvocations({
    pending: state.sublevel<PendingInvocation>('lambda-async'),
    invoke: (name, event) => hostOf(name).invoke(event),
    definitionOf: (name) => hosts.get(name)?.definition,
    giveUp,
    onError,
    retryDelaysMs: options.asyncRetryDelaysMs,
  });

  const nameInPath = (call: AwsCall): string =>
    decodeURIComponent(/^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(call.http.path)?.[1] ?? '');

  /** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
  async function handle(call: AwsCall): Promise<AwsResponse> {
    const host = hostOf(nameInPath(call));
    const event = call.http.body.length === 0 ? '{}' : call.http.body.toString();
    if (call.http.headers['x-amz-invocation-type'] === 'Event') {
      await asynchronous.accept(host.definition.name, event);
      return { output: Buffer.alloc(0), status: 202 };
    }
    const { payload, functionError } = await host.invoke(event);
    return {
      output: Buffer.from(payload),
      headers: {
        'content-type': 'application/json',
        'x-amz-executed-version': '$LATEST',
        ...(functionError && { 'x-amz-function-error': functionError }),
      },
    };
  }

  return {
    name: 'lambda',
    permissions: (call) => [{ action: 'lambda:InvokeFunction', resource: hostOf(nameInPath(call)).definition.arn }],
    handle,
    invoke: (name, event) => hostOf(name).invoke(JSON.stringify(event)),
    invokeAsync: (name, event) => asynchronous.accept(hostOf(name).definition.name, JSON.stringify(event)),
    kill: (name) => hostOf(name).kill(),
    warm: (names) => {
      for (const name of names) hostOf(name).warm();
    },
    start: () => asynchronous.start(),
    close: async () => {
      await Promise.all([asynchronous.close(), ...[...hosts.values()].map((host) => host.close())]);
    },
  };
}
