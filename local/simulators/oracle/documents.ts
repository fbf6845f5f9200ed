import type { MemoryCollection } from '../../collections.ts';
import { childrenOf, dateOf, type Entity, numberOf, round, textOf } from '../entity.ts';
import type { Clock } from '../simulator.ts';
import type { Source } from './api.ts';
import { checkDate, checkItem, checkOrder, checkTree, missing } from './checks.ts';
import { notFound, refuse, refuseAll } from './errors.ts';
import { assignIds, DRAFT_ORDERS, merge, type OracleSettings, type Resource, urlKeyOf } from './model.ts';

export interface Stored {
  /** What is in force; before the first approval, the draft. */
  readonly document: Entity;
  /** The document as its change order would make it (oracle 38). */
  readonly change?: Entity | undefined;
}

export type Documents = ReturnType<typeof createDocuments>;

/** Purchase orders with their change orders, or requisitions; stored by what a document's URL ends with. */
export function createDocuments(
  resource: Resource,
  documents: MemoryCollection<Stored>,
  /** The last numbers given, by sequence. */
  last: MemoryCollection<number>,
  settings: OracleSettings,
  clock: Clock,
) {
  const isOrder = resource === DRAFT_ORDERS;
  const [numberField, firstNumber] = isOrder ? ['OrderNumber', 1006501] : ['Requisition', 204001];

  function get(urlKey: string): Stored {
    const stored = documents.get(urlKey);
    if (stored === undefined) throw notFound();
    return stored;
  }

  function byNumber(number: string): Stored | undefined {
    return [...documents.values()].find(({ document }) => document[numberField] === number);
  }

  function create(sent: Entity): Entity {
    const draft: Entity = { CreationDate: timestampOf(clock()) };
    merge(resource, draft, sent);
    const number = textOf(draft, numberField);
    if (number !== '' && byNumber(number)) throw refuse(400, `The number ${number} exists.`, `/${numberField}`);
    complete(draft, sent);
    draft[numberField] = number || String(next(numberField, firstNumber));
    return save({ document: draft }, 'INCOMPLETE');
  }

  /** Changes a draft, or begins or continues the change order of what is open (oracle 38). */
  function change(urlKey: string, sent: Entity): Entity {
    const stored = get(urlKey);
    const { document } = stored;
    requireStatus(document, 'changed', [...EDITABLE, 'OPEN']);
    const copy = structuredClone(stored.change ?? document);
    merge(resource, copy, sent);
    complete(copy, sent);
    if (document.StatusCode !== 'OPEN') return save({ ...stored, document: copy });
    copy.ChangeOrderNumber = numberOf(document, 'ChangeOrderNumber') + 1;
    copy.ChangeOrderStatusCode = 'INCOMPLETE';
    return save({ ...stored, change: copy });
  }

  /** oracle 33, 40. */
  function submit(urlKey: string, bypassesApproval = false): void {
    const stored = get(urlKey);
    const { document, change } = stored;
    requireStatus(document, 'submitted', change === undefined ? EDITABLE : ['OPEN']);
    refuseAll(isOrder ? checkTree(resource, change ?? document, checkOrder) : missing(document, '', 'lines'));
    const isFree = document.ExternallyManagedFlag === true || bypassesApproval;
    if (isFree || !settings.current.approvalRequired) approve(stored);
    else save(stored, change === undefined ? 'PENDING APPROVAL' : 'PENDING CHANGE APPROVAL');
  }

  /** Puts the draft or the change order in force. */
  function approve({ document, change }: Stored): void {
    const processed = change && { ...change, ChangeOrderStatusCode: 'PROCESSED' };
    save({ document: processed ?? document }, isOrder ? 'OPEN' : 'APPROVED');
  }

  /** A rejected change order is dropped. */
  function reject({ document, change }: Stored): void {
    save({ document }, change === undefined ? 'REJECTED' : 'OPEN');
  }

  /** Cancels the order, with the change that is not in force yet (oracle 50). */
  function cancel(urlKey: string): void {
    const { document } = get(urlKey);
    requireStatus(document, 'canceled', ['OPEN']);
    save({ document }, 'CANCELED');
  }

  /** Receives all that is ordered (oracle 37). */
  function receive(stored: Stored): void {
    const document = structuredClone(stored.document);
    for (const schedule of childrenOf(document, 'lines').flatMap((line) => childrenOf(line, 'schedules'))) {
      schedule.ReceivedQuantity = numberOf(schedule, 'Quantity');
    }
    save({ ...stored, document }, 'CLOSED FOR RECEIVING');
  }

  /** Stores a document, in another status if one is given; returns its change order, if there is one, or itself. */
  function save(stored: Stored, status?: string): Entity {
    const before = Date.parse(textOf(stored.document, 'LastUpdateDate')) || 0;
    const LastUpdateDate = timestampOf(Math.max(clock(), before + 1));
    const document = { ...(status ? withStatus(stored.document, status) : stored.document), LastUpdateDate };
    const change = stored.change && { ...stored.change, LastUpdateDate };
    documents.put(urlKeyOf(resource, document), { document, change });
    return change ?? document;
  }

  /** Adds what Oracle adds, after all checks. */
  function complete(document: Entity, sent: Entity): void {
    refuseAll([...checkTree(resource, sent, checkDate(dateOf(clock()))), ...checkTree(resource, document, checkItem)]);
    assignIds(resource, document, () => next('id', 300000310000001));
    total(document);
  }

  function next(sequence: string, first: number): number {
    const next = (last.get(sequence) ?? first - 1) + 1;
    last.put(sequence, next);
    return next;
  }

  /** What a resource shows of documents, once they are visible (oracle 28). */
  function source(shown: Resource, view: (stored: Stored) => Entity): Source {
    function isOlder({ document }: Stored, seconds: number): boolean {
      return clock() >= Date.parse(textOf(document, 'CreationDate')) + seconds * 1000;
    }
    return {
      resource: shown,
      rows() {
        const { queryDelaySeconds } = settings.current;
        return Iterator.from(documents.values())
          .filter((row) => isOlder(row, queryDelaySeconds))
          .map(view);
      },
      find(urlKey: string) {
        const stored = documents.get(urlKey);
        return stored && isOlder(stored, settings.current.itemDelaySeconds) ? view(stored) : undefined;
      },
    };
  }

  return {
    all: () => [...documents.values()],
    byNumber,
    ...{ submit, approve, reject, receive, cancel },
    /** As they are changed: a change order instead of what is in force. */
    inWork: { ...source(resource, ({ document, change }) => change ?? document), create, change },
    inForce: (shown: Resource) => source(shown, ({ document }) => document),
  };
}

