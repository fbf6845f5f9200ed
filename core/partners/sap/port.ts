import type { PartnerPort } from '../../sync/partner-port.ts';
import { PermanentError } from '../errors.ts';
import { createSapClient, type SapClient } from './client.ts';
import { toSapPurchaseOrder } from './mappers.ts';
import { createPurchaseOrder } from './operations/create-purchase-order.ts';
import { findPurchaseOrders } from './operations/find-purchase-orders.ts';
import { SapCredentialsSchema } from './schemas.ts';
import { type SapSettings, SapSettingsSchema, sapReference } from './settings.ts';

export interface SapPortOptions {
  /** The organization's integration settings; undefined when SAP is not enabled for it. */
  readonly loadSettings: (orgId: string) => Promise<unknown>;
  /** The text of the organization's secret. */
  readonly readSecret: (orgId: string, options: { readonly fresh: boolean }) => Promise<string>;
  readonly clock: () => number;
}

/** An order takes seconds; half a minute after it was sent at the latest, it is there or never will be. */
const SETTLE_MS = 20_000;

/** SAP S/4HANA behind the sync machine: one purchase order per approved request, found again by its reference. */
export function createSapPort({ loadSettings, readSecret, clock }: SapPortOptions): PartnerPort {
  /** A client per organization and settings, so that sessions live on between messages and changed settings count at once. */
  const clients = new Map<string, { readonly settings: string; readonly client: SapClient }>();

  const clientOf = (orgId: string, settings: SapSettings): SapClient => {
    const text = JSON.stringify(settings);
    const known = clients.get(orgId);
    if (known?.settings === text) return known.client;
    const credentials = async (options: { readonly fresh: boolean }) =>
      readCredentials(await readSecret(orgId, options).catch(unreadableSecret));
    const client = createSapClient({ settings, credentials, clock });
    clients.set(orgId, { settings: text, client });
    return client;
  };

  return {
    partner: 'sap',
    settleMs: SETTLE_MS,
    async prepareOrder(request) {
      const settings = readSettings(await loadSettings(request.org_id));
      const order = toSapPurchaseOrder(request, settings);
      const client = clientOf(request.org_id, settings);
      return {
        async find() {
          const [first] = await findPurchaseOrders(client, sapReference(request.org_id, request.id));
          return first && { id: first.PurchaseOrder };
        },
        create: async () => ({ id: (await createPurchaseOrder(client, order)).PurchaseOrder }),
      };
    },
    /** As the seed shows it: `PO-4500012847` for SAP's 4500012847. */
    poNumber: ({ id }) => `PO-${id}`,
  };
}

function readSettings(stored: unknown): SapSettings {
  if (stored === undefined) {
    throw new PermanentError(
      'integration.disabled',
      'SAP is not enabled for this organization: enable it, then retry.',
    );
  }
  const parsed = SapSettingsSchema.safeParse(stored);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new PermanentError(
    'integration.invalid',
    `The SAP integration's settings are not valid: ${problems.join('; ')}.`,
  );
}

/** Secrets Manager's answers for a secret that is not there, or not granted: a person must put it there. */
const UNREADABLE = new Set(['ResourceNotFoundException', 'AccessDeniedException']);

function unreadableSecret(error: unknown): never {
  if (!(error instanceof Error) || !UNREADABLE.has(error.name)) throw error;
  const message = `The secret of the SAP integration can't be read (${error.name}): deploy the stack with this organization, fill its secret, then retry.`;
  throw new PermanentError('integration.credentials_missing', message, error);
}

function readCredentials(secret: string) {
  try {
    return SapCredentialsSchema.parse(JSON.parse(secret));
  } catch {
    throw new PermanentError(
      'integration.credentials_invalid',
      'The secret of the SAP integration must be JSON with "username" and "password": put it right, then retry.',
    );
  }
}
