import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, startRuntime, type TestNode } from './support/hub.ts';
import { approve, create, get } from './support/requests.ts';

const ROOT = resolve(__dirname, '../..');
const SOURCES = [
  'bin',
  'lib',
  'functions',
  'events',
  'core',
  'local',
  'package.json',
  'package-lock.json',
  'cdk.json',
  'tsconfig.json',
];

/** The same checkout, but for one action that a function's policy in `lib` no longer grants. */
const checkout = mkdtempSync(join(tmpdir(), 'checkout-'));
let node: TestNode;
beforeAll(async () => {
  for (const name of SOURCES) cpSync(join(ROOT, name), join(checkout, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
  const stack = join(checkout, 'lib/stacks/hub-stack.ts');
  const granted = "['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem']";
  const source = readFileSync(stack, 'utf8');
  expect(source).toContain(granted);
  writeFileSync(stack, source.replace(granted, "['dynamodb:GetItem', 'dynamodb:Query']"));
  node = await startRuntime({ checkout });
}, 60_000);
afterAll(async () => {
  await node.stop();
  rmSync(checkout, { recursive: true });
});

it('a grant that is missing in the template is missing on one machine, in the words of AWS', async () => {
  const id = await create(node);
  await approve(node, id);
  const denial = await eventually(() => node.logs('sync-sap').find((line) => line.includes('AccessDeniedException')));
  expect(denial).toMatch(/is not authorized to perform: dynamodb:UpdateItem on resource: arn:aws:dynamodb:/);
  expect((await get(node, id)).status).toBe('approved');
});
