import { SapCredentialsSchema } from './schemas.ts';
import { SapSettingsSchema } from './settings.ts';

/** What every integration with SAP is opened with. */
export const SAP_INTEGRATION = {
  partner: 'sap',
  settings: SapSettingsSchema,
  credentials: SapCredentialsSchema,
} as const;
