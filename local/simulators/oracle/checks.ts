import { childrenOf, type Entity } from '../entity.ts';
import { type Problem, refuse } from './errors.ts';
import { ACCOUNTS, BUSINESS_UNIT, BUSINESS_UNIT_ID, SUPPLIER_ROWS, UNITS } from './master-data.ts';
import type { Resource } from './model.ts';

type Check = (item: Entity, path: string) => Problem[];
/** Attributes that name one row of master data. */
type Reference = readonly [fields: readonly string[], rows: readonly Entity[]];

const REFERENCES: readonly Reference[] = [
  [['Supplier', 'SupplierId'], SUPPLIER_ROWS],
  businessUnit('ProcurementBU'),
  businessUnit('RequisitioningBU'),
  [['POChargeAccount', 'POChargeAccountId'], ACCOUNTS],
  [['ChargeAccount'], ACCOUNTS],
  [['UOM'], UNITS.map((UOM) => ({ UOM }))],
];

/** Runs a check on a document, or on an item of it, and on everything below. */
export function checkTree(item: Entity, check: Check, path = ''): Problem[] {
  const below = Object.keys(item).flatMap((name) => {
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

/** Whether items have what they must, by the list that they stand in; the document's own is empty (oracle 31). */
export function checkRequired(required: Readonly<Record<string, readonly string[]>>): Check {
  return (item, path) => {
    const names = required[path.split('/').at(-2) ?? ''] ?? [];
    const missing = names.filter((one) => one.split('|').every((name) => isNone(item[name])));
    return missing.map((one) => {
      return {
        detail: `You must provide a value for ${one.replaceAll('|', ' or ')}.`,
        path: `${path}/${one.split('|')[0]}`,
      };
    });
  };
}

/** Whether what an item names exists. What it names gets its other names too. */
export const checkReferences: Check = (item, path) => {
  const problems = REFERENCES.flatMap((reference) => refer(item, reference, path));
  const supplier = SUPPLIER_ROWS.find(({ Supplier }) => Supplier === item.Supplier);
  const sites = childrenOf(supplier ?? {}, 'sites').filter((site) => childrenOf(site, 'assignments').length > 0);
  return supplier ? [...problems, ...refer(item, [['SupplierSite', 'SupplierSiteId'], sites], path)] : problems;
};

function refer(item: Entity, [fields, rows]: Reference, path: string): Problem[] {
  const sent = fields.filter((name) => !isNone(item[name]));
  const [field] = sent;
  if (field === undefined) return [];
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

function isNone(value: Entity[string]): boolean {
  return value === undefined || value === null;
}

function businessUnit(name: string): Reference {
  return [[name, `${name}Id`], [{ [name]: BUSINESS_UNIT, [`${name}Id`]: BUSINESS_UNIT_ID }]];
}

/** Puts sent values into an item; a child with a key changes the one that has it, others are added (oracle 38). */
export function merge(resource: Resource, target: Entity, sent: Entity): void {
  for (const [name, value] of Object.entries(sent)) {
    const child = resource.children.find((one) => one.name === name);
    if (child !== undefined) target[name] = mergeRows(child, childrenOf(target, name), childrenOf(sent, name));
    else if (name !== resource.key) {
      // A name and an id for the same thing: what is sent decides, the other is found again.
      const twin = name.endsWith('Id') ? name.slice(0, -2) : `${name}Id`;
      if (!(twin in sent)) delete target[twin];
      target[name] = value;
    }
  }
}

function mergeRows(resource: Resource, present: readonly Entity[], sent: readonly Entity[]): Entity[] {
  const rows = [...present];
  for (const row of sent) {
    const id = row[resource.key];
    const target = id === undefined ? {} : rows.find((one) => one[resource.key] === id);
    if (target === undefined) throw refuse(400, `There is no ${resource.key} ${id}.`);
    if (id === undefined) rows.push(target);
    merge(resource, target, row);
  }
  return rows;
}

/** Gives new items an id. */
export function assignIds(resource: Resource, item: Entity, nextId: () => number): void {
  item[resource.key] ??= nextId();
  for (const child of resource.children) {
    for (const row of childrenOf(item, child.name)) assignIds(child, row, nextId);
  }
}
