import { beforeEach, describe, expect, it } from '@jest/globals';
import { OPERATIONS } from '../../../../local/simulators/equipme/documents.ts';
import { conforms, documents, PROVIDER_KEY, REQUESTS, runningEquipme } from './equipme-client.ts';
import type { Reply } from './simulator-client.ts';

const equipme = runningEquipme();
beforeEach(() => equipme.reset());

const FULL = {
  requestAction: 'order',
  locationAssignment: 201,
  employeeAssignment: 102,
  organizationalUnitAssignment: 301,
  productOfferId: 5002,
  requestedDeliveryDate: '2026-03-10T00:00:00Z',
  deviatingDeliveryAddress: { street: 'Hauptstr.', number: '1', city: 'Berlin', countryCode: 'DE' },
  note: '<b>hub proc_9xKpQ2mR4wVbN3</b>',
};

type Name = keyof typeof documents;
const NAMES: readonly Name[] = ['list', 'create', 'read', 'delete', 'update'];

function statusesOf(name: Name): string[] {
  const { paths } = documents[name];
  return Object.values(paths).flatMap((methods) =>
    Object.values(methods).flatMap((operation) => Object.keys(Object(operation).responses)),
  );
}

/** Calls that provoke each declared status of each operation. */
const CALLS: Record<Name, { at: (id: number) => [method: string, path: string, body?: unknown]; bad: unknown }> = {
  list: { at: () => ['GET', `${REQUESTS}?limit=1`], bad: '?limit=1001' },
  create: { at: () => ['POST', REQUESTS, { items: [{ requestedBy: 101, ...FULL }] }], bad: { items: [{ sku: 'x' }] } },
  read: { at: (id) => ['GET', `${REQUESTS}/${id}?includeAllOptionVersions=true`], bad: '/abc' },
  delete: { at: (id) => ['DELETE', `${REQUESTS}/${id}`], bad: '/99999999999' },
  update: {
    at: (id) => [
      'PATCH',
      `${REQUESTS}/${id}`,
      { patchDocument: { operations: [{ op: 'replace', path: '/justification', value: 'x' }] } },
    ],
    bad: { patchDocument: [] },
  },
};

function provoke(name: Name, status: string, id: number): Promise<Reply> {
  const { at, bad } = CALLS[name];
  const [method, path, body] = at(id);
  switch (status) {
    case '400':
      return typeof bad === 'string' ? equipme.send(method, `${REQUESTS}${bad}`) : equipme.send(method, path, bad);
    case '401':
      return equipme.call(method, path, body);
    case '403':
      return equipme.send(method, path, body, { 'x-api-key': PROVIDER_KEY });
    case '404':
      return equipme.send(...withBody(at(99)));
    default:
      return equipme.send(method, path, body);
  }
}

function withBody([method, path, body]: [string, string, unknown?]): [string, string, unknown] {
  return [method, path, body];
}

function schemaOf(name: Name, status: string): string {
  if (status !== '200') return 'ErrorResponse';
  return name === 'delete' ? 'NoContentResult' : 'RequestList';
}

describe.each(NAMES)('the operation %s', (name) => {
  it.each(statusesOf(name))('answers %s as its document declares', async (status) => {
    const id = await equipme.add(FULL);
    await equipme.add();
    const reply = await provoke(name, status, id);
    expect(reply.status).toBe(Number(status));
    expect(reply.headers.get('content-type')).toContain('application/json');
    expect(conforms(name, schemaOf(name, status), reply.json)).toBe('');
  });

  it('answers 429 with the seconds to wait, and 409 or 404 where they are undeclared, in the same shape', async () => {
    const id = await equipme.add();
    await equipme.control('POST', `requests/${id}/approve`);
    const [method, path, body] = CALLS[name].at(id);
    const decided = await equipme.send(method, path, body);
    expect(decided.status).toBe(name === 'delete' || name === 'update' ? 409 : name === 'create' ? 201 : 200);
    await equipme.control('POST', 'settings', { requestsPerSecond: 1, burst: 0 });
    await equipme.send(method, path, body);
    const limited = await equipme.send(method, path, body);
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('1');
    for (const reply of [decided, limited].filter(({ status }) => status >= 400)) {
      expect(conforms(name, 'ErrorResponse', reply.json)).toBe('');
    }
  });
});

describe('a response that does not conform', () => {
  it.each([
    [200, { items: [], total: 0 }, "must have required property 'self'"],
    [400, { message: 'x' }, 'must NOT have additional properties'],
    [409, { message: 'x' }, 'must NOT have additional properties'],
  ])('is a defect of the simulator: %i with %j', (status, body, message) => {
    expect(() => OPERATIONS.list.check({ status, body: JSON.stringify(body) })).toThrow(message);
  });
});

describe('an undeclared success', () => {
  it.each([200, 201])('of a creation is %i with the list of what was created', async (createdStatus) => {
    await equipme.control('POST', 'settings', { createdStatus });
    const reply = await equipme.send('POST', REQUESTS, { items: [{ requestedBy: 101, ...FULL }] });
    expect(reply.status).toBe(createdStatus);
    expect(conforms('list', 'RequestList', reply.json)).toBe('');
  });

  it('may be 204 without a body', async () => {
    await equipme.control('POST', 'settings', { createdStatus: 204 });
    const reply = await equipme.send('POST', REQUESTS, { items: [{ requestedBy: 101, ...FULL }] });
    expect(reply).toMatchObject({ status: 204, text: '' });
  });

  it('of a patch is 204, or 200 like that of DELETE', async () => {
    const id = await equipme.add();
    expect((await equipme.patch(id, { op: 'remove', path: '/items/0/note' })).status).toBe(204);
    await equipme.control('POST', 'settings', { updatedStatus: 200 });
    expect((await equipme.patch(id, { op: 'remove', path: '/items/0/note' })).json).toEqual({ statusCode: 204 });
  });
});
