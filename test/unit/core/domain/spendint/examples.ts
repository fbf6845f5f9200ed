import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAvailability } from '../../../../../core/domain/spendint/availability.ts';
import { readCatalog } from '../../../../../core/domain/spendint/catalog.ts';
import { parseDialectJson } from '../../../../../core/domain/spendint/dialect-json.ts';
import type { Kind, Reading } from '../../../../../core/domain/spendint/document.ts';
import { readInvoice } from '../../../../../core/domain/spendint/invoice.ts';
import { readOrderack } from '../../../../../core/domain/spendint/orderack.ts';
import { type DocumentOutcome, outcomeOf } from '../../../../../core/domain/spendint/outcome.ts';
import { readPrice } from '../../../../../core/domain/spendint/price.ts';
import { readShipment } from '../../../../../core/domain/spendint/shipment.ts';

/** ServiceNow's own examples as they are printed, with dates in place of YYYY-MM-DD. */
function example(name: string): string {
  return readFileSync(join(__dirname, 'examples', `${name}.txt`), 'utf8');
}

export function requestText(kind: Kind): string {
  return example(`${kind}.request`);
}

// biome-ignore lint/suspicious/noExplicitAny: tests change documents in every way
export type Json = any;

export function exampleOf(kind: Kind): Json {
  return (parseDialectJson(requestText(kind)) as Json).root[0];
}

export function documentedFailure(kind: Kind): Json {
  return parseDialectJson(example(`${kind}.failure`));
}

/** The example without what makes fields of its product optional: the product is neither a bundle nor a component. */
export function plainExampleOf(kind: Kind): Json {
  const document = exampleOf(kind);
  for (const product of document.products ?? []) {
    delete product.bundled_components;
    delete product.parent_bundle;
    const contract = product.contract_agreement;
    if (!contract) continue;
    contract.negotiated_currency = contract['negotiated_currency '];
    delete contract['negotiated_currency '];
  }
  return document;
}

export const READERS: Readonly<Record<Kind, (document: unknown) => Reading<object, object>>> = {
  catalog: readCatalog,
  price: readPrice,
  availability: readAvailability,
  orderack: readOrderack,
  shipment: readShipment,
  invoice: readInvoice,
};

export function read(kind: Kind, document: unknown): DocumentOutcome {
  return outcomeOf(READERS[kind](document));
}

export function messagesOf(kind: Kind, document: unknown): string[] {
  return read(kind, document).failures.map(({ error_message }) => error_message);
}
