import * as z from 'zod';
import type { Settings } from '../settings.ts';

export const SCOPES = { GET: 'purchaserequest.read', POST: 'purchaserequest.write' };

const JOHN = {
  ...{ userId: '5c0e7a52-3f0b-4d7c-9a39-0f2d6d1b7c11', userEmail: 'john.deo@example.com' },
  userLoginId: 'john.deo@concur',
};

/** The company's master data and configuration. What the sources leave open has the inferred value as default. */
export const ConcurSettingsSchema = z.strictObject({
  /** With userId, userEmail and userLoginId. */
  users: z.array(z.record(z.string(), z.string())).default([JOHN]),
  policies: z.array(z.string()).default(['po-external-id', 'po-default']),
  /** `vendorCode/vendorAddressCode`. */
  vendors: z.array(z.string()).default(['VEN1/ADDR1', 'VEN2/ADDR1']),
  /** The item codes of the lists to which custom fields are tied, by `custom1` or `lineItems.custom1` (concur 18). */
  connectedLists: z.record(z.string(), z.array(z.string())).default({}),
  /** What the company grants the client. */
  scopes: z.array(z.string()).default(Object.values(SCOPES)),
  company: z.enum(['enabled', 'not_enabled', 'maintenance', 'elsewhere']).default('enabled'),
  /** Whether a refresh ends the refresh token that it used (concur 5). */
  rotateRefreshTokens: z.boolean().default(true),
  tokenLifetimeSeconds: z.int().min(1).default(3600),
  /** The base URL in tokens and links; null for the one that the request was sent to (concur 6). */
  geolocation: z.url().nullable().default(null),
  /** concur 27. */
  invalidTokenStatus: z.literal([401, 403]).default(403),
  /** The status of an accepted request (concur 12). */
  acceptedStatus: z.literal([200, 202]).default(202),
  /** After how long a request is created by itself; null when only the control API does it (concur 21). */
  creationDelaySeconds: z.number().min(0).nullable().default(5),
});
export type ConcurCompany = z.infer<typeof ConcurSettingsSchema>;
export type ConcurSettings = Settings<ConcurCompany>;
