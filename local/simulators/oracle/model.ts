import * as z from 'zod';
import { childrenOf, type Entity, isDate, type Value } from '../entity.ts';
import type { Settings } from '../simulator.ts';
import { refuse } from './errors.ts';

/** A resource of the REST API, or a child resource. */
export interface Resource {
  readonly name: string;
  /** The attribute that identifies an item. */
  readonly key: string;
  readonly attributes: readonly string[];
  /** The attributes that an item must have (oracle 31). */
  readonly required: readonly string[];
  /** What a request may send: unknown attributes, wrong types and lengths are refused (oracle 13). */
  readonly payload: z.ZodType<Entity>;
  readonly children: readonly Resource[];
}

/** oracle 14. */
export const Flag = z.boolean().or(z.stringbool({ truthy: ['true'], falsy: ['false'] }));

const TYPES: Readonly<Record<string, z.ZodType<Value>>> = {
  number: z.number(),
  quantity: z.number().positive(),
  price: z.number().nonnegative(),
  date: z.string().refine(isDate),
  flag: Flag,
};

/**
 * `attributes` are names with a type, or with the longest length of a text, 240 without; Oracle sets those of type
 * `set`, so that no request may send them. `!` marks what is required. An item may send its key, which names a child
 * in a nested PATCH (oracle 38).
 */
export function resource(name: string, key: string, attributes: string, ...children: readonly Resource[]): Resource {
  const parsed = [...attributes.matchAll(/(\w+)(?::(\w+))?(!?)/g)].map(([, attribute = '', type = '240', mark]) => {
    return { attribute, type, isRequired: mark === '!' };
  });
  const shape: Record<string, z.ZodType<Entity[string]>> = { [key]: z.int().optional() };
  for (const { attribute, type } of parsed) {
    if (type !== 'set') shape[attribute] = (TYPES[type] ?? z.string().max(Number(type))).nullish();
  }
  for (const child of children) shape[child.name] = z.array(child.payload).optional();
  return {
    name,
    key,
    attributes: [key, ...parsed.map(({ attribute }) => attribute)],
    required: parsed.filter(({ isRequired }) => isRequired).map(({ attribute }) => attribute),
    payload: z.strictObject(shape),
    children,
  };
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

export function shown(entity: Entity, name: string): Value {
  const value = entity[name] ?? null;
  return Array.isArray(value) ? null : value;
}

/** Gives new items an id. */
export function assignIds(resource: Resource, item: Entity, nextId: () => number): void {
  item[resource.key] ??= nextId();
  for (const child of resource.children) {
    for (const row of childrenOf(item, child.name)) assignIds(child, row, nextId);
  }
}

const STATUS = 'StatusCode:set Status:set';
export const CHANGED = 'CreationDate:set LastUpdateDate:set';
const ORDER_LINE = `LineNumber:number LineType Category Description Item:300 ItemId:number SupplierItem:300 UOM!
  Quantity:quantity! Price:price SourceAgreement SourceAgreementLineNumber:number Ordered:set ${STATUS}`;
const SCHEDULE = `ScheduleNumber:number Quantity:quantity! ShipToLocation ShipToOrganizationCode DestinationTypeCode
  RequestedDeliveryDate:date PromisedDeliveryDate:date ReceivedQuantity:set ${STATUS}`;
const DISTRIBUTION = `DistributionNumber:number Quantity:quantity DeliverToLocation POChargeAccountId:number
  POChargeAccount BudgetDate:date`;
/** oracle 29, 30. */
const ORDER = `OrderNumber:30 Description DocumentStyleId:number DocumentStyle ProcurementBUId:number ProcurementBU!
  RequisitioningBUId:number RequisitioningBU BuyerId:number Buyer! BuyerEmail CurrencyCode:15 Currency SupplierId:number
  Supplier:360! SupplierSiteId:number SupplierSite BillToLocation PaymentTerms RequiredAcknowledgment
  RequiredAcknowledgmentCode:1 SupplierCommunicationMethod PayOnReceiptFlag:flag BuyerManagedTransportFlag:flag
  ChangeOrderDescription ChangeOrderInitiatingParty ChangeOrderNumber:set ChangeOrderStatusCode:set Ordered:set
  ${STATUS} ${CHANGED}`;
const DISTRIBUTIONS = resource('distributions', 'PODistributionId', DISTRIBUTION);
const SCHEDULES = resource('schedules', 'LineLocationId', SCHEDULE, DISTRIBUTIONS);
const ORDER_LINES = resource('lines', 'POLineId', ORDER_LINE, SCHEDULES);
export const DRAFT_ORDERS = resource('draftPurchaseOrders', 'POHeaderId', ORDER, ORDER_LINES);
export const ORDERS: Resource = { ...DRAFT_ORDERS, name: 'purchaseOrders' };

/** oracle 40, 41. */
const REQUISITION = `Requisition:set RequisitioningBU! PreparerEmail! ExternallyManagedFlag:flag Description
  Justification:1000 InterfaceSourceCode:25 DocumentStatusCode:set DocumentStatus:set ${CHANGED}`;
const REQUISITION_LINE = `LineNumber:number LineTypeCode CategoryName ItemDescription Item:300 ItemId:number UOM!
  Quantity:quantity! Price:price CurrencyCode:15 Supplier:360 SupplierSite NegotiatedByPreparerFlag:flag RequesterEmail
  DestinationTypeCode DestinationOrganizationCode DeliverToLocationCode RequestedDeliveryDate:date SourceAgreement
  SourceAgreementLineNumber:number`;
const CHARGE = 'DistributionNumber:number Quantity:quantity ChargeAccount BudgetDate:date';
const CHARGES = resource('distributions', 'RequisitionDistributionId', CHARGE);
const REQUISITION_LINES = resource('lines', 'RequisitionLineId', REQUISITION_LINE, CHARGES);
export const REQUISITIONS = resource('purchaseRequisitions', 'RequisitionHeaderId', REQUISITION, REQUISITION_LINES);

/** The items whose URLs end with a hash of the key instead of the key (oracle 12). */
const HASHED = ['POHeaderId', 'LineLocationId', 'PODistributionId', 'RequisitionHeaderId'];

/** What an item's URL ends with. */
export function urlKeyOf({ key }: Resource, entity: Entity): string {
  // An account's balances differ by period and scenario.
  const parts = [entity[key], ...(key === 'DetailAccountCombination' ? [entity.PeriodName, entity.Scenario] : [])];
  const id = parts.map((part) => encodeURIComponent(String(part ?? ''))).join('-');
  if (!HASHED.includes(key)) return id;
  return `00020000000EACED00057708${Number(id).toString(16).padStart(16, '0')}`.toUpperCase();
}

/** How the customer's instance behaves; defaults as docs/sources/oracle.md has them. */
export const OracleSettingsSchema = z.strictObject({
  /** Submitted orders and requisitions wait for approval instead of being open at once. */
  approvalRequired: z.boolean().default(false),
  /** How long lists and `q` do not find what was created (oracle 28). */
  queryDelaySeconds: z.int().min(0).default(30),
  /** How long the URL of what was created answers 404 (oracle 28). */
  itemDelaySeconds: z.int().min(0).default(0),
});
export type OracleSettings = Settings<z.infer<typeof OracleSettingsSchema>>;
