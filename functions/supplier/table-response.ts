import { toXml } from '../../core/domain/spendint/xml.ts';

/** Of a function's response, which has at most 6 MB: a body is a string within its JSON, with escapes. */
const MAX_RESULT_BYTES = 5 * 1024 * 1024;

/** The rows from the first on that fit in a response, as JSON and as XML: at least one, and the others by another page. */
export function fittingRows<Row, Rendered extends object>(
  rows: readonly Row[],
  render: (row: Row) => Rendered,
): Rendered[] {
  const fitting: Rendered[] = [];
  let bytes = 0;
  for (const row of rows) {
    const rendered = render(row);
    bytes += Math.max(escapedBytes(JSON.stringify(rendered)), escapedBytes(toXml({ result: rendered })));
    if (bytes > MAX_RESULT_BYTES && fitting.length > 0) break;
    fitting.push(rendered);
  }
  return fitting;
}

function escapedBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
