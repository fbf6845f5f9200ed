import { type Operations, VERSIONED } from '../operation.ts';
import { pageOf } from '../schemas/common.ts';
import { ErpSync, StartedErpSync, SyncJob } from '../schemas/erp-syncs.ts';
import { BudgetOfYear, Budgets, Vendor, Vendors } from '../schemas/master-data.ts';

const MASTER_DATA = 'Vendors and budgets';
const ERP_SYNCS = 'ERP syncs';

export const MASTER_DATA_OPERATIONS = {
  'GET /v1/erp/vendors': {
    id: 'listVendors',
    tag: MASTER_DATA,
    summary: 'List vendors',
    description:
      'By name. All of them unless they are more than `limit`: then `has_more` and `next_cursor` are in the response.',
    responses: { 200: Vendors },
  },
  'PATCH /v1/erp/vendors/{id}': {
    id: 'updateVendor',
    tag: MASTER_DATA,
    summary: 'Change what the hub keeps of a vendor',
    description: 'The name, website and e-mail address of a vendor that an ERP tells of are changed there.',
    responses: { 200: Vendor },
    ...VERSIONED,
  },
  'GET /v1/erp/budgets': {
    id: 'listBudgets',
    tag: MASTER_DATA,
    summary: 'Get budget summaries',
    description:
      'By cost center, of the current fiscal year unless another is named. They move as requests are approved, received and cancelled.',
    responses: { 200: Budgets },
  },
  'PUT /v1/erp/budgets/{fiscal_year}/{cost_center}': {
    id: 'putBudget',
    tag: MASTER_DATA,
    summary: 'Create a budget, or change what it allocates',
    description: 'What is spent and committed stays, and so does the currency.',
    responses: { 200: BudgetOfYear, 201: BudgetOfYear },
  },
} satisfies Operations;

export const ERP_SYNC_OPERATIONS = {
  'POST /v1/erp/sync': {
    id: 'startSync',
    tag: ERP_SYNCS,
    summary: 'Trigger an ERP sync',
    description:
      'Asynchronous: the response has the id to track it by. One that is open already is answered instead, with 200. With several ERPs, `jobs` has them all.',
    responses: { 200: StartedErpSync, 202: StartedErpSync },
  },
  'GET /v1/erp/sync': {
    id: 'listSyncJobs',
    tag: ERP_SYNCS,
    summary: 'List ERP syncs',
    description: 'Newest first; an ended one is kept for 30 days.',
    responses: { 200: pageOf(ErpSync) },
  },
  'GET /v1/erp/sync/{id}': {
    id: 'getSyncJob',
    tag: ERP_SYNCS,
    summary: 'Get a sync by its job id',
    description: "An ERP sync with its progress, or the sync of an approved request's order.",
    responses: { 200: SyncJob },
  },
} satisfies Operations;
