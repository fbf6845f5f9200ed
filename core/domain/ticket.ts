import * as z from 'zod/mini';
import { invalidFields } from './errors.ts';
import type { Person } from './organization.ts';
import { type CreateRequest, LIMITS, optionalText, text } from './request-input.ts';

/** What the ITSM platform tells of a ticket (procurement-api 79). An absent field is null. */
export const TicketInputSchema = z.strictObject({
  requester_id: optionalText(255),
  cost_center: optionalText(LIMITS.code),
  budget_code: optionalText(LIMITS.code),
  project: optionalText(LIMITS.code),
  /** The ids of what the ticket is about. */
  assets: z._default(z.array(text(255)).check(z.maxLength(100)), []),
});

export const TicketIdSchema = z.object({ id: text(LIMITS.code) });

export const TicketSchema = z.object({
  id: z.string(),
  org_id: z.string(),
  requester_id: z.nullable(z.string()),
  cost_center: z.nullable(z.string()),
  budget_code: z.nullable(z.string()),
  project: z.nullable(z.string()),
  assets: z.array(z.string()),
  /** Unix seconds. */
  updated_at: z.int(),
});
export type Ticket = z.infer<typeof TicketSchema>;

export function newTicket(
  input: z.infer<typeof TicketInputSchema>,
  { id, orgId, now }: { readonly id: string; readonly orgId: string; readonly now: number },
): Ticket {
  const { requester_id = null, cost_center = null, budget_code = null, project = null, assets } = input;
  return { id, org_id: orgId, requester_id, cost_center, budget_code, project, assets, updated_at: now };
}

/** What a request is charged to. */
export interface Charge {
  readonly cost_center: string;
  readonly budget_code: string | null;
  readonly project: string | null;
}

/**
 * What a new request is charged to: what it names, else what its ticket names, else what is charged for the person's
 * purchases (procurement-api 80). A person's budget code goes with the person's cost center only. Throws
 * `validation.failed` on `cost_center` when none has one.
 */
export function chargeOf(input: CreateRequest, ticket: Ticket | undefined, person: Person | undefined): Charge {
  const cost_center = input.cost_center ?? ticket?.cost_center ?? person?.cost_center;
  if (cost_center === undefined || cost_center === null) throw noCostCenter(input);
  const ofPerson = person?.cost_center === cost_center ? person.budget_code : null;
  return {
    cost_center,
    budget_code: input.budget_code === undefined ? (ticket?.budget_code ?? ofPerson) : input.budget_code,
    project: input.project === undefined ? (ticket?.project ?? null) : input.project,
  };
}

function noCostCenter({ ticket_id }: CreateRequest): Error {
  const message = `is missing, and neither ticket ${ticket_id} nor its requester's entry in the organization has one: send it, or PUT it on the ticket`;
  return invalidFields([{ path: 'cost_center', message }]);
}
