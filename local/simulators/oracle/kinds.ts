import type * as z from 'zod';
import { actionBody, DRAFT_ORDERS, REQUISITIONS, type Resource } from './model.ts';

/** The names of the status codes (oracle 35). */
export const STATUS = {
  INCOMPLETE: 'Incomplete',
  'PENDING APPROVAL': 'Pending Approval',
  OPEN: 'Open',
  APPROVED: 'Approved',
  'PENDING CHANGE APPROVAL': 'Pending Change Approval',
  'CLOSED FOR RECEIVING': 'Closed for Receiving',
  REJECTED: 'Rejected',
} as const;
export type Status = keyof typeof STATUS;

export interface Kind {
  readonly resource: Resource;
  readonly numberField: string;
  readonly firstNumber: number;
  /** What the document and the items of its lists must have; `|` separates alternatives (oracle 31). */
  readonly required: Readonly<Record<string, readonly string[]>>;
  /** The status of what is approved. */
  readonly approved: Status;
  /** The action that submits it, and what its body may have (oracle 33, 40). */
  readonly submit: string;
  readonly submission: z.ZodType<boolean>;
  /** Whether the flag of the action skips approvals. */
  readonly isBypass: boolean;
}

/** oracle 29, 31, 33. */
export const ORDER_KIND: Kind = {
  resource: DRAFT_ORDERS,
  numberField: 'OrderNumber',
  firstNumber: 1006501,
  required: {
    '': ['ProcurementBU|ProcurementBUId', 'Supplier|SupplierId', 'Buyer|BuyerId|BuyerEmail'],
    lines: ['Quantity', 'UOM'],
    schedules: ['Quantity'],
  },
  approved: 'OPEN',
  submit: 'submit',
  submission: actionBody('submit', 'bypassApprovalsFlag'),
  isBypass: true,
};
/** oracle 40. */
export const REQUISITION_KIND: Kind = {
  resource: REQUISITIONS,
  numberField: 'Requisition',
  firstNumber: 204001,
  required: { '': ['RequisitioningBU', 'PreparerEmail'], lines: ['Quantity', 'UOM'] },
  approved: 'APPROVED',
  submit: 'submitRequisition',
  submission: actionBody('submitRequisition', 'approverCheckoutFlowFlag'),
  isBypass: false,
};
