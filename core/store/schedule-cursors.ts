import * as z from 'zod/mini';
import { ENTITY } from './names.ts';
import { getItem, type Table } from './table.ts';
import { replaceItem, type Write } from './write.ts';

/** Where a schedule that ran out of time goes on: one item per partner and scope, of all organizations. */

interface Schedule {
  readonly partner: string;
  readonly scope: string;
}

function cursorKey({ partner, scope }: Schedule) {
  return { pk: `SCHEDULE#${partner}`, sk: scope };
}

const CursorSchema = z.object({ after: z.nullable(z.string()) });

/** The organization after which the next run begins; undefined: with the first. */
export async function loadScheduleCursor(table: Table, schedule: Schedule): Promise<string | undefined> {
  const item = await getItem(table, cursorKey(schedule));
  return (item && CursorSchema.parse(item).after) ?? undefined;
}

export function saveScheduleCursor(schedule: Schedule, after: string | undefined): Write {
  return replaceItem({ ...cursorKey(schedule), entity: ENTITY.scheduleCursor, ...schedule, after: after ?? null });
}
