import { join } from 'node:path';
import type { Meter } from '../meter.ts';
import { type AwsAnswer, type AwsCall, AwsError, type AwsService, type Caller } from '../service.ts';
import type { State } from '../state.ts';
import { AsyncInvocations, type AsyncInvocationsOptions, type PendingInvocation } from './async-invocations.ts';
import type { FunctionDefinition } from './definition.ts';
import { environmentVariables, type RuntimeSettings } from './environment-variables.ts';
import { FunctionHost } from './function-host.ts';
import type { Invocation } from './invocation.ts';
import { LogFile } from './log-file.ts';

export type { PendingInvocation } from './async-invocations.ts';
export type { Invocation } from './invocation.ts';
export { MAX_PAYLOAD_BYTES } from './invocation.ts';

export interface LambdaOptions {
  readonly functions: readonly FunctionDefinition[];
  readonly state: State;
  readonly meter: Meter;
  readonly logDirectory: string;
  readonly settingsOf: (definition: FunctionDefinition) => RuntimeSettings;
  readonly giveUp: AsyncInvocationsOptions['giveUp'];
  readonly onError: (error: unknown) => void;
  /** Instead of Lambda's one and two minutes. */
  readonly asyncRetryDelaysMs?: readonly number[];
}

export interface Lambda extends AwsService {
  /** Request and response; rejects only when Lambda would refuse the call. */
  invoke(functionName: string, event: unknown): Promise<Invocation>;
  /** Resolves when the event is on disk; the function gets it as often as its retries allow. */
  invokeAsync(functionName: string, event: unknown): Promise<string>;
  /** Terminates a function's environments; its running invocations fail. */
  kill(functionName: string): number;
  /** Loads one environment of each function that has none. */
  warm(functionNames: readonly string[]): void;
  /** Takes up asynchronous invocations that the last process left. */
  start(): Promise<void>;
}

export function createLambda(options: LambdaOptions): Lambda {
  const { functions, meter, state, logDirectory, settingsOf, giveUp } = options;
  const logs: LogFile[] = [];
  const hosts = new Map(
    functions.map((definition) => {
      const log = new LogFile(join(logDirectory, `${definition.name}.log`));
      logs.push(log);
      const caller: Caller = { name: definition.name, roleId: definition.roleId };
      const host = new FunctionHost({
        definition,
        variables: environmentVariables(definition, settingsOf(definition)),
        log,
        onUsage: (usage) => meter.record(caller, 'lambda', 'Run', usage),
      });
      return [definition.name, host];
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
    onError: options.onError,
    ...(options.asyncRetryDelaysMs && { retryDelaysMs: options.asyncRetryDelaysMs }),
  });

  const nameInPath = (call: AwsCall): string =>
    decodeURIComponent(/^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(call.http.path)?.[1] ?? '');

  /** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
  async function handle(call: AwsCall): Promise<AwsAnswer> {
    if (call.action !== 'Invoke') throw new AwsError('UnknownOperationException', `${call.action} is not available.`);
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
        ...(functionError === undefined ? {} : { 'x-amz-function-error': functionError }),
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
      // What is running asynchronously stays on disk, and is done again after the next start.
      await Promise.all([asynchronous.close(), ...[...hosts.values()].map((host) => host.close())]);
      for (const log of logs) log.close();
    },
  };
}
