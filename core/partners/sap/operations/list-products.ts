import type { CallContext } from '../../../sync/call-context.ts';
import { type SapProduct, SapProductSchema } from '../pull-schemas.ts';
import { quoted, type SapPage, type SapReader } from '../reader.ts';
import type { SapSettings } from '../settings.ts';

/** The products after one, with their descriptions, by number (sap 68). https://api.sap.com/api/API_PRODUCT_SRV */
export function listProducts(
  reader: SapReader,
  context: CallContext,
  { product_path }: SapSettings,
  after: string,
): Promise<SapPage<SapProduct>> {
  const query = { $filter: `Product gt ${quoted(after)}`, $orderby: 'Product', $expand: 'to_Description' };
  return reader.page(context, { root: product_path, set: 'A_Product', query, row: SapProductSchema }, 'Product');
}
