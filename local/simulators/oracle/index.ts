import type { MemoryCollection } from '../../collections.ts';
import type { HttpRequest } from '../../http/message.ts';
import { AccessTokens } from '../access-tokens.ts';
import type { Entity } from '../entity.ts';
import { Settings } from '../settings.ts';
import type { Simulator, SimulatorContext } from '../simulator.ts';
import { createVendorApi } from '../vendor-api.ts';
import { serve } from './api.ts';
import { controlRoutes } from './control-routes.ts';
import { Documents, type Kind } from './documents.ts';
import { errorResponse, failure, OracleError, refuse } from './errors.ts';
import { CREDENTIALS, issueToken, requireLogon, TOKEN_PATH } from './logon.ts';
import { AGREEMENT_ROWS, BUDGETS, SUPPLIER_ROWS } from './master-data.ts';
import { DRAFT_ORDERS, REQUISITIONS } from './model.ts';
import type { Instance } from './read.ts';
import { OracleSettingsSchema } from './settings.ts';
import { createStores } from './stores.ts';

/** oracle 29, 31. */
const ORDER_KIND: Kind = {
  resource: DRAFT_ORDERS,
  numberField: 'OrderNumber',
  firstNumber: 1006501,
  required: ['ProcurementBU ProcurementBUId', 'Supplier SupplierId', 'Buyer BuyerId BuyerEmail'],
  approved: 'OPEN',
};
/** oracle 40. */
const REQUISITION_KIND: Kind = {
  resource: REQUISITIONS,
  numberField: 'Requisition',
  firstNumber: 204001,
  required: ['RequisitioningBU', 'PreparerEmail'],
  approved: 'APPROVED',
};

/**
 * Simulator of Oracle Fusion Cloud Procurement: the REST resources of purchase orders, requisitions and what they refer
 * to. Comments such as (oracle 12) cite facts of docs/sources/oracle.md.
 */
export async function createOracle({ state, clock }: SimulatorContext): Promise<Simulator> {
  const settings = new Settings(OracleSettingsSchema, await state.collection('settings'));
  const numbers: MemoryCollection<number> = await state.collection('numbers');
  const orders = new Documents(ORDER_KIND, await state.collection('orders'), numbers, clock);
  const requisitions = new Documents(REQUISITION_KIND, await state.collection('requisitions'), numbers, clock);
  const stores = createStores(orders, requisitions, settings, clock);
  const tokens = new AccessTokens(clock);

  const byName = Object.fromEntries(stores.map((store) => [store.resource.name, store]));

  function instance(): Instance {
    const { current } = settings;
    const show = (entity: Entity, name: string) => {
      const value = entity[name] ?? null;
      if (Array.isArray(value)) return null;
      const isStatus = typeof value === 'string' && name.endsWith('StatusCode');
      return isStatus ? value.replaceAll(' ', current.statusCodeSeparator) : value;
    };
    return { ...current, show, stores: byName };
  }

  const api = createVendorApi({
    routes: {
      [`POST ${TOKEN_PATH}`]: (call) => issueToken(call, tokens, settings),
      'ANY /fscmRestApi/resources/{version}/{path+}': (call) => serve(call, instance()),
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
      purchaseOrders: [...orders.all()],
      purchaseRequisitions: [...requisitions.all()],
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