/** The statuses (oracle 35) of a draft that can be changed and submitted. */
const EDITABLE: readonly string[] = ['INCOMPLETE', 'REJECTED'];

function requireStatus({ StatusCode, Status }: Entity, verb: string, statuses: readonly string[]): void {
  if (!statuses.some((one) => one === StatusCode)) throw refuse(400, `It can't be ${verb}: it is ${Status}.`);
}

function total(document: Entity): void {
  const lines = childrenOf(document, 'lines');
  for (const line of lines) line.Ordered = round(numberOf(line, 'Quantity') * numberOf(line, 'Price'), 2);
  const sum = lines.reduce((before, line) => before + numberOf(line, 'Ordered'), 0);
  document.Ordered = round(sum, 2);
}

/** A copy with a status, which its lines and schedules have too. */
function withStatus(item: Entity, StatusCode: string): Entity {
  // `CLOSED FOR RECEIVING` is shown as `Closed for Receiving` (oracle 35).
  const Status = StatusCode.toLowerCase().replace(/\b(?!for\b)\w/g, (letter) => letter.toUpperCase());
  const copy: Entity = { ...item, StatusCode, Status, DocumentStatusCode: StatusCode, DocumentStatus: Status };
  for (const name of ['lines', 'schedules'].filter((one) => one in item)) {
    copy[name] = childrenOf(item, name).map((row) => withStatus(row, StatusCode));
  }
  return copy;
}

/** A timestamp as Oracle writes it. */
function timestampOf(now: number): string {
  return new Date(now).toISOString().replace('Z', '+00:00');
}
