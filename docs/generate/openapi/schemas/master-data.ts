import * as z from 'zod';
import { Amount, CurrencyCode, listOf, Name, pageOf, UnixSeconds } from './common.ts';

export const Vendor = z
  .strictObject({
    id: Name,
    name: Name,
    status: z.enum(['active', 'blocked', 'inactive']),
    tier: Name,
    website: z.string().nullable(),
    primary_contact_name: z.string().nullable(),
    primary_contact_email: z.string().nullable(),
    categories: z.array(z.string()),
    contract_expires_at: UnixSeconds.nullable(),
    tags: z.array(z.string()),
  })
  .meta({ id: 'Vendor' });

/** All that match, or where they are more, a page of them. */
export const Vendors = z.union([listOf(Vendor), pageOf(Vendor)]);

const budget = {
  cost_center: Name,
  name: Name,
  annual_budget: Amount,
  spent: Amount,
  committed: Amount,
  remaining: Amount,
  utilization_percent: Amount,
  currency: CurrencyCode,
};

const Budget = z.strictObject(budget).meta({ id: 'Budget' });

export const Budgets = z.strictObject({ fiscal_year: z.int(), data: z.array(Budget) });

export const BudgetOfYear = z.strictObject({ fiscal_year: z.int(), ...budget });
