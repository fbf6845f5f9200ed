import { describe, expect, it } from '@jest/globals';
import { loadIntegrationState, saveIntegrationState, saveResumed } from '../../../../core/store/integration-states.ts';
import { commit } from '../../../../core/store/write.ts';
import {
  type IntegrationState,
  NEW_INTEGRATION_STATE,
  paused,
  resumed,
} from '../../../../core/sync/integration-state.ts';
import { hubTable } from '../../support/hub-table.ts';

const hub = hubTable();

function load(orgId = 'org_1'): Promise<IntegrationState> {
  return loadIntegrationState(hub.table, orgId, 'sap');
}
function save(seen: IntegrationState, next: IntegrationState): Promise<void> {
  return commit(hub.table, [saveIntegrationState('org_1', 'sap', seen, next)]);
}
const working: IntegrationState = {
  ...NEW_INTEGRATION_STATE,
  in_flight: { 'lease-1': 5, 'lease-2': 6 },
  next_attempt_at: 7,
  last_success_at: 3,
};

describe('the state of an integration', () => {
  it('is new until it is saved', async () => {
    expect(await load()).toEqual(NEW_INTEGRATION_STATE);
  });

  it('is replaced as a whole, with the next version', async () => {
    await save(NEW_INTEGRATION_STATE, working);
    expect(await load()).toEqual({ ...working, version: 1 });
    const later = paused({ ...(await load()), in_flight: {} }, { code: 'sap.unauthorized', message: 'no' }, 9);
    await save(await load(), later);
    expect(await load()).toEqual({ ...later, version: 2 });
  });

  it('is of one organization', async () => {
    await save(NEW_INTEGRATION_STATE, working);
    expect(await load('org_2')).toEqual(NEW_INTEGRATION_STATE);
  });

  it('is resumed although an attempt saves it meanwhile, whose next save then finds that', async () => {
    const pausedState = paused(working, { code: 'sap.unauthorized', message: 'no' }, 9);
    await save(NEW_INTEGRATION_STATE, pausedState);
    const seen = await load();
    await save(seen, { ...seen, in_flight: {} });
    const read = await load();
    await commit(hub.table, [saveResumed('org_1', 'sap', resumed(seen, 10))]);
    expect(await load()).toEqual({ ...resumed({ ...pausedState, in_flight: {} }, 10), version: 3 });
    await expect(save(read, working)).rejects.toMatchObject({ code: 'conflict.version' });
  });

  it.each([
    ['first', NEW_INTEGRATION_STATE],
    ['later', { ...working, version: 1 }],
  ])('is saved by one of two writers that read the same %s state', async (_, seen) => {
    if (seen.version > 0) await save(NEW_INTEGRATION_STATE, working);
    await save(seen, working);
    await expect(save(seen, working)).rejects.toMatchObject({ code: 'conflict.version' });
  });
});
