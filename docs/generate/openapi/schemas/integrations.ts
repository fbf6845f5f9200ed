import * as z from 'zod';
import { REQUEST_TYPES } from '../../../../core/domain/procurement-request.ts';
import { Name, PartnerName, UnixSeconds } from './common.ts';

/** A document whose form depends on the partner. */
const PartnersDocument = z.record(z.string(), z.unknown());

export const IntegrationStatus = z.enum(['healthy', 'degraded', 'paused']);

export const ListedIntegration = z
  .strictObject({
    partner: PartnerName,
    display_name: Name,
    configured: z.boolean(),
    enabled: z.boolean(),
    status: IntegrationStatus.nullable(),
    reason: Name.nullable(),
  })
  .meta({ id: 'ListedIntegration' });

export const Integration = z
  .strictObject({
    partner: PartnerName,
    display_name: Name,
    enabled: z.boolean(),
    settings: PartnersDocument,
    credentials: z.strictObject({ configured: z.boolean(), updated_at: UnixSeconds.nullable() }),
    routing: z.strictObject({
      request_types: z.array(z.enum(REQUEST_TYPES)).nullable(),
      cost_centers: z.array(Name).nullable(),
    }),
    updated_at: UnixSeconds.nullable(),
    updated_by: Name.nullable(),
  })
  .meta({ id: 'Integration' });

export const IntegrationSchemas = z.strictObject({
  partner: PartnerName,
  settings: PartnersDocument,
  credentials: PartnersDocument,
  mappings: z.record(z.string(), PartnersDocument),
});

export const IntegrationTest = z.strictObject({
  partner: PartnerName,
  ok: z.boolean(),
  checks: z.array(
    z.strictObject({
      name: z.enum(['enabled', 'settings', 'credentials', 'connection']),
      ok: z.boolean(),
      message: Name,
    }),
  ),
});

export const ResumedIntegration = z.strictObject({
  partner: PartnerName,
  resumed: z.boolean(),
  was_paused_for: Name.nullable(),
});

export const Mapping = z
  .strictObject({ kind: Name, key: Name, value: Name, updated_at: UnixSeconds, updated_by: Name })
  .meta({ id: 'Mapping' });
