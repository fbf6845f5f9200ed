import { approverOf } from '../../../core/domain/organization.ts';
import { transition } from '../../../core/domain/procurement-request.ts';
import { pricedItems, UpdateRequestSchema } from '../../../core/domain/request-input.ts';
import { viewUpdatedRequest } from '../../../core/domain/request-view.ts';
import { mayEditOthers, ROLES } from '../../../core/runtime/caller.ts';
import { defineRoute } from '../../../core/runtime/http-door.ts';
import { getCostCenter } from '../../../core/store/organizations.ts';
import { getRequest, updateRequest as updateStoredRequest } from '../../../core/store/requests.ts';
import type { Table } from '../../../core/store/table.ts';

/** `PATCH /v1/erp/procurement/{id}`: while it is a draft or awaits approval (seed, "Update a procurement request"). */
export function updateRequest(table: Table) {
  return defineRoute({
    roles: ROLES,
    body: UpdateRequestSchema,
    async handle({ body: { items, cost_center, ...rest }, params: { id = '' }, caller, nowMs }) {
      const request = await getRequest(table, caller.orgId, id);
      const changes = {
        ...withoutUndefined(rest),
        ...(items && pricedItems(items)),
        ...(cost_center !== undefined && {
          cost_center,
          approver_id: await approverFor(table, caller.orgId, cost_center),
        }),
      };
      const command = { kind: 'edit', by: caller.userId, mayEditOthers: mayEditOthers(caller), changes } as const;
      const updated = transition(request, command, Math.floor(nowMs / 1000));
      return { status: 200, body: viewUpdatedRequest(updated), writes: [updateStoredRequest(updated)] };
    },
  });
}

async function approverFor(table: Table, orgId: string, code: string): Promise<string> {
  const { organization, costCenter } = await getCostCenter(table, orgId, code);
  return approverOf(organization, costCenter);
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** zod's optional fields may hold `undefined`; a change that is absent must not overwrite anything. */
function withoutUndefined<Fields extends object>(fields: Fields): Defined<Fields> {
  const defined: Defined<Fields> = { ...fields };
  for (const name in defined) if (defined[name] === undefined) delete defined[name];
  return defined;
}
