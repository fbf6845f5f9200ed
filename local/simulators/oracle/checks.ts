import { childrenOf, type Entity, numberOf, ownOf } from '../entity.ts';
import { round } from '../formats.ts';
import type { Problem } from './errors.ts';
import { ACCOUNTS, BUSINESS_UNIT, BUSINESS_UNIT_ID, SUPPLIER_ROWS, UNITS } from './master-data.ts';
import type { Resource } from './model.ts';

type Check = (item: Entity, path: string) => Problem[];

/** What an item must have, by the list that it stands in; the document's own is empty (oracle 31). */
const REQUIRED: Readonly<Record<string, readonly string[]>> = { lines: ['Quantity', 'UOM'], schedules: ['Quantity'] };

/** Runs a check on a document, or on an item of it, and on everything below. */
export function checkTree(item: Entity, check: Check, path = ''): Problem[] {
  const below = Object.entries(item).flatMap(([name]) => {
    return childrenOf(item, name).flatMap((row, index) => checkTree(row, check, `${path}/${name}/${index}`));
  });
  return [...check(item, path), ...below];
}

/** oracle 27. Only of what is sent: what has become late can still be changed otherwise. */
export function checkDate(today: string): Check {
  return ({ RequestedDeliveryDate: date }, path) => {
    if (typeof date !== 'string' || date >= today) return [];
    const detail = 'The requested delivery date is in the past.';
    return [{ detail, code: 'POR-2010567', path: `${path}/RequestedDeliveryDate` }];
  };
}

/** Whether an item has what it must, and names what exists. What it names gets its other names too. */
export const checkItem: Check = (item, path) => {
  const missing = (ownOf(REQUIRED, path.split('/').at(-2) ?? '') ?? []).filter((name) => (item[name] ?? null) === null);
  const problems: Problem[] = missing.map((name) => {
    return { detail: `You must provide a value for the attribute ${name}.`, path: `${path}/${name}` };
  });
  if (typeof item.Quantity === 'number' && item.Quantity <= 0) {
    problems.push({ detail: 'The quantity must be greater than 0.', path: `${path}/Quantity` });
  }
  if (numberOf(item, 'Price') < 0) problems.push({ detail: 'The price is negative.', path: `${path}/Price` });
  if (typeof item.UOM === 'string' && !UNITS.includes(item.UOM)) {
    problems.push({ detail: `The unit of measure ${item.UOM} isn't valid.`, code: 'POR-2010266', path: `${path}/UOM` });
  }
  // oracle 32.
  const hasAccount = childrenOf(item, 'distributions').some((row) => (row.POChargeAccount ?? null) !== null);
  if (item.DestinationTypeCode === 'INVENTORY' && hasAccount) {
    problems.push({ detail: 'An inventory destination has no charge account.', path: `${path}/distributions` });
  }
  problems.push(...REFERENCES.flatMap(([fields, rows]) => refer(item, fields, rows, path)));
  const supplier = SUPPLIER_ROWS.find(({ Supplier }) => Supplier === item.Supplier);
  const sites = childrenOf(supplier ?? {}, 'sites').filter((site) => childrenOf(site, 'assignments').length > 0);
  return supplier === undefined
    ? problems
    : [...problems, ...refer(item, ['SupplierSite', 'SupplierSiteId'], sites, path)];
};

/** Attributes that name one row of master data. */
const REFERENCES: readonly (readonly [fields: readonly string[], rows: readonly Entity[]])[] = [
  [['Supplier', 'SupplierId'], SUPPLIER_ROWS],
  [['ProcurementBU', 'ProcurementBUId'], [{ ProcurementBU: BUSINESS_UNIT, ProcurementBUId: BUSINESS_UNIT_ID }]],
  [
    ['RequisitioningBU', 'RequisitioningBUId'],
    [{ RequisitioningBU: BUSINESS_UNIT, RequisitioningBUId: BUSINESS_UNIT_ID }],
  ],
  [['POChargeAccount', 'POChargeAccountId'], ACCOUNTS],
  [['ChargeAccount'], ACCOUNTS],
];

function refer(item: Entity, fields: readonly string[], rows: readonly Entity[], path: string): Problem[] {
  const sent = fields.filter((name) => (item[name] ?? null) !== null);
  const [field] = sent;
  if (field === undefined) return [];
  const row = rows.find((one) => sent.every((name) => one[name] === item[name]));
  if (row !== undefined) {
    for (const name of fields) item[name] = row[name] ?? null;
    return [];
  }
  const at = `${path}/${field}`;
  // oracle 27.
  const isId = rows.some((one) => item[field] === one.SupplierNumber || item[field] === String(one.SupplierId));
  if (isId) return [{ detail: 'The supplier must be given by its name.', code: 'POR-2010896', path: at }];
  return [{ detail: `The value ${item[field]} of the attribute ${field} isn't valid.`, path: at }];
}

/** What a document must have when it is submitted: lines, and quantities that add up to the one above them (oracle 31). */
export function checkSubmission({ children }: Resource, item: Entity, path = ''): Problem[] {
  return children.flatMap((child) => {
    const at = `${path}/${child.name}`;
    const rows = childrenOf(item, child.name);
    const total = rows.reduce((sum, row) => sum + numberOf(row, 'Quantity'), 0);
    const isRight = child.name === 'lines' ? rows.length > 0 : round(total, 6) === item.Quantity;
    const detail = child.name === 'lines' ? 'There must be a line.' : `The ${child.name} add up to ${total}.`;
    const below = rows.flatMap((row, index) => checkSubmission(child, row, `${at}/${index}`));
    return isRight ? below : [{ detail, path: at }, ...below];
  });
}
