import * as z from 'zod';
import type { MemoryCollection } from '../../collections.ts';
import { HttpError, type JsonRoutes, parseBody } from '../../http/json-api.ts';
import type { HttpRequest } from '../../http/message.ts';
import { AccessTokens, readBasic, readBearer, readTokenRequest, tokenResponse } from '../authorization.ts';
import type { Entity } from '../entity.ts';
import { existing, Settings, type Simulator, type SimulatorContext } from '../simulator.ts';
import { createVendorApi, VendorError } from '../vendor-api.ts';
import { flagBody, type Source, serve } from './api.ts';
import { createDocuments, type Documents, type Stored } from './documents.ts';
import { failure, notFound, unauthorized } from './errors.ts';
import { BUDGETS, findBalances, LEDGER_BALANCES, MASTER_DATA } from './master-data.ts';
import { DRAFT_ORDERS, ORDERS, OracleSettingsSchema, REQUISITIONS, type Resource, urlKeyOf } from './model.ts';

/** For development only (oracle 5, 6). */
const CREDENTIALS = {
  client_id: 'procurement-hub-dev',
  client_secret: 'idcscs-dev-2f6c1f0e',
  username: 'HUB_INTEGRATION',
  password: 'Welcome-2026-Dev',
};

/** The token endpoint of the identity domain; the client authenticates by Basic (oracle 6, 7). */
const TOKEN_PATH = '/oauth2/v1/token';
const GRANT = { client: CREDENTIALS, lifetimeSeconds: 3600, scopes: ['urn:opc:resource:consumer::all'] };

/**
 * Simulator of Oracle Fusion Cloud Procurement: the REST resources of purchase orders, requisitions and what they refer
 * to. Comments such as (oracle 12) cite facts of docs/sources/oracle.md.
 */
export async function createOracle({ state, clock }: SimulatorContext): Promise<Simulator> {
  const settings = new Settings(OracleSettingsSchema, await state.collection('settings'));
  const numbers: MemoryCollection<number> = await state.collection('numbers');
  const orders = createDocuments(DRAFT_ORDERS, await state.collection('orders'), numbers, settings, clock);
  const stored = await state.collection<Stored>('requisitions');
  const requisitions = createDocuments(REQUISITIONS, stored, numbers, settings, clock);
  const sources: Record<string, Source> = {
    ...Object.fromEntries(MASTER_DATA.map(([resource, rows]) => [resource.name, fixedSource(resource, rows)])),
    ledgerBalances: {
      ...fixedSource(LEDGER_BALANCES, []),
      rows: (finder) => findBalances(finder, new Date(clock()).getUTCFullYear()),
    },
    draftPurchaseOrders: {
      ...orders.inWork,
      actions: { submit: { body: flagBody('bypassApprovalsFlag'), run: orders.submit } },
    },
    purchaseOrders: { ...orders.inForce(ORDERS), actions: { cancel: { run: orders.cancel } } },
    purchaseRequisitions: {
      ...requisitions.inWork,
      actions: {
        submitRequisition: { body: flagBody('approverCheckoutFlowFlag'), run: (key) => requisitions.submit(key) },
      },
    },
  };
  const tokens = new AccessTokens(clock);

  const api = createVendorApi({
    routes: {
      [`POST ${TOKEN_PATH}`]: (call) => tokenResponse(readTokenRequest(call, true), GRANT, tokens),
      'ANY /fscmRestApi/resources/{version}/{path+}': (call) => serve(call, sources),
    },
    before: (request) => {
      if (request.path !== TOKEN_PATH) requireLogon(request, tokens);
    },
    unknown: () => notFound().response,
  });

  return {
    credentials: CREDENTIALS,
    handle: api,
    failure,
    contents: () => ({
      purchaseOrders: orders.all(),
      purchaseRequisitions: requisitions.all(),
      ...Object.fromEntries(MASTER_DATA.map(([{ name }, rows]) => [name, rows])),
      budgets: BUDGETS,
      settings: settings.current,
    }),
    reset: () => tokens.expireAll(),
    control: {
      'POST /expire-tokens': () => tokens.expireAll(),
      ...settings.routes,
      ...controlRoutes('orders', orders),
      ...controlRoutes('requisitions', requisitions),
    },
  };
}

/** Throws the 401 for a caller without valid credentials (oracle 5, 6). */
function requireLogon(request: HttpRequest, tokens: AccessTokens): void {
  const [basic, bearer] = [readBasic(request), readBearer(request)];
  if (basic?.user === CREDENTIALS.username && basic.password === CREDENTIALS.password) return;
  if (bearer === undefined) throw new VendorError(unauthorized('Basic realm="Fusion"'));
  if (!tokens.find(bearer)) throw new VendorError(unauthorized('Bearer error="invalid_token"'));
}

function fixedSource(resource: Resource, rows: readonly Entity[]): Source {
  return { resource, rows: () => rows, find: (key) => rows.find((row) => urlKeyOf(resource, row) === key) };
}

const ActionSchema = z.strictObject({ action: z.enum(['approve', 'reject', 'receive']) });

/** What approvers and receivers do with an order or a requisition. */
function controlRoutes(path: string, documents: Documents): JsonRoutes {
  return {
    [`POST /${path}/{number}`]: ({ params: { number = '' }, body }) => {
      const { action } = parseBody(ActionSchema, body);
      const stored = existing(documents.byNumber(number), `${number} in ${path}`);
      const status = String(stored.document.StatusCode);
      const isRight = action === 'receive' ? status === 'OPEN' : status.startsWith('PENDING');
      if (!isRight) throw new HttpError(409, `${number} is ${status}.`);
      documents[action](stored);
    },
  };
}
