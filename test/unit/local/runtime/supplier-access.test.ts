import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { CredentialInputSchema } from '../../../../core/domain/supplier-input.ts';
import { createPasswordVerifier } from '../../../../core/runtime/passwords.ts';
import { openState, type State } from '../../../../local/collections.ts';
import { supplierAccess } from '../../../../local/runtime/supplier-access.ts';

let path: string;
let state: State;
beforeEach(async () => {
  path = mkdtempSync(join(tmpdir(), 'access-'));
  state = await openState(path);
});
afterEach(() => state.close());

it('is generated once per data directory and supplier', async () => {
  const access = await supplierAccess(state, 'org_1/S1');
  expect(access.password).toMatch(/^[0-9A-Za-z]{32}$/);
  expect((await supplierAccess(state, 'org_1/S2')).password).not.toBe(access.password);
  await state.close();
  state = await openState(path);
  expect(await supplierAccess(state, 'org_1/S1')).toEqual(access);
});

it('has the hash by which the hub verifies the password', async () => {
  const { password, credential } = await supplierAccess(state, 'org_1/S1');
  expect(CredentialInputSchema.safeParse(credential)).toMatchObject({ success: true });
  const verify = createPasswordVerifier(() => 0);
  expect(await verify([{ ...credential, until: null }], password, 0)).toBe(true);
});
