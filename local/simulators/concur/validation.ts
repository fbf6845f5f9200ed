import * as z from 'zod';
import { isBlank, isDate, isRecord } from '../entity.ts';
import type { Settings } from '../simulator.ts';
import type { ErrorCode, Finding } from './errors.ts';

export const SCOPES = { GET: 'purchaserequest.read', POST: 'purchaserequest.write' };

const JOHN = {
  ...{ userId: '5c0e7a52-3f0b-4d7c-9a39-0f2d6d1b7c11', userEmail: 'john.deo@example.com' },
  userLoginId: 'john.deo@concur',
};

/** The company's master data and configuration. What the sources leave open has the inferred value as default. */
export const ConcurSettingsSchema = z.strictObject({
  /** With userId, userEmail and userLoginId. */
  users: z.array(z.record(z.string(), z.string())).default([JOHN]),
  policies: z.array(z.string()).default(['po-external-id', 'po-default']),
  /** `vendorCode/vendorAddressCode`. */
  vendors: z.array(z.string()).default(['VEN1/ADDR1', 'VEN2/ADDR1']),
  /** The item codes of the lists to which custom fields are tied, by `custom1` or `lineItems.custom1` (concur 18). */
  connectedLists: z.record(z.string(), z.array(z.string())).default({}),
  /** What the company grants the client. */
  scopes: z.array(z.string()).default(Object.values(SCOPES)),
  company: z.enum(['enabled', 'not_enabled', 'maintenance', 'elsewhere']).default('enabled'),
  /** Whether a refresh ends the refresh token that it used (concur 5). */
  rotateRefreshTokens: z.boolean().default(true),
  /** The base URL in tokens and links; null for the one that the request was sent to (concur 6). */
  geolocation: z.url().nullable().default(null),
  /** concur 27. */
  invalidTokenStatus: z.literal([401, 403]).default(403),
  /** The status of an accepted request (concur 12). */
  acceptedStatus: z.literal([200, 202]).default(202),
  /** After how long a request is created by itself; null when only the control API does it (concur 21). */
  creationDelaySeconds: z.number().min(0).nullable().default(5),
});
export type ConcurCompany = z.infer<typeof ConcurSettingsSchema>;
export type ConcurSettings = Settings<ConcurCompany>;

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
const HEADER = rules(`${USER_KEYS.join(' ')} ${HEADER_TEXTS}`, 24, {
  policyExternalId: { invalid: 'invalidPolicyInformation', isValid: (id, { policies }) => policies.includes(id) },
  currencyCode: { missing: 'missingCurrencyCode', invalid: 'invalidCurrencyCode', isValid: isCurrency },
  lineItems: { type: 'lines', missing: 'missingLineItems' },
});
const LINE = rules('expenseType uomCode uoMCode supplierPartId notesToVendor comments', 20, {
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

function linesOf({ lineItems }: Fields): readonly Fields[] {
  return Array.isArray(lineItems) ? lineItems.filter(isRecord) : [];
}

/** The documented fields that have a value; others may hold anything, and are not kept. */
export function documented(request: Fields): Fields {
  const pick = (record: Fields, table: Rules) =>
    Object.fromEntries(Object.entries(record).filter(([field, value]) => table.has(field) && !isBlank(value)));
  return { ...pick(request, HEADER), lineItems: linesOf(request).map((line) => pick(line, LINE)) };
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
