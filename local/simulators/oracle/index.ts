import type { MemoryCollection } from '../../collections.ts';
import type { HttpRequest } from '../../http/message.ts';
import { AccessTokens } from '../access-tokens.ts';
import type { Entity } from '../entity.ts';
import { Settings } from '../settings.ts';
import type { Simulator, SimulatorContext } from '../simulator.ts';
import { createVendorApi } from '../vendor-api.ts';
import { serve } from './api.ts';
import { controlRoutes } from './control-routes.ts';
import { createDocuments, type Stored } from './documents.ts';
import { errorResponse, failure, OracleError, refuse } from './errors.ts';
import { CREDENTIALS, issueToken, requireLogon, TOKEN_PATH } from './logon.ts';
import { AGREEMENT_ROWS, BUDGETS, findBalances, SUPPLIER_ROWS } from './master-data.ts';
import {
  AGREEMENT_LINES,
  DRAFT_ORDERS,
  LEDGER_BALANCES,
  ORDER_KIND,
  ORDERS,
  OracleSettingsSchema,
  REQUISITION_KIND,
  REQUISITIONS,
  type Resource,
  SUPPLIERS,
  urlKeyOf,
} from './model.ts';

/**
 * Simulator of Oracle Fusion Cloud Procurement: the REST resources of purchase orders, requisitions and what they refer
 * to. Comments such as (oracle 12) cite facts of docs/sources/oracle.md.
 */
export async function createOracle({ state, clock }: SimulatorContext): Promise<Simulator> {
  const settings = new Settings(OracleSettingsSchema, await state.collection('settings'));
  const numbers: MemoryCollection<number> = await state.collection('numbers');
  const orders = createDocuments(ORDER_KIND, await state.collection('orders'), numbers, settings, clock);
  const stored = await state.collection<Stored>('requisitions');
  const requisitions = createDocuments(REQUISITION_KIND, stored, numbers, settings, clock);
  const inWork = ({ document, change }: Stored) => change ?? document;
  const fixed = (resource: Resource, rows: readonly Entity[]) => {
    return { resource, rows: () => rows, find: (key: string) => rows.find((row) => urlKeyOf(resource, row) === key) };
  };
  const balances = (finder: string | null) => findBalances(finder, new Date(clock()).getUTCFullYear());
  const sources = {
    draftPurchaseOrders: { ...orders.source(DRAFT_ORDERS, inWork), documents: orders },
    purchaseOrders: { ...orders.source(ORDERS, ({ document }) => document), cancel: orders.cancel },
    purchaseRequisitions: { ...requisitions.source(REQUISITIONS, inWork), documents: requisitions },
    suppliers: fixed(SUPPLIERS, SUPPLIER_ROWS),
    purchaseAgreementLines: fixed(AGREEMENT_LINES, AGREEMENT_ROWS),
    ledgerBalances: { ...fixed(LEDGER_BALANCES, []), rows: balances },
  };
  const tokens = new AccessTokens(clock);

  const api = createVendorApi({
    routes: {
      [`POST ${TOKEN_PATH}`]: (call) => issueToken(call, tokens),
      'ANY /fscmRestApi/resources/{version}/{path+}': (call) => serve(call, sources),
    },
    before: (request) => {
      if (request.path !== TOKEN_PATH) requireLogon(request, tokens);
    },
    unknown: () => {
      throw refuse(404, 'Not Found');
    },
  });

  return {
    credentials: CREDENTIALS,
    handle: (request: HttpRequest) => {
      try {
        return api(request);
      } catch (error) {
        if (error instanceof OracleError) return errorResponse(error, request);
        throw error;
      }
    },
    failure,
    contents: () => ({
      purchaseOrders: orders.all(),
      purchaseRequisitions: requisitions.all(),
      suppliers: SUPPLIER_ROWS,
      purchaseAgreementLines: AGREEMENT_ROWS,
      budgets: BUDGETS,
      settings: settings.current,
    }),
    reset: () => tokens.expireAll(),
    control: {
      'POST /expire-tokens': () => tokens.expireAll(),
      ...settings.routes,
      ...controlRoutes({ orders, requisitions }),
    },
  };
}
