import * as z from 'zod';
import type { MemoryState } from '../../collections.ts';
import { HttpError, type JsonRoutes, parseBody } from '../../http/json-api.ts';
import { isRecord } from '../entity.ts';
import { type Clock, existing } from '../simulator.ts';
import { BUDGETS, PRODUCTS, SUPPLIERS } from './master-data.ts';
import { timestampOf } from './odata/edm.ts';

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
});
export type Budget = z.infer<typeof BudgetSchema>;

/** What the company maintains and the services read. */
export type MasterData = Awaited<ReturnType<typeof readMasterData>>;

export async function readMasterData(state: MemoryState, clock: Clock) {
  return {
    suppliers: await records('suppliers', SupplierSchema, ({ Supplier }) => Supplier, SUPPLIERS),
    products: await records('products', ProductSchema, ({ Product }) => Product, PRODUCTS),
    budgets: await records('budgets', BudgetSchema, (row) => `${row.CostCenter}-${row.FiscalYear}`, BUDGETS),
  };

  /** Records that exist from the start, and those that the control API adds or changes. */
  async function records<Row extends object>(
    name: string,
    schema: z.ZodType<Row>,
    keyOf: (row: Row) => string,
    initial: readonly object[],
  ) {
    const stored = await state.collection<Changed<Row>>(name);
    const changedAt = '2025-01-02T08:00:00.0000000Z';
    const defaults = new Map(initial.map((row) => schema.parse(row)).map((row) => [keyOf(row), { ...row, changedAt }]));

    function get(key: string): Changed<Row> | undefined {
      return stored.get(key) ?? defaults.get(key);
    }

    function put(row: Row): void {
      stored.put(keyOf(row), { ...row, changedAt: timestampOf(clock()) });
    }

    /** `POST` a record or a list of them, `PATCH` one by its key. */
    const routes: JsonRoutes = {
      [`POST /${name}`]: ({ body }) => {
        for (const row of parseBody(z.array(schema), Array.isArray(body) ? body : [body])) put(row);
      },
      [`PATCH /${name}/{key}`]: ({ params: { key = '' }, body }) => {
        const { changedAt: _, ...row } = existing(get(key), `${key} in ${name}`);
        const changed = parseBody(schema, isRecord(body) ? { ...row, ...body } : body);
        if (keyOf(changed) !== key) throw new HttpError(400, 'The key cannot be changed.');
        put(changed);
      },
    };

    function all(): Changed<Row>[] {
      return [...new Map([...defaults, ...stored.entries()]).values()];
    }

    return { all, get, routes };
  }
}

export type Changed<Row> = Row & { readonly changedAt: string };
