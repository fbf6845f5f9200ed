import * as z from 'zod';
import type { MemoryCollection, MemoryState } from '../../collections.ts';
import { HttpError, type JsonRoutes, parseBody } from '../../http/json-api.ts';
import { isDate } from '../formats.ts';
import type { Clock } from '../simulator.ts';
import { timestampOf } from './edm.ts';
import { BUDGETS, PRODUCTS, SUPPLIERS } from './master-data.ts';

const Flag = z.boolean().default(false);

const SupplierSchema = z.strictObject({
  Supplier: z.string().regex(/^[1-9]\d{0,9}$/),
  SupplierName: z.string().min(1).max(80),
  PurchaseOrderCurrency: z.string().length(3).default('USD'),
  SupplierABCClassificationCode: z.string().max(1).default(''),
  EmailAddress: z.string().max(241).default(''),
  WebsiteURL: z.string().max(2048).default(''),
  PurchasingIsBlocked: Flag,
  PostingIsBlocked: Flag,
  DeletionIndicator: Flag,
});
export type Supplier = z.infer<typeof SupplierSchema>;

const ProductSchema = z.strictObject({
  Product: z.string().min(1).max(40),
  ProductDescription: z.string().max(40),
  ProductType: z.string().max(4).default('HAWA'),
  ProductGroup: z.string().max(9).default('L001'),
  BaseUnit: z.string().max(3).default('EA'),
  CrossPlantStatus: z.string().max(2).default(''),
  IsMarkedForDeletion: Flag,
});
export type Product = z.infer<typeof ProductSchema>;

/** A year's figures of a cost center. */
const BudgetSchema = z.strictObject({
  CostCenter: z.string().min(1).max(10),
  FiscalYear: z.string().regex(/^\d{4}$/),
  planned: z.number().min(0),
  actual: z.number().min(0),
  /** Of the actual postings. */
  PostingDate: z.string().refine(isDate).optional(),
});
export type Budget = z.infer<typeof BudgetSchema>;

/** What the company maintains and the services read. */
export type MasterData = Awaited<ReturnType<typeof readMasterData>>;

export async function readMasterData(state: MemoryState, clock: Clock) {
  const [suppliers, products] = [
    await state.collection<Changed<Supplier>>('suppliers'),
    await state.collection<Changed<Product>>('products'),
  ];
  const budgetKey = ({ CostCenter, FiscalYear }: Budget) => `${CostCenter}-${FiscalYear}`;
  return {
    suppliers: new MasterRecords(SupplierSchema, ({ Supplier }) => Supplier, SUPPLIERS, suppliers, clock),
    products: new MasterRecords(ProductSchema, ({ Product }) => Product, PRODUCTS, products, clock),
    budgets: new MasterRecords(
      BudgetSchema,
      budgetKey,
      BUDGETS,
      await state.collection<Changed<Budget>>('budgets'),
      clock,
    ),
  };
}

export type Changed<Row> = Row & { readonly changedAt: string };

/** Records that exist from the start, and those that the control API adds or changes. */
export class MasterRecords<Row extends object> {
  readonly #schema: z.ZodType<Row>;
  readonly #keyOf: (row: Row) => string;
  readonly #defaults: ReadonlyMap<string, Changed<Row>>;
  readonly #stored: MemoryCollection<Changed<Row>>;
  readonly #clock: Clock;

  constructor(
    schema: z.ZodType<Row>,
    keyOf: (row: Row) => string,
    defaults: readonly object[],
    stored: MemoryCollection<Changed<Row>>,
    clock: Clock,
  ) {
    this.#schema = schema;
    this.#keyOf = keyOf;
    const changedAt = '2025-01-02T08:00:00.0000000Z';
    const rows = defaults.map((row) => schema.parse(row));
    this.#defaults = new Map(rows.map((row) => [keyOf(row), { ...row, changedAt }]));
    this.#stored = stored;
    this.#clock = clock;
  }

  *all(): Generator<Changed<Row>> {
    for (const [key, row] of this.#defaults) yield this.#stored.get(key) ?? row;
    for (const [key, row] of this.#stored.entries()) if (!this.#defaults.has(key)) yield row;
  }

  get(key: string): Changed<Row> | undefined {
    return this.#stored.get(key) ?? this.#defaults.get(key);
  }

  /** `POST` a record or a list of them, `PATCH` one by its key. */
  routes(name: string): JsonRoutes {
    const put = (row: Row) => this.#stored.put(this.#keyOf(row), { ...row, changedAt: timestampOf(this.#clock()) });
    return {
      [`POST /${name}`]: ({ body }) => {
        for (const row of parseBody(z.array(this.#schema), Array.isArray(body) ? body : [body])) put(row);
      },
      [`PATCH /${name}/{key}`]: ({ params: { key = '' }, body }) => {
        const known = this.get(key);
        if (known === undefined) throw new HttpError(404, `There is no ${key} in ${name}.`);
        const { changedAt: _, ...row } = known;
        const changed = parseBody(this.#schema, { ...row, ...Object(body) });
        if (this.#keyOf(changed) !== key) throw new HttpError(400, 'The key cannot be changed.');
        put(changed);
      },
    };
  }
}
