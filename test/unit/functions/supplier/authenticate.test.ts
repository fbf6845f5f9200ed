import { describe, expect, it } from '@jest/globals';
import { usernameOf } from '../../../../core/domain/supplier.ts';
import { createAuthenticator } from '../../../../functions/supplier/authenticate.ts';
import { readBasic } from '../../../../functions/supplier/basic-credentials.ts';
import { hubTable } from '../../support/hub-table.ts';
import { aSupplier, basic, NOW_MS, ORG, putSupplier } from './support.ts';

const hub = hubTable();
const PASSWORD = 'G7kQ2mXv9LpT4wYn8RbC1dZs6HfJ3aUe';

/** An authenticator that counts how often a password is compared, and with how many credentials. */
function authenticator({ nowMs = () => NOW_MS, limitRate = async () => {} } = {}) {
  const compared: number[] = [];
  const authenticate = createAuthenticator({
    table: hub.table,
    verify: async (credentials, password) => {
      compared.push(credentials.length);
      return credentials.length > 0 && password === PASSWORD;
    },
    limitRate,
    clock: nowMs,
  });
  return { compared, authenticate, call: (headers: Record<string, string>) => authenticate({ headers }) };
}

const USERNAME = usernameOf(aSupplier());
const RIGHT = basic(USERNAME, PASSWORD);

describe('the header of HTTP Basic', () => {
  it.each([
    ['a password with colons', 'Basic dTpwOnA6', { username: 'u', password: 'p:p:' }],
    ['another case', 'bAsIc dTpw', { username: 'u', password: 'p' }],
    ['no password', 'Basic dTo=', { username: 'u', password: '' }],
    ['UTF-8', `Basic ${Buffer.from('ü:ß').toString('base64')}`, { username: 'ü', password: 'ß' }],
    ['nothing', '', undefined],
    ['a token', 'Bearer dTpw', undefined],
    ['no colon', 'Basic dQ==', undefined],
    ['no base64', 'Basic u:p', undefined],
    ['two values', 'Basic dTpw, Basic dTpw', undefined],
  ])('is read with %s', (_, header, credentials) => {
    expect(readBasic(header)).toEqual(credentials);
  });
});

describe('a supplier', () => {
  it('is the caller when its password is right', async () => {
    await putSupplier(hub.table, aSupplier());
    expect(await authenticator().call(RIGHT)).toEqual({
      orgId: ORG,
      userId: 'supplier:SUP-1001',
      supplier: expect.objectContaining({ supplier_id: 'SUP-1001', org_id: ORG }),
    });
  });

  it('reads the table once in ten seconds', async () => {
    await putSupplier(hub.table, aSupplier());
    const { call } = authenticator();
    hub.actions.length = 0;
    for (let count = 0; count < 5; count++) await call(RIGHT);
    expect(hub.actions).toEqual(['BatchGetItem']);
  });

  it.each([
    ['no header', {}],
    ['another scheme', { authorization: 'Bearer token' }],
    ['a wrong password', basic(USERNAME, 'wrong')],
    ['an organization that does not exist', basic('org_nobody/SUP-1001', PASSWORD)],
    ['another organization’s id', basic(`org_9zYxW8vU7tSr/SUP-1001`, PASSWORD)],
    ['a user name that names none', basic('admin', PASSWORD)],
    ['an empty user name', basic('', PASSWORD)],
  ])('is refused with the same words for %s', async (_, headers) => {
    await putSupplier(hub.table, aSupplier());
    await expect(authenticator().call(headers)).rejects.toMatchObject({
      name: 'DialectError',
      status: 401,
      message: 'User Not Authenticated',
      detail: 'Required to provide Auth information',
    });
  });

  it('costs a comparison also when it does not exist, so that the time tells nothing', async () => {
    const { call, compared } = authenticator();
    await expect(call(basic('org_nobody/SUP-1', PASSWORD))).rejects.toMatchObject({ status: 401 });
    await expect(call(basic('nobody', PASSWORD))).rejects.toMatchObject({ status: 401 });
    expect(compared).toEqual([0, 0]);
  });

  it('is forbidden once it is disabled, but only who has the password learns that', async () => {
    await putSupplier(hub.table, aSupplier({ enabled: false }));
    const { call } = authenticator();
    await expect(call(basic(USERNAME, 'wrong'))).rejects.toMatchObject({ status: 401 });
    await expect(call(RIGHT)).rejects.toMatchObject({ status: 403, detail: 'The supplier is disabled' });
  });

  it('is the caller at once with a password that it has got since it was last read', async () => {
    const [old] = aSupplier().credentials;
    const next = { salt: 'bmV3', hash: 'bmV3', until: null };
    await putSupplier(hub.table, aSupplier());
    const passwords = new Map([
      [old?.hash, 'old'],
      [next.hash, 'new'],
    ]);
    const authenticate = createAuthenticator({
      table: hub.table,
      verify: async (credentials, password) => credentials.some(({ hash }) => passwords.get(hash) === password),
      limitRate: async () => {},
      clock: () => NOW_MS,
    });
    const call = (password: string) => authenticate({ headers: basic(USERNAME, password) });
    await call('old');
    await expect(call('new')).rejects.toMatchObject({ status: 401 });
    await putSupplier(hub.table, aSupplier({ credentials: [next], version: 2 }));
    await expect(call('new')).resolves.toMatchObject({ supplier: { version: 2 } });
    await expect(call('wrong')).rejects.toMatchObject({ status: 401 });
  });

  it('is not counted before its password is right', async () => {
    await putSupplier(hub.table, aSupplier());
    const counted: string[] = [];
    const { call } = authenticator({
      limitRate: async (supplier?: { supplier_id: string }) => {
        counted.push(supplier?.supplier_id ?? '');
      },
    });
    await expect(call(basic(USERNAME, 'wrong'))).rejects.toMatchObject({ status: 401 });
    await call(RIGHT);
    expect(counted).toEqual(['SUP-1001']);
  });
});

describe('guessing', () => {
  it('compares twenty passwords of a user name in a minute, and no more', async () => {
    await putSupplier(hub.table, aSupplier());
    let nowMs = NOW_MS;
    const { call, compared } = authenticator({ nowMs: () => nowMs });
    for (let guess = 0; guess < 20; guess++) {
      await expect(call(basic(USERNAME, `guess ${guess}`))).rejects.toMatchObject({ status: 401 });
    }
    await expect(call(RIGHT)).rejects.toMatchObject({ status: 429, retryAfterSeconds: 55 });
    expect(compared).toHaveLength(20);
    await expect(call(basic('org_other/SUP-1', 'guess'))).rejects.toMatchObject({ status: 401 });
    nowMs += 60_000;
    await expect(call(RIGHT)).resolves.toMatchObject({ orgId: ORG });
  });

  it('does not lock out the supplier that was right before', async () => {
    await putSupplier(hub.table, aSupplier());
    const { call } = authenticator();
    await call(RIGHT);
    for (let guess = 0; guess < 30; guess++) await call(basic(USERNAME, `guess ${guess}`)).catch(() => {});
    await expect(call(basic(USERNAME, 'another'))).rejects.toMatchObject({ status: 429 });
    await expect(call(RIGHT)).resolves.toMatchObject({ orgId: ORG });
  });
});
