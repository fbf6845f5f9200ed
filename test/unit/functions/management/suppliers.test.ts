import { beforeEach, describe, expect, it } from '@jest/globals';
import { createPasswordVerifier } from '../../../../core/runtime/passwords.ts';
import { findSupplier, findSupplierOfVendor } from '../../../../core/store/suppliers.ts';
import { queryAll } from '../../../../core/store/table.ts';
import { saveVendor } from '../../../../core/store/vendors.ts';
import { commit } from '../../../../core/store/write.ts';
import { createSupplier } from '../../../../functions/management/routes/create-supplier.ts';
import { getSupplier } from '../../../../functions/management/routes/get-supplier.ts';
import { listSuppliers } from '../../../../functions/management/routes/list-suppliers.ts';
import { rotateSupplierPassword } from '../../../../functions/management/routes/rotate-supplier-password.ts';
import { updateSupplier } from '../../../../functions/management/routes/update-supplier.ts';
import { REQUESTER_CLAIMS } from '../../support/http-event.ts';
import { hubTable } from '../../support/hub-table.ts';
import { aVendor } from '../../support/requests.ts';
import { callerOf } from './support.ts';

const hub = hubTable();
const { org_id } = REQUESTER_CLAIMS;
const NOW = 1_708_733_100_000;
const call = callerOf(
  () => hub.table,
  () => [createSupplier, getSupplier, listSuppliers, rotateSupplierPassword, updateSupplier].map((of) => of(hub.table)),
  () => NOW,
);

const CREATE = 'POST /v1/suppliers';
const GET = 'GET /v1/suppliers/{supplier_id}';
const PATCH = 'PATCH /v1/suppliers/{supplier_id}';
const ROTATE = 'POST /v1/suppliers/{supplier_id}/rotate';
const input = { supplier_id: 'SUP-1', name: 'Dell', vendor_id: 'vnd_1' };
const params = { supplier_id: 'SUP-1' };

beforeEach(async () => {
  for (const id of ['vnd_1', 'vnd_2']) await commit(hub.table, [saveVendor(org_id, { ...aVendor, id })]);
});
async function items(): Promise<string> {
  const KeyConditionExpression = 'pk = :pk';
  const ExpressionAttributeValues = { ':pk': `ORG#${org_id}#SUPPLIERS` };
  return JSON.stringify(await queryAll(hub.table, { KeyConditionExpression, ExpressionAttributeValues }));
}
async function isValid(password: string, atMs = NOW): Promise<boolean> {
  const supplier = await findSupplier(hub.table, org_id, 'SUP-1');
  return createPasswordVerifier(() => NOW)(supplier?.credentials ?? [], password, atMs);
}

describe('creating a supplier', () => {
  it('shows a password that is not in the table, nor read again', async () => {
    const { status, body } = await call(CREATE, { body: input });
    const { password, ...shown } = body;
    expect([status, shown.username, password]).toEqual([201, `${org_id}/SUP-1`, expect.stringMatching(/^\w{32}$/)]);
    expect(await isValid(password)).toBe(true);
    expect(await items()).not.toContain(password);
    expect((await call(GET, { params })).body).toEqual(shown);
    expect((await call('GET /v1/suppliers')).body).toEqual({ has_more: false, next_cursor: null, data: [shown] });
  });

  it('shows no password to a repeated call', async () => {
    const headers = { 'idempotency-key': 'once' };
    const { body } = await call(CREATE, { body: input, headers });
    expect(await call(CREATE, { body: input, headers })).toEqual({ status: 201, body: { ...body, password: null } });
  });

  it('is a conflict when its id or vendor is taken', async () => {
    await call(CREATE, { body: input });
    expect((await call(CREATE, { body: input })).body.code).toBe('supplier.exists');
    const other = await call(CREATE, { body: { ...input, supplier_id: 'SUP-2' } });
    expect([other.status, other.body.code]).toEqual([409, 'supplier.vendor_taken']);
    expect((await call(CREATE, { body: { supplier_id: 'SUP-2', name: 'HPE' } })).status).toBe(201);
  });

  it('is refused for a vendor that the organization does not have, with nothing written', async () => {
    const { status, body } = await call(CREATE, { body: { ...input, vendor_id: 'vnd_3' } });
    expect([status, body.errors]).toEqual([422, [{ path: 'vendor_id', message: expect.stringContaining('vnd_3') }]]);
    expect(await items()).toBe('[]');
  });
});

