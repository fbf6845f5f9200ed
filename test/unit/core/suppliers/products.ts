import { parseDialectJson } from '../../../../core/domain/spendint/dialect-json.ts';
import type { Table } from '../../../../core/store/table.ts';
import type { AcceptedCall, AppliedPart, Part } from '../../../../core/suppliers/apply-document.ts';
import { applyProducts } from '../../../../core/suppliers/apply-products.ts';
import { requestText } from '../domain/spendint/examples.ts';

export const ORG = 'org_5jHtK4pR8uWn';
export const SUPPLIER = 'SUP-123456';
/** 2026-11-22 in Unix milliseconds. */
export const NOW = 1_795_305_600_000;

// biome-ignore lint/suspicious/noExplicitAny: tests change documents in every way
export type Json = any;
type Kind = Parameters<typeof applyProducts>[1];

/** ServiceNow's example, with a contract that has not ended. */
export function anExample(kind: Kind): Json {
  const [document] = (parseDialectJson(requestText(kind)) as Json).root;
  return document;
}

/** A catalog of products made from the example, which is the first of them as it is printed. */
export function aCatalog(...products: Json[]): Json {
  const document = anExample('catalog');
  return { ...document, products: products.map((product) => ({ ...document.products[0], ...product })) };
}

/** A contract at a price in USD. */
export function aContract(negotiated_price: string, more: object = {}): Json {
  return { contract_number: '34567892', negotiated_currency: 'USD', negotiated_price, ...more };
}

export function aPrice(...products: Json[]): Json {
  return { ...anExample('price'), supplier_id: SUPPLIER, products };
}

export function anAvailability(...products: Json[]): Json {
  return {
    ...anExample('availability'),
    supplier_id: SUPPLIER,
    products: products.map((product) => ({ unit: 'Each', ...product })),
  };
}

export function aCall(more: Partial<AcceptedCall> = {}): AcceptedCall {
  return { orgId: ORG, supplierId: SUPPLIER, importId: 'imp_1', acceptedAtMs: NOW, ...more };
}

/** Applies a document as a whole unless the part says otherwise. */
export function apply(
  table: Table,
  kind: Kind,
  document: Json,
  call: Partial<AcceptedCall> = {},
  part: Partial<Part> = {},
): Promise<AppliedPart> {
  return applyProducts(table, kind, document, aCall(call), { from: 0, hasTime: () => true, ...part });
}
