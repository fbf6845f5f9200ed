import * as z from 'zod/mini';
import type { CallContext } from '../sync/call-context.ts';
import type { UrlRules } from './addresses.ts';

export interface PingEnvironment {
  readonly urls: UrlRules;
  readonly clock: () => number;
}

/** What administrators need to set a partner up: what to enter, and whether it works. */
export interface PartnerDefinition {
  readonly settings: z.ZodMiniObject;
  readonly credentials: z.ZodMiniObject;
  /** Reads something harmless. Throws RetryableError, PermanentError or IntegrationError as a sync would. */
  ping(settings: unknown, credentials: unknown, environment: PingEnvironment, context: CallContext): Promise<void>;
}

/** A definition from a ping that gets what the schemas parse. */
export function definePartner<Settings, Credentials>({
  settings,
  credentials,
  ping,
}: {
  readonly settings: z.ZodMiniObject & z.ZodMiniType<Settings>;
  readonly credentials: z.ZodMiniObject & z.ZodMiniType<Credentials>;
  ping(
    settings: Settings,
    credentials: Credentials,
    environment: PingEnvironment,
    context: CallContext,
  ): Promise<unknown>;
}): PartnerDefinition {
  return {
    settings: z.strictObject(settings.shape),
    credentials: z.strictObject(credentials.shape),
    async ping(givenSettings, givenCredentials, environment, context) {
      await ping(settings.parse(givenSettings), credentials.parse(givenCredentials), environment, context);
    },
  };
}
