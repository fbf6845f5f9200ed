import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { ENTITY } from '../../../../core/store/names.ts';
import { createSyncStore, loadRequestWithSync } from '../../../../core/store/sync-records.ts';
import { approvedLaptop, laptopSync } from '../../support/requests.ts';

/** A table whose queries return these items. */
function tableOf(...Items: object[]) {
  return { name: 'hub', client: { send: async () => ({ Items }) } as unknown as DynamoDBDocumentClient };
}

const request = { entity: ENTITY.procurementRequest, pk: 'p', sk: 'REQUEST', ...approvedLaptop };
const record = { entity: ENTITY.syncRecord, pk: 'p', sk: 'SYNC#sap', ...laptopSync };

describe('a request with its sync records', () => {
  it('is read from one partition', async () => {
    expect(await loadRequestWithSync(tableOf(request, record), approvedLaptop.org_id, approvedLaptop.id)).toEqual({
      request: approvedLaptop,
      records: [laptopSync],
    });
  });

  it('is not found under an unknown id', async () => {
    const unknown = loadRequestWithSync(tableOf(), approvedLaptop.org_id, 'proc_x');
    await expect(unknown).rejects.toMatchObject({ code: 'request.not_found' });
  });
});

describe('the store of a partner’s sync', () => {
  it.each([
    ['an unknown request', tableOf()],
    ['a request that the partner has no record of', tableOf(request)],
  ])('loads nothing for %s, so that its message is acknowledged', async (_, table) => {
    expect(await createSyncStore(table, 'sap').load(approvedLaptop.org_id, approvedLaptop.id)).toBeUndefined();
  });

  it('loads the request with the partner’s record', async () => {
    const subject = await createSyncStore(tableOf(request, record), 'sap').load('org_1', 'proc_1');
    expect(subject).toEqual({ request: approvedLaptop, record: laptopSync });
  });
});
