import { childrenOf, type Entity, numberOf, round } from '../entity.ts';
import type { Problem } from './errors.ts';
import { ACCOUNTS, BUSINESS_UNIT, BUSINESS_UNIT_ID, SUPPLIER_ROWS, UNITS } from './master-data.ts';
import type { Resource } from './model.ts';

type Check = (item: Entity, path: string, resource: Resource) => Problem[];
/** Attributes that name one row of master data, and the rows; undefined when these are not known. */
type Reference = readonly [fields: readonly string[], rowsFor: (item: Entity) => readonly Entity[] | undefined];

const REFERENCES: readonly Reference[] = [
  [['Supplier', 'SupplierId'], () => SUPPLIER_ROWS],
  [['SupplierSite', 'SupplierSiteId'], sitesFor],
  businessUnit('ProcurementBU'),
  businessUnit('RequisitioningBU'),
  [['POChargeAccount', 'POChargeAccountId'], () => ACCOUNTS],
  [['ChargeAccount'], () => ACCOUNTS],
  [['UOM'], () => UNITS.map((UOM) => ({ UOM }))],
];

function businessUnit(name: string): Reference {
  return [[name, `${name}Id`], () => [{ [name]: BUSINESS_UNIT, [`${name}Id`]: BUSINESS_UNIT_ID }]];
}

/** oracle 42. */
function sitesFor(item: Entity): Entity[] | undefined {
  const supplier = SUPPLIER_ROWS.find(({ Supplier }) => Supplier === item.Supplier);
  return supplier && childrenOf(supplier, 'sites').filter((site) => childrenOf(site, 'assignments').length > 0);
}

/** Runs a check on an item of a resource, and on everything below. */
export function checkTree(resource: Resource, item: Entity, check: Check, path = ''): Problem[] {
  const below = resource.children.flatMap((child) => {
    return childrenOf(item, child.name).flatMap((row, index) => {
      return checkTree(child, row, check, `${path}/${child.name}/${index}`);
    });
  });
  return [...check(item, path, resource), ...below];
}

/** oracle 27. Only of what is sent: what has become late can still be changed otherwise. */
export function checkDate(today: string): Check {
  return ({ RequestedDeliveryDate: date }, path) => {
    if (typeof date !== 'string' || date >= today) return [];
    const detail = 'The requested delivery date is in the past.';
    return [{ detail, code: 'POR-2010567', path: `${path}/RequestedDeliveryDate` }];
  };
}

/** Whether an item has what it must, and what it names exists. What it names gets its other names too. */
export const checkItem: Check = (item, path, { required }) => [
  ...required.flatMap((name) => {
    // A buyer, for example, is named by id or by e-mail address too.
    const isGiven = ['Id', 'Email'].some((suffix) => !isNone(item[name + suffix]));
    return isGiven ? [] : missing(item, path, name);
  }),
  ...REFERENCES.flatMap((reference) => refer(item, reference, path)),
];

function refer(item: Entity, [fields, rowsFor]: Reference, path: string): Problem[] {
  const sent = fields.filter((name) => !isNone(item[name]));
  const [[field], rows] = [sent, rowsFor(item)];
  if (field === undefined || rows === undefined) return [];
  const row = rows.find((one) => sent.every((name) => one[name] === item[name]));
  if (row === undefined) {
    const detail = `The value ${item[field]} of the attribute ${field} isn't valid.`;
    return [{ detail, code: codeOf(field, String(item[field])), path: `${path}/${field}` }];
  }
  for (const name of fields) item[name] = row[name] ?? null;
  return [];
}

/** oracle 27. */
function codeOf(field: string, value: string): string | undefined {
  if (field === 'UOM') return 'POR-2010266';
  return field === 'Supplier' && /^\d+$/.test(value) ? 'POR-2010896' : undefined;
}

/** What keeps an order from being submitted, beside {@link checkItem} (oracle 48). */
export const checkOrder: Check = (item, path, { name, children: [below] }) => {
  if (below === undefined) return [];
  const rows = childrenOf(item, below.name);
  if (rows.length === 0) return missing(item, path, below.name);
  if (below.name === 'lines') return [];
  const price = name === 'lines' ? missing(item, path, 'Price') : [];
  // A quantity is divided among all that is below.
  const sum = rows.reduce((before, row) => before + numberOf(row, 'Quantity'), 0);
  if (round(sum, 6) === round(numberOf(item, 'Quantity'), 6)) return price;
  const detail = `The quantity must be equal to the total quantity of its ${below.name}.`;
  return [...price, { detail, path: `${path}/Quantity` }];
};

/** The problem that an item does not have a value, or no row of a child. */
export function missing(item: Entity, path: string, name: string): Problem[] {
  return isNone(item[name]) ? [{ detail: `You must provide a value for ${name}.`, path: `${path}/${name}` }] : [];
}

function isNone(value: Entity[string]): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
