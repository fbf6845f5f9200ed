import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { type OwnHub, ROOT, startHub } from './support/hub.ts';
import { approve, create, get } from './support/requests.ts';

const SOURCES = [
  'bin',
  'lib',
  'functions',
  'events',
  'core',
  'docs',
  'local',
  'package.json',
  'package-lock.json',
  'cdk.json',
  'tsconfig.json',
];

/** The same checkout without one action that a function's policy in `lib` grants. */
const checkout = mkdtempSync(join(tmpdir(), 'checkout-'));
let hub: OwnHub;
beforeAll(async () => {
  for (const name of SOURCES) cpSync(join(ROOT, name), join(checkout, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
  const stack = join(checkout, 'lib/stacks/hub-stack.ts');
  const granted = "['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:UpdateItem']";
  const source = readFileSync(stack, 'utf8');
  expect(source).toContain(granted);
  writeFileSync(stack, source.replace(granted, granted.replace(", 'dynamodb:UpdateItem'", '')));
  hub = await startHub({ checkout });
}, 60_000);
afterAll(async () => {
  await hub.stop();
  rmSync(checkout, { recursive: true });
});

describe('a function whose role lacks a grant', () => {
  it('gets the error that AWS would return', async () => {
    const id = await create(hub);
    await approve(hub, id);
    const denial = await eventually(() => hub.logs('sync-sap').find((line) => line.includes('AccessDeniedException')));
    expect(denial).toMatch(/is not authorized to perform: dynamodb:UpdateItem on resource: arn:aws:dynamodb:/);
    expect((await get(hub, id)).status).toBe('approved');
  });
});
