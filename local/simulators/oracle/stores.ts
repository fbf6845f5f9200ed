import { type Entity, numberOf, textOf } from '../entity.ts';
import { filtered } from '../paging.ts';
import type { Clock } from '../simulator.ts';
import type { Documents, Stored } from './documents.ts';
import { refuse } from './errors.ts';
import { findBalances } from './ledger-balances.ts';
import { AGREEMENT_ROWS, SUPPLIER_ROWS } from './master-data.ts';
import { merge } from './merge.ts';
import {
  AGREEMENT_LINES,
  DRAFT_ORDERS,
  LEDGER_BALANCES,
  ORDERS,
  REQUISITIONS,
  type Resource,
  SUPPLIERS,
} from './model.ts';
import type { OracleSettings } from './settings.ts';

type Action = (document: Entity, parameters: Readonly<Record<string, unknown>>) => void;

/** The items of a resource and what calls may do with them. */
export interface Store {
  readonly resource: Resource;
  /** What lists find. */
  rows(finder: string | null): Iterable<Entity>;
  get(id: number): Entity | undefined;
  create?(sent: Entity, isUpsert: boolean): { readonly row: Entity; readonly isNew: boolean };
  change?(document: Entity, sent: Entity, edit: (copy: Entity) => void): Entity;
  readonly actions?: Readonly<Record<string, Action>>;
}

export function createStores(
  orders: Documents,
  requisitions: Documents,
  settings: OracleSettings,
  clock: Clock,
): Store[] {
  /** The documents as a resource shows them, once they are visible (oracle 28). */
  function readOnly(resource: Resource, documents: Documents, view: (stored: Stored) => Entity) {
    const isOlder = ({ createdAt }: Stored, seconds: number) => clock() >= createdAt + seconds * 1000;
    return {
      resource,
      *rows() {
        const { queryDelaySeconds } = settings.current;
        for (const one of filtered(documents.all(), (stored) => isOlder(stored, queryDelaySeconds))) yield view(one);
      },
      get(id: number) {
        const stored = documents.get(id);
        return stored && isOlder(stored, settings.current.itemDelaySeconds) ? view(stored) : undefined;
      },
    };
  }

  function writable(resource: Resource, documents: Documents, actions: Store['actions'] = {}): Store {
    return {
      ...readOnly(resource, documents, ({ document, change }) => change ?? document),
      create(sent, isUpsert) {
        // oracle 47.
        const known = isUpsert ? documents.byNumber(textOf(sent, documents.kind.numberField)) : undefined;
        if (known === undefined) return { row: documents.create(sent), isNew: true };
        return { row: documents.change(known, sent, (copy) => merge(resource, copy, sent)), isNew: false };
      },
      change: (document, sent, edit) => documents.change(storedOf(documents, document), sent, edit),
      actions,
    };
  }

  function submit(documents: Documents, flag: string): Action {
    return (document, parameters) => {
      const isSet = readFlag(parameters, flag);
      const isFree = !settings.current.approvalRequired || document.ExternallyManagedFlag === true;
      documents.submit(storedOf(documents, document), isFree || (isSet && flag === settings.current.bypassParameter));
    };
  }

  const drafts = writable(DRAFT_ORDERS, orders, {
    submit: (document, parameters) => submit(orders, settings.current.bypassParameter)(document, parameters),
    // oracle 34.
    withdraw(document) {
      const stored = storedOf(orders, document);
      requireStatus(stored.document, ['PENDING APPROVAL', 'PENDING CHANGE APPROVAL']);
      const change = stored.change && { ...stored.change, ChangeOrderStatusCode: 'INCOMPLETE' };
      orders.setStatus({ ...stored, change }, change === undefined ? 'WITHDRAWN' : 'OPEN');
    },
    cancelChangeOrder(document) {
      const stored = storedOf(orders, document);
      if (stored.change === undefined) throw refuse(400, 'There is no change order.');
      orders.setStatus({ ...stored, change: undefined }, 'OPEN');
    },
  });
  const purchaseOrders: Store = {
    ...readOnly(ORDERS, orders, ({ document }) => document),
    actions: {
      // oracle 39. The names of its parameters are not known, so none is refused.
      cancel(document) {
        const stored = storedOf(orders, document);
        requireStatus(stored.document, ['OPEN', 'ON HOLD', 'PENDING CHANGE APPROVAL']);
        orders.setStatus({ ...stored, change: undefined }, 'CANCELED');
      },
    },
  };
  return [
    drafts,
    purchaseOrders,
    writable(REQUISITIONS, requisitions, { submitRequisition: submit(requisitions, 'approverCheckoutFlowFlag') }),
    table(SUPPLIERS, SUPPLIER_ROWS),
    table(AGREEMENT_LINES, AGREEMENT_ROWS),
    { ...table(LEDGER_BALANCES, []), rows: (finder) => findBalances(finder, new Date(clock()).getUTCFullYear()) },
  ];
}

function table(resource: Resource, rows: readonly Entity[]): Store {
  return { resource, rows: () => rows, get: (id) => rows.find((row) => row[resource.key] === id) };
}

function storedOf(documents: Documents, document: Entity): Stored {
  const stored = documents.get(numberOf(document, documents.kind.resource.key));
  if (stored === undefined) throw refuse(404, 'Not Found');
  return stored;
}

function requireStatus({ StatusCode, Status }: Entity, allowed: readonly string[]): void {
  if (!allowed.some((status) => status === StatusCode)) throw refuse(400, `It isn't possible: it is ${Status}.`);
}

/** The one parameter that an action may have. */
function readFlag(parameters: Readonly<Record<string, unknown>>, name: string): boolean {
  const unknown = Object.keys(parameters).find((key) => key !== name);
  if (unknown !== undefined) throw refuse(400, `The action has no parameter ${unknown}.`);
  const value = String(parameters[name] ?? false);
  if (value !== 'true' && value !== 'false') throw refuse(400, `The value of the parameter ${name} isn't valid.`);
  return value === 'true';
}
