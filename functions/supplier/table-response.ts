import { toXml } from '../../core/domain/spendint/xml.ts';
import type { acceptedType } from './accepted-type.ts';

/** Of a function's response, which has at most 6 MB: a body is a string within its JSON, with escapes. */
const MAX_RESULT_BYTES = 5 * 1024 * 1024;

/** The rows from the first on that fit in a response of the type: at least one, and the others by another page. */
export function fittingRows<Row, Rendered extends object>(
  rows: readonly Row[],
  render: (row: Row) => Rendered,
  type: ReturnType<typeof acceptedType>,
): Rendered[] {
  const fitting: Rendered[] = [];
  let bytes = 0;
  for (const row of rows) {
    const rendered = render(row);
    const text = type === 'application/xml' ? toXml({ result: rendered }) : JSON.stringify(rendered);
    bytes += Buffer.byteLength(JSON.stringify(text));
    if (bytes > MAX_RESULT_BYTES && fitting.length > 0) break;
    fitting.push(rendered);
  }
  return fitting;
}
