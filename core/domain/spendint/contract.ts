import type { Fields } from './fields.ts';
import { amount, CURRENCY, DATE, text } from './format.ts';

/** The contract that a supplier's price comes from. The product is sold from its start to its end (spendint 24). */
export interface ContractAgreement {
  readonly contract_number: string;
  readonly negotiated_currency: string;
  /** Of one unit, in minor units. */
  readonly negotiated_price_minor: number;
  readonly contract_start_date: string | null;
  readonly contract_end_date: string | null;
}

/** A contract that is missing has no fields, so that its required ones are named. The currency precedes the dates (spendint 10). */
export function readContract(product: Fields, currencyLabel: string): ContractAgreement {
  const fields = product.of(product.raw('contract_agreement'));
  const contract_number = fields.required('contract_number', 'Contract number', text(100));
  const negotiated_currency = fields.required('negotiated_currency', currencyLabel, CURRENCY);
  const price = fields.required('negotiated_price', 'Negotiated price', amount(negotiated_currency));
  const start = fields.optional('contract_start_date', 'Contract start date', DATE);
  const end = fields.optional('contract_end_date', 'Contract end date', DATE);
  if (start && end && end < start) fields.wrong('Contract end date');
  return {
    contract_number,
    negotiated_currency,
    negotiated_price_minor: price,
    contract_start_date: start,
    contract_end_date: end,
  };
}

/** Whether a product is published in the catalog on a day, YYYY-MM-DD: until it has reached the end of its sale (spendint 24). */
export function isOnSale(contract: ContractAgreement | null, today: string): boolean {
  const { contract_start_date: start = null, contract_end_date: end = null } = contract ?? {};
  return (start === null || start <= today) && (end === null || today < end);
}