describe('a change of a supplier', () => {
  beforeEach(() => call(CREATE, { body: input }));

  it('keeps what it does not name', async () => {
    const { body: before } = await call(GET, { params });
    const body = { enabled: false, documents: ['price'], requests_per_minute: 5 };
    expect(await call(PATCH, { params, body })).toEqual({ status: 200, body: { ...before, ...body } });
    expect((await call(GET, { params })).body).toEqual({ ...before, ...body });
  });

  it('moves it to another vendor of the organization', async () => {
    expect((await call(PATCH, { params, body: { vendor_id: 'vnd_2' } })).body.vendor_id).toBe('vnd_2');
    const found = ['vnd_1', 'vnd_2'].map((id) => findSupplierOfVendor(hub.table, org_id, id));
    expect(await Promise.all(found)).toEqual([undefined, 'SUP-1']);
    const unknown = await call(PATCH, { params, body: { vendor_id: 'vnd_3' } });
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ path: 'vendor_id' }] } });
  });

  it('is rejected for another version, an absent supplier, or nothing to change', async () => {
    const headers = { 'if-match': '"7"' };
    const other = await call(PATCH, { params, headers, body: { enabled: false } });
    expect(other).toMatchObject({ status: 412, body: { current_version: 1 } });
    const absent = await call(PATCH, { params: { supplier_id: 'SUP-9' }, body: { enabled: false } });
    expect(absent).toMatchObject({ status: 404, body: { code: 'supplier.not_found' } });
    expect((await call(PATCH, { params, body: {} })).status).toBe(422);
  });
});

describe('a rotation', () => {
  it('lets the former password be valid for the overlap, and the one before it no more', async () => {
    const { password: first } = (await call(CREATE, { body: input })).body;
    const { password: second } = (await call(ROTATE, { params, body: { overlap_seconds: 60 } })).body;
    const valid = async (atMs: number) => [await isValid(first, atMs), await isValid(second, atMs)];
    expect([await valid(NOW), await valid(NOW + 60_000)]).toEqual([
      [true, true],
      [false, true],
    ]);
    const { password: third } = (await call(ROTATE, { params, body: {} })).body;
    expect([await valid(NOW), await isValid(third)]).toEqual([[false, true], true]);
  });

  it('ends every former password at once without overlap', async () => {
    const { password } = (await call(CREATE, { body: input })).body;
    const rotated = await call(ROTATE, { params, body: { overlap_seconds: 0 } });
    expect([rotated.status, await isValid(password), await isValid(rotated.body.password)]).toEqual([200, false, true]);
    expect(await items()).not.toContain(rotated.body.password);
  });

  it('is a conflict for the later one of two at once, so that the shown password is valid', async () => {
    await call(CREATE, { body: input });
    const calls = [1, 2].map(() => call(ROTATE, { params, body: { overlap_seconds: 0 } }));
    const [rotated, conflict] = (await Promise.all(calls)).sort((a, b) => a.status - b.status);
    expect([rotated?.status, conflict?.status]).toEqual([200, 409]);
    expect(await isValid(rotated?.body.password)).toBe(true);
  });

  it.each([-1, 604_801, 1.5])('rejects an overlap of %d seconds', async (overlap_seconds) => {
    await call(CREATE, { body: input });
    expect(await call(ROTATE, { params, body: { overlap_seconds } })).toMatchObject({ status: 422 });
  });
});
