import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import type { ProcurementRequest } from '../../../../core/domain/procurement-request.ts';
import { queryRequests } from '../../../../core/store/request-list.ts';
import { requestKey, requestSortKey } from '../../../../core/store/requests.ts';
import { laptopReplacement, PLAIN } from '../../support/requests.ts';

const ORG = laptopReplacement.org_id;
/** The limit of a Lambda function's response, https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_RESPONSE_BYTES = 6 * 1024 * 1024;

/** A table whose index lists these requests in this order, and that returns them by key. */
function tableOf(requests: readonly ProcurementRequest[]) {
  const byKey = new Map(requests.map((request) => [requestKey(ORG, request.id).pk, request]));
  const send = async (command: object) => {
    if (command instanceof QueryCommand) {
      const { ExclusiveStartKey, Limit = 0 } = command.input;
      const start = requests.findIndex(({ id }) => requestKey(ORG, id).pk === ExclusiveStartKey?.pk) + 1;
      const page = requests.slice(start, start + Limit);
      const last = start + Limit < requests.length ? page.at(-1) : undefined;
      return {
        Items: page.map(({ id }) => ({ gsi1sk: requestSortKey(0, id) })),
        LastEvaluatedKey: last && requestKey(ORG, last.id),
      };
    }
    if (command instanceof BatchGetCommand) {
      const keys = command.input.RequestItems?.hub?.Keys ?? [];
      return { Responses: { hub: keys.flatMap(({ pk }) => byKey.get(String(pk)) ?? []) } };
    }
    throw new Error('another command');
  };
  return { name: 'hub', recent: new Map(), client: { send } as unknown as DynamoDBDocumentClient };
}

function requestsOf(count: number, changes: Partial<ProcurementRequest> = {}): ProcurementRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    ...laptopReplacement,
    ...changes,
    id: `proc_${String(index).padStart(14, '0')}`,
  }));
}

describe('a page of requests', () => {
  it.each([
    [0, 4],
    [4, 4],
    [5, 4],
    [9, 4],
    [9, 1],
  ])('has all of %d requests over pages of %d', async (count, limit) => {
    const table = tableOf(requestsOf(count));
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const page = await queryRequests(table, ORG, {}, limit, after);
      ids.push(...page.entries.map(({ id }) => id));
      expect(page.entries.length).toBe(Math.min(limit, count - ids.length + page.entries.length));
      after = page.next;
    } while (after !== undefined);
    expect(ids).toEqual(requestsOf(count).map(({ id }) => id));
  });

  it('ends early where its response would be too large, counted with the escapes of every quote', async () => {
    const item = { name: '"'.repeat(255), sku: '"'.repeat(100), quantity: 1, unit_cost_minor: 1, ...PLAIN };
    const table = tableOf(requestsOf(32, { items: Array.from({ length: 200 }, () => item) }));
    const page = await queryRequests(table, ORG, {}, 100);
    expect(page.next).toBeDefined();
    expect(page.entries.length).toBeGreaterThan(1);
    expect(Buffer.byteLength(JSON.stringify(JSON.stringify(page.entries)))).toBeLessThan(MAX_RESPONSE_BYTES);
  });
});
