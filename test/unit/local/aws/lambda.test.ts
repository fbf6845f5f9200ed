import { afterEach, describe, expect, it } from '@jest/globals';
import type { FunctionDefinition } from '../../../../local/aws/lambda/definition.ts';
import { until } from './a-call.ts';
import { type LambdaFixture, lambdaWith } from './lambda-fixture.ts';

describe('Lambda', () => {
  let fixture: LambdaFixture;
  const start = async (source: string, definition?: Partial<FunctionDefinition>) => {
    fixture = await lambdaWith(source, definition);
    return fixture;
  };
  const invoke = (event?: unknown) => fixture.invoke(event);
  afterEach(() => fixture.close());

  it('passes the event and a context to the handler, and returns its result', async () => {
    await start(`export const handler = async (event, context) => ({
      got: event.n, name: context.functionName, arn: context.invokedFunctionArn,
      id: context.awsRequestId.length, left: context.getRemainingTimeInMillis() })`);
    const { result, functionError } = await invoke({ n: 7 });
    expect(functionError).toBeUndefined();
    expect(result).toMatchObject({ got: 7, name: 'work', id: 36 });
    expect(result.arn).toBe('arn:aws:lambda:us-east-1:000000000000:function:work');
    expect(result.left).toBeGreaterThan(2_000);
  });

  it("gives the function its own variables and the runtime's, and none of this process", async () => {
    process.env.OF_THIS_PROCESS = 'secret';
    await start('export const handler = async () => process.env');
    const { result } = await invoke();
    expect(result).toMatchObject({
      COLOUR: 'blue',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'work',
      AWS_ACCESS_KEY_ID: 'ASIAWORK',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4000',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      _HANDLER: 'index.handler',
    });
    for (const name of ['OF_THIS_PROCESS', 'PATH', 'HOME']) expect(result).not.toHaveProperty(name);
  });

  it('reuses an environment for the next invocation', async () => {
    await start('let count = 0; export const handler = async () => ++count');
    expect([(await invoke()).result, (await invoke()).result]).toEqual([1, 2]);
    expect(fixture.meter.report().work?.lambda?.Run).toMatchObject({ requests: 2, coldStarts: 1 });
  });

  it('rejects invocations beyond the reserved concurrency with 429', async () => {
    await start('export const handler = () => new Promise((go) => setTimeout(go, 200))', { reservedConcurrency: 1 });
    const first = invoke();
    await expect(invoke()).rejects.toMatchObject({ code: 'TooManyRequestsException', status: 429 });
    await first;
  });

  it('fails an invocation with the error that the handler throws, and keeps the environment', async () => {
    await start(`let count = 0; export const handler = async () => {
      if (++count === 1) throw new RangeError('too far'); return count; }`);
    expect(await invoke()).toEqual({
      functionError: 'Unhandled',
      result: expect.objectContaining({ errorType: 'RangeError', errorMessage: 'too far' }),
    });
    expect((await invoke()).result).toBe(2);
    expect(fixture.log()).toMatch(/ERROR\tInvoke Error .*"errorMessage":"too far"/);
  });

  it('ends an invocation at its time-out, even one that never yields', async () => {
    await start('export const handler = async ({ forever }) => { while (forever); return "fine"; }', {
      timeoutSeconds: 1,
    });
    const { result, functionError } = await invoke({ forever: true });
    expect(functionError).toBe('Unhandled');
    expect(result.errorMessage).toMatch(/^RequestId: [\w-]{36} Error: Task timed out after 1\.00 seconds$/);
    expect(await invoke({ forever: false })).toEqual({ result: 'fine' });
  });

  it.each([
    ['calls process.exit', 'process.exit(3)', 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
    [
      'has an uncaught error',
      'setTimeout(() => { throw new TypeError("later") }); await new Promise(() => {})',
      'TypeError',
      'later',
    ],
  ])('fails only the invocation that %s', async (_name, body, errorType, errorMessage) => {
    await start(`export const handler = async ({ die }) => { if (die) { ${body}; } return 'fine'; }`);
    expect((await invoke({ die: true })).result).toEqual({ errorType, errorMessage });
    expect((await invoke()).result).toBe('fine');
  });

  it('fails the running invocations of a function that is killed, and serves the next one', async () => {
    await start(
      'export const handler = async ({ wait }) => { if (wait) { console.log("waits"); await new Promise(() => {}); } return 1; }',
    );
    const running = invoke({ wait: true });
    await until(() => fixture.log().includes('waits'));
    expect(fixture.lambda.kill('work')).toBe(1);
    expect((await running).result.errorMessage).toBe('Runtime exited with error: signal: killed');
    expect((await invoke()).result).toBe(1);
  });

  it('ends a function that exceeds its memory', async () => {
    await start('export const handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill({})); }', {
      timeoutSeconds: 20,
    });
    expect((await invoke()).result).toMatchObject({ errorType: 'Runtime.OutOfMemory' });
  }, 30_000);

  it.each([
    ['does not load', 'throw new Error("no TABLE_NAME")', 'no TABLE_NAME'],
    ['awaits what never happens', 'await new Promise(() => {})', 'Runtime exited with error: exit status 13'],
    ['does not export the handler', 'export const other = 1', 'handler is undefined or not exported'],
  ])('fails an invocation when the bundle %s', async (_name, source, message) => {
    await start(source);
    const { result, functionError } = await invoke();
    expect(functionError).toBe('Unhandled');
    expect(result.errorMessage).toContain(message);
  });

  it('logs the output of the function between START and REPORT', async () => {
    await start('export const handler = async () => { console.log("one"); process.stdout.write("two\\n"); }');
    await invoke();
    expect(fixture.log()).toMatch(
      /^START RequestId: (\S+) Version: \$LATEST\none\ntwo\nEND RequestId: \1\nREPORT RequestId: \1\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\n$/,
    );
  });

  it('logs each complete line at once, and none that is cut off', async () => {
    await start(
      `export const handler = async () => {
      process.stdout.write('half'); process.stderr.write(Buffer.from('err\\u00f6r\\ncut'));
      process.stdout.write(' a line\\n'); for (;;); }`,
      { timeoutSeconds: 1 },
    );
    const running = invoke();
    await until(() => fixture.log().includes('half'));
    expect(fixture.log()).toMatch(/Version: \$LATEST\nerr\u00f6r\nhalf a line\n$/);
    await running;
    expect(fixture.log()).not.toContain('cut');
  });

  it('rejects events and fails results over 6 MB', async () => {
    await start('export const handler = async ({ size }) => "x".repeat(size)');
    await expect(fixture.lambda.invoke('work', 'x'.repeat(6_291_557))).rejects.toMatchObject({ status: 413 });
    expect((await invoke({ size: 6_291_557 })).result.errorType).toBe('Function.ResponseSizeTooLarge');
  });

  it('retries an asynchronous invocation twice and then gives it up', async () => {
    await start('export const handler = async () => { throw new Error("no") }');
    await fixture.lambda.invokeAsync('work', { n: 1 });
    await until(() => fixture.givenUp.length > 0);
    expect(fixture.givenUp).toEqual(['{"n":1}']);
    expect(fixture.meter.report().work?.lambda?.Run?.requests).toBe(3);
  });
});
