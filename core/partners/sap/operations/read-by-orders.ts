import { anyOf } from '../reader.ts';

/** Keeps the URL of a filter well below what servers take. */
const ORDERS_PER_CALL = 20;

/** The rows of orders, some orders per call: `read` gets a filter that matches them by the field. */
export async function readByOrders<Row>(
  numbers: readonly string[],
  field: string,
  read: (filter: string) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let start = 0; start < numbers.length; start += ORDERS_PER_CALL) {
    rows.push(...(await read(anyOf(field, numbers.slice(start, start + ORDERS_PER_CALL)))));
  }
  return rows;
}
