import { isBlank, isRecord } from '../entity.ts';
import { isDate } from '../formats.ts';
import type { ErrorCode, Finding } from './errors.ts';
import type { ConcurCompany } from './settings.ts';

/** A purchase request or one of its lines. */
export type Fields = Readonly<Record<string, unknown>>;

/** A value is a text if `type` is left out. A decimal comes as a number or a text (concur 16). */
interface Rule {
  readonly type?: 'decimal' | 'texts' | 'lines';
  readonly missing?: ErrorCode;
  readonly invalid?: ErrorCode;
  readonly isValid?: (value: string, company: ConcurCompany, record: Fields) => boolean;
}
type Rules = ReadonlyMap<string, Rule>;

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
const isCurrency = (code: string) => CURRENCIES.has(code);
const USER_KEYS = ['userId', 'userEmail', 'userLoginId'] as const;

const isVendor: Rule['isValid'] = (code, { vendors }, { vendorAddressCode }) =>
  isBlank(vendorAddressCode) || vendors.includes(`${code}/${vendorAddressCode}`);
const isDecimal = (value: string) => /^\d+(\.\d+)?$/.test(value);
const isQuantity = (value: string) => isDecimal(value) && Number(value) > 0;
const isPurchaseType = (value: string) => ['GOODS', 'SERVICES'].includes(value);

/** The fields of which only the type is checked, and rules for others; what is in neither is ignored (concur 14, 15). */
function rules(texts: string, customs: number, more: Readonly<Record<string, Rule>>): Rules {
  const names = [...texts.split(' '), ...Array.from({ length: customs }, (_, index) => `custom${index + 1}`)];
  return new Map(Object.entries({ ...Object.fromEntries(names.map((name) => [name, {}])), ...more }));
}

const HEADER_TEXTS = 'description notesToSupplier comments shipToAddressCode billToAddressCode';
export const HEADER = rules(`${USER_KEYS.join(' ')} ${HEADER_TEXTS}`, 24, {
  policyExternalId: { invalid: 'invalidPolicyInformation', isValid: (id, { policies }) => policies.includes(id) },
  currencyCode: { missing: 'missingCurrencyCode', invalid: 'invalidCurrencyCode', isValid: isCurrency },
  lineItems: { type: 'lines', missing: 'missingLineItems' },
});
export const LINE = rules('expenseType uomCode uoMCode supplierPartId notesToVendor comments', 20, {
  purchaseType: { missing: 'missingPurchaseType', invalid: 'invalidPurchaseType', isValid: isPurchaseType },
  vendorCode: { missing: 'missingVendorCode', invalid: 'invalidVendor', isValid: isVendor },
  vendorAddressCode: { missing: 'missingVendorAddressCode' },
  description: { missing: 'missingDescription' },
  quantity: { type: 'decimal', missing: 'missingQuantity', invalid: 'invalidQuantity', isValid: isQuantity },
  unitPrice: { type: 'decimal', missing: 'missingUnitPrice', invalid: 'invalidUnitPrice', isValid: isDecimal },
  receiptType: { isValid: (type) => ['QUANTITY_RECEIPT', 'NONE'].includes(type) },
  neededByDate: { invalid: 'invalidDateFormat', isValid: isDate },
  shipping: { type: 'decimal', isValid: isDecimal },
  tax: { type: 'decimal', isValid: isDecimal },
  url: { type: 'texts' },
});

export function linesOf({ lineItems }: Fields): readonly Fields[] {
  return Array.isArray(lineItems) ? lineItems.filter(isRecord) : [];
}

/** The fields of a table that have a value. */
export function pick(record: Fields, table: Rules): Fields {
  return Object.fromEntries(Object.entries(record).filter(([field, value]) => table.has(field) && !isBlank(value)));
}

function hasType(value: unknown, type: Rule['type']): boolean {
  if (type === 'lines') return Array.isArray(value) && value.every(isRecord);
  if (type === 'texts') return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
  return typeof value === 'string' || (type === 'decimal' && typeof value === 'number');
}

function judge(value: unknown, rule: Rule, codes: readonly string[] | undefined, company: ConcurCompany, of: Fields) {
  if (isBlank(value) || (Array.isArray(value) && value.length === 0)) return rule.missing;
  if (!hasType(value, rule.type)) return 'invalidRequestBody';
  if (codes?.includes(String(value)) === false) return 'listCodeNotfound';
  return rule.isValid?.(String(value), company, of) === false ? (rule.invalid ?? 'invalidRequestBody') : undefined;
}

function findingsIn(record: Fields, table: Rules, path: string, company: ConcurCompany): Finding[] {
  return [...table].flatMap(([field, rule]): Finding[] => {
    const codes = company.connectedLists[`${path.replace(/\[\d+\]/, '')}${field}`];
    const code = judge(record[field], rule, codes, company, record);
    return code ? [[code, `${path}${field}`]] : [];
  });
}

/** concur 13. */
function findingsOnUser(request: Fields, { users }: ConcurCompany): Finding[] {
  const [key, second] = USER_KEYS.filter((name) => !isBlank(request[name]));
  if (key === undefined) return [['missingUserInfo', 'userId']];
  if (second !== undefined) return [['provideOneUserInformation', second]];
  return users.some((user) => user[key] === request[key]) ? [] : [['invalidUserInfo', key]];
}

/** Everything that is wrong with a request. */
export function validate(request: Fields, company: ConcurCompany): Finding[] {
  const inLines = linesOf(request).flatMap((line, index) => findingsIn(line, LINE, `lineItems[${index}].`, company));
  return [...findingsOnUser(request, company), ...findingsIn(request, HEADER, '', company), ...inLines];
}
