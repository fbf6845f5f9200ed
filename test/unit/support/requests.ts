import { newPurchaseOrder } from '../../../core/domain/create-order.ts';
import type { Vendor } from '../../../core/domain/organization.ts';
import type { ProcurementRequest } from '../../../core/domain/procurement-request.ts';
import type { PurchaseOrder } from '../../../core/domain/purchase-order.ts';
import { newSyncRecord, type SyncRecord } from '../../../core/sync/sync-record.ts';

/** Of an item that a person describes. */
export const PLAIN = { mpn: null, unit: null, contract_number: null };

/** The procurement API's first example: a laptop and its dock for CC-IT-EUS, submitted and awaiting approval. */
export const laptopReplacement: ProcurementRequest = {
  id: 'proc_9xKpQ2mR4wVbN3',
  org_id: 'org_5jHtK4pR8uWn',
  type: 'hardware',
  status: 'pending_approval',
  title: 'Laptop Replacement — Water Damage',
  description: 'Replacement laptop for employee after liquid damage to current device. Original ticket INC-00847.',
  requester_id: 'usr_7nLsW8kF9xYt',
  approver_id: 'usr_3kPmN8rT2wXq',
  ticket_id: 'tkt_4kPmN8rT2wXq',
  items: [
    { name: 'Dell Latitude 5550 Laptop', sku: 'DELL-LAT5550-i7-16', quantity: 1, unit_cost_minor: 142_900, ...PLAIN },
    { name: 'Dell WD22TB4 Thunderbolt Dock', sku: 'DELL-WD22TB4', quantity: 1, unit_cost_minor: 27_900, ...PLAIN },
  ],
  currency: 'USD',
  vendor: 'Dell Technologies',
  supplier_id: null,
  erp_source: 'sap_s4hana',
  erp_po_number: null,
  cost_center: 'CC-IT-EUS',
  budget_code: 'BUD-2026-HW-Q1',
  project: null,
  expected_delivery: '2026-03-10',
  approval_history: [{ action: 'submitted', by: 'usr_7nLsW8kF9xYt', at: 1708732800, comment: null }],
  budget_year: null,
  purchase_order_id: null,
  created_at: 1708732800,
  updated_at: 1708732800,
  version: 1,
};

/** The same request after its approval. */
export const approvedLaptop: ProcurementRequest = {
  ...laptopReplacement,
  status: 'approved',
  budget_year: 2024,
  purchase_order_id: 'po_2kNpL7mS9wYrQ4',
  approval_history: [
    ...laptopReplacement.approval_history,
    {
      action: 'approved',
      by: 'usr_3kPmN8rT2wXq',
      at: 1708733100,
      comment: 'Approved — within quarterly hardware budget.',
    },
  ],
  updated_at: 1708733100,
  version: 2,
};

/** The order that its approval creates. */
export const laptopOrder: PurchaseOrder = {
  ...newPurchaseOrder(approvedLaptop, {
    id: 'po_2kNpL7mS9wYrQ4',
    budgetYear: 2024,
    destinations: ['sap'],
    now: 1708733100,
  }),
  vendor_id: 'vnd_7nLsW8kF9xYt',
};

/** The sync record of that order. */
export const laptopSync: SyncRecord = newSyncRecord(
  {
    org_id: laptopOrder.org_id,
    partner: 'sap',
    flow: 'order',
    subject_entity: 'purchase_order',
    subject_id: laptopOrder.id,
    request_id: approvedLaptop.id,
    job_id: 'sync_8mWqR3nT5vXp',
    revision: laptopOrder.revision,
  },
  1_708_733_100_000,
);

/** A vendor without details. */
export const aVendor: Vendor = {
  id: 'vnd_7nLsW8kF9xYt',
  name: 'Dell Technologies',
  status: 'active',
  tier: 'approved',
  website: null,
  primary_contact_name: null,
  primary_contact_email: null,
  categories: [],
  contract_expires_at: null,
  tags: [],
  erp_ids: {},
  version: 1,
};
