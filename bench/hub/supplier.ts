import * as z from 'zod';
import type { HubFile } from '../../local/runtime/hub-file.ts';
import { type Call, call, callForJson, isSuccess, unexpected } from '../load/http.ts';

/** Suppliers of the bench's own, which no limit of calls slows, and the calls that they make. */

export interface BenchSupplier {
  readonly supplierId: string;
  /** The header of its HTTP Basic authentication. */
  readonly authorization: string;
}

export type Mode = 'sync' | 'async';
export type Kind = 'catalog' | 'availability';

type Addresses = Pick<HubFile, 'api' | 'aws' | 'tokens'>;

const MAX_REQUESTS_PER_MINUTE = 1_000_000;
const CreatedSchema = z.object({ username: z.string(), password: z.string() });

export async function createSupplier({ api, tokens }: Addresses, supplierId: string): Promise<BenchSupplier> {
  const body = { supplier_id: supplierId, name: supplierId, requests_per_minute: MAX_REQUESTS_PER_MINUTE };
  const created = { method: 'POST', path: '/v1/suppliers', token: tokens.admin, body: JSON.stringify(body) };
  const { username, password } = CreatedSchema.parse(await callForJson(api, created));
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return { supplierId, authorization };
}

/** A call that posts products in one document. */
export function productsCall(
  { supplierId, authorization }: BenchSupplier,
  kind: Kind,
  mode: Mode,
  products: readonly object[],
): Call {
  const document = { customer_id: 'BENCH', catalog_id: 'BENCH-1', supplier_id: supplierId, products };
  return {
    method: 'POST',
    path: `/api/sn_spend_intg/spendint/${kind}?mode=${mode}`,
    headers: { authorization },
    body: JSON.stringify({ root: [document] }),
  };
}

/** Posts products; throws for a refusal, and for a synchronous failure, whose status is that of success too. */
export async function postProducts({ api }: Addresses, ...args: Parameters<typeof productsCall>): Promise<void> {
  const posted = productsCall(...args);
  const response = await call(api, posted);
  if (!isSuccess(response.status) || response.body.includes('failure')) throw new Error(unexpected(posted, response));
}

/** The SKU of a product that the bench numbers from 0. */
export function skuOf(number: number): string {
  return `BENCH-${String(number).padStart(7, '0')}`;
}

/** Products of a catalog, of about 450 bytes each, so that a thousand are one billed request of API Gateway. */
export function catalogProducts(from: number, count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({
    sku: skuOf(from + index),
    mpn: `MPN-${from + index}`,
    manufacturer: 'Dell',
    product_name: `Dell Latitude 5550 Laptop, configuration ${from + index}`,
    product_category_name: 'Computer',
    unspsc: '43211503',
    unit: 'Each',
    available_units: '40',
    available_for_country: ['US'],
    delivery_time: '4',
    product_attributes: { RAM: '16GB' },
    contract_agreement: { contract_number: 'BENCH-2026', negotiated_price: '1429.00', negotiated_currency: 'USD' },
  }));
}

export function availability(number: number, units: number): object {
  return { sku: skuOf(number), unit: 'Each', available_units: String(units) };
}
