import { inspect } from 'node:util';
import { urlRules } from '../../../../../core/partners/addresses.ts';
import { createSapClient, type SapClient } from '../../../../../core/partners/sap/client.ts';
import { SapPurchaseOrderSchema } from '../../../../../core/partners/sap/schemas.ts';
import { PURCHASE_ORDER_ROOT, type SapSettings, SapSettingsSchema } from '../../../../../core/partners/sap/settings.ts';
import { type CallContext, createCallContext } from '../../../../../core/sync/call-context.ts';
import type { Mappings } from '../../../../../core/sync/mappings.ts';
import type { PartnerCall, PartnerReply, PartnerServer } from '../../../support/partner-server.ts';

export const ORDERS = `${PURCHASE_ORDER_ROOT}/PurchaseOrder`;
export const TOKEN_PATH = '/oauth/token';
export const NOW_MS = Date.UTC(2026, 1, 24, 10, 0, 0);
/** Of every secret that a test gives to the client. */
export const SECRETS = /hunter2|bearer-|Basic |csrf-|SAP_SESSION/;

export const settings: SapSettings = SapSettingsSchema.parse({
  base_url: 'https://my300000-api.s4hana.cloud.sap',
  auth: { type: 'basic' },
  company_code: '1010',
  purchasing_organization: '1010',
  purchasing_group: '001',
  plant: '1010',
  controlling_area: 'A000',
  tax_code: 'V0',
  material_group: { hardware: 'L001', software_license: 'L002', service: 'L003', consumable: 'L004' },
  gl_account: { hardware: '61003000', software_license: '61004000', service: '61005000', consumable: '61006000' },
});

/** Of the laptop's order. */
export const mappings: Mappings = new Map([
  ['vendor#vnd_7nLsW8kF9xYt', '17300001'],
  ['cost_center#CC-IT-EUS', 'CCITEUS'],
]);

export function isTokenCall({ path }: PartnerCall): boolean {
  return path === TOKEN_PATH;
}
export function isSessionCall({ headers }: PartnerCall): boolean {
  return headers['x-csrf-token'] === 'Fetch';
}
export function isCreate({ method, path }: PartnerCall): boolean {
  return method === 'POST' && path.endsWith(ORDERS);
}

/** SAP when all is well: the n-th token, session and order have the number n. */
export function healthySap(): (call: PartnerCall) => PartnerReply {
  let tokens = 0;
  let sessions = 0;
  let orders = 0;
  return (call) => {
    if (isTokenCall(call)) return { status: 200, body: { access_token: `bearer-${++tokens}`, expires_in: 1800 } };
    if (isSessionCall(call)) {
      sessions += 1;
      const cookies = [`SAP_SESSION=s${sessions}; path=/; HttpOnly`, `sap-usercontext=sap-client=100; path=/`];
      return {
        status: 200,
        headers: { 'x-csrf-token': `csrf-${sessions}`, 'set-cookie': cookies },
        body: { value: [] },
      };
    }
    if (isCreate(call)) return { status: 201, body: { PurchaseOrder: String(++orders) } };
    return { status: 200, body: { PurchaseOrder: '4500012847' } };
  };
}

/** SAP that replies to the calls that match with one reply after the other, and then as when all is well. */
export function failingSap(matches: (call: PartnerCall) => boolean, ...replies: readonly PartnerReply[]) {
  const healthy = healthySap();
  const remaining = [...replies];
  return (call: PartnerCall): PartnerReply => (matches(call) ? remaining.shift() : undefined) ?? healthy(call);
}

/** A client of the server, the reads of its credentials, and its clock. The n-th read has the password `hunter2-n`, or that of the test. */
export function clientOf(
  server: PartnerServer,
  changes: Partial<SapSettings> & { readonly oauth?: boolean; readonly password?: string } = {},
) {
  const { oauth, password, ...rest } = changes;
  const reads: boolean[] = [];
  const clock = { now: NOW_MS };
  const base_url = server.url();
  const client = createSapClient({
    settings: {
      ...settings,
      base_url,
      ...(oauth && { auth: { type: 'oauth2_client_credentials', token_url: `${base_url}${TOKEN_PATH}` } }),
      ...rest,
    },
    credentials: async ({ fresh }) => {
      reads.push(fresh);
      return { username: 'HUB', password: password ?? `hunter2-${reads.length}` };
    },
    urls: urlRules(['http:']),
    clock: () => clock.now,
  });
  return { client, reads, clock };
}

/** An attempt with a minute left. */
export function attempt(): CallContext {
  return createCallContext(Date.now() + 60_000, Date.now);
}

export function read(client: SapClient) {
  return client.get(attempt(), '/PurchaseOrder', SapPurchaseOrderSchema);
}
export function create(client: SapClient) {
  return client.post(attempt(), '/PurchaseOrder', { Supplier: '17300001' }, SapPurchaseOrderSchema);
}

/** The error of a call, and all that a log could show of it. */
export async function errorOf(call: Promise<unknown>): Promise<{ readonly error: unknown; readonly shown: string }> {
  try {
    await call;
  } catch (error) {
    return { error, shown: inspect(error, { depth: 20, showHidden: true }) };
  }
  throw new Error('The call succeeded');
}

export function basic(password: string): string {
  return `Basic ${Buffer.from(`HUB:${password}`).toString('base64')}`;
}
