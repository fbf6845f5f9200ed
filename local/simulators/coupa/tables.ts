import * as z from 'zod';
import type { MemoryState } from '../../collections.ts';
import type { Settings } from '../settings.ts';
import { Table } from '../table.ts';
import { comparable, type Document, kindOf, type Row } from './document.ts';
import { ORDER, type Order } from './model.ts';
import { CONTACT, ENTRY, INTEGRATION, RUN } from './monitoring-model.ts';

/** The stored documents, by the names of their paths. */
export async function openTables(state: MemoryState) {
  async function open<R extends Row>(name: string, example: Document, firstId: number, ...groupedBy: string[]) {
    const kinds = new Map(Object.entries(example).map(([field, value]) => [field, kindOf(field, value)]));
    const readField = (row: R, field: string) => comparable(kinds.get(field) ?? 'text', row[field] ?? example[field]);
    return new Table(await state.collection<R>(name), { groupedBy, firstId, readField });
  }
  return {
    purchase_orders: await open<Order>('purchase_orders', ORDER, 4711, 'exported', 'status'),
    integrations: await open('integrations', INTEGRATION, 1),
    integration_contacts: await open('integration_contacts', CONTACT, 1),
    integration_runs: await open('integration_runs', RUN, 88, 'status'),
    integration_history_records: await open('integration_history_records', ENTRY, 501, 'resolved'),
    integration_errors: await open('integration_errors', ENTRY, 901, 'resolved'),
  };
}
export type Tables = Awaited<ReturnType<typeof openTables>>;

/** How the instance is set up, and what the sources mark INFERRED. */
export const CoupaSettingsSchema = z.strictObject({
  /** The `fields` of each API filter by its name (coupa 20). */
  apiFilters: z.record(z.string(), z.array(z.json())).default({}),
  /** The custom fields of an order: the article's by its id and by its label (coupa 26). */
  customFields: z.array(z.string()).default(['integration-status', 'cf-integration-status']),
  /** coupa 30. */
  cancelledStatus: z.enum(['cancelled', 'canceled']).default('cancelled'),
  /** Whether users' changes that make no new version reset `exported` too (coupa 34). */
  everyChangeResetsExported: z.boolean().default(true),
  /** What ends a run that has unresolved errors (coupa 43). */
  successWithErrors: z.enum(['errored', 'rejected', 'successful']).default('errored'),
  /** coupa 40. */
  resolveReturns: z.enum(['array', 'object']).default('array'),
  secondResolve: z.enum(['rejected', 'accepted']).default('rejected'),
});
export type CoupaSettings = Settings<z.infer<typeof CoupaSettingsSchema>>;
