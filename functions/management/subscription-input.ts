import * as z from 'zod/mini';
import { ALL_EVENT_TYPES } from '../../core/webhooks/subscription.ts';
import { PUBLIC_EVENT_TYPES } from '../../events/names.ts';

const MAX_URL_LENGTH = 2000;
const MAX_DESCRIPTION_LENGTH = 500;

const url = z.string().check(z.minLength(1), z.maxLength(MAX_URL_LENGTH));
const event_types = z
  .array(z.enum([ALL_EVENT_TYPES, ...PUBLIC_EVENT_TYPES]))
  .check(z.minLength(1), z.maxLength(PUBLIC_EVENT_TYPES.length + 1));
const description = z.nullable(z.string().check(z.maxLength(MAX_DESCRIPTION_LENGTH)));

/** A subscription as a person describes it (procurement-api 130). */
export const NewSubscriptionSchema = z.strictObject({ url, event_types, description: z._default(description, null) });

/** What a person can change of it (procurement-api 132). */
export const SubscriptionChangeSchema = z.strictObject({
  url: z.optional(url),
  event_types: z.optional(event_types),
  description: z.optional(description),
  enabled: z.optional(z.boolean()),
});
