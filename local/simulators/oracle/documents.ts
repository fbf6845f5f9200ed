import type { MemoryCollection } from '../../collections.ts';
import { childrenOf, type Entity, numberOf, textOf } from '../entity.ts';
import { dateOf, round } from '../formats.ts';
import { filtered } from '../paging.ts';
import type { Clock } from '../simulator.ts';
import { assignIds, checkDate, checkReferences, checkRequired, checkTree, merge } from './checks.ts';
import { refuse, refuseAll } from './errors.ts';
import { type Kind, type OracleSettings, type Resource, type Status, urlKeyOf } from './model.ts';
import { checkSubmission } from './submission.ts';

export interface Stored {
  /** What is in force; before the first approval, the draft. */
  readonly document: Entity;
  /** The document as its change order would make it (oracle 38). */
  readonly change?: Entity | undefined;
  readonly createdAt: number;
}

export type Documents = ReturnType<typeof createDocuments>;

/** Purchase orders with their change orders, or requisitions; stored by what a document's URL ends with. */
export function createDocuments(
  kind: Kind,
  documents: MemoryCollection<Stored>,
  /** The last numbers given, by sequence. */
  last: MemoryCollection<number>,
  settings: OracleSettings,
  clock: Clock,
) {
  const { resource, numberField, firstNumber } = kind;

  function byNumber(number: string): Stored | undefined {
    return [...documents.values()].find(({ document }) => document[numberField] === number);
  }

  function create(sent: Entity): Entity {
    const now = clock();
    const draft: Entity = { CreationDate: timestampOf(now) };
    merge(resource, draft, sent);
    const number = textOf(draft, numberField);
    if (number !== '' && byNumber(number)) throw refuse(400, `The number ${number} exists.`, `/${numberField}`);
    complete(draft, sent);
    draft[numberField] = number || String(next(numberField, firstNumber));
    return save({ document: withStatus(draft, 'INCOMPLETE'), createdAt: now });
  }

  /** Changes a draft, or begins or continues the change order of what is open (oracle 38). */
  function change(stored: Stored, sent: Entity): Entity {
    const { document } = stored;
    const isDraft = isEditable(document);
    if (!isDraft && document.StatusCode !== 'OPEN') throw refuse(400, `It can't be changed: it is ${document.Status}.`);
    const copy = structuredClone(stored.change ?? document);
    merge(resource, copy, sent);
    complete(copy, sent);
    if (isDraft) return save({ ...stored, document: copy });
    copy.ChangeOrderNumber = numberOf(document, 'ChangeOrderNumber') + 1;
    copy.ChangeOrderStatusCode = 'INCOMPLETE';
    return save({ ...stored, change: copy });
  }

  /** oracle 33, 40. */
  function submit(stored: Stored, isFlagged: boolean): void {
    const { document, change } = stored;
    const isRight = change === undefined ? isEditable(document) : document.StatusCode === 'OPEN';
    refuseAll([
      ...(isRight ? [] : [{ detail: `It can't be submitted: it is ${document.Status}.` }]),
      ...checkSubmission(kind, change ?? document),
    ]);
    const isFree = document.ExternallyManagedFlag === true || (isFlagged && kind.isBypass);
    if (isFree || !settings.current.approvalRequired) approve(stored);
    else setStatus(stored, change === undefined ? 'PENDING APPROVAL' : 'PENDING CHANGE APPROVAL');
  }

  /** Puts the draft or the change order in force. */
  function approve({ document, change, createdAt }: Stored): void {
    const processed = change && { ...change, ChangeOrderStatusCode: 'PROCESSED' };
    setStatus({ document: processed ?? document, createdAt }, kind.approved);
  }

  /** A rejected change order is dropped. */
  function reject({ change, ...stored }: Stored): void {
    setStatus(stored, change === undefined ? 'REJECTED' : 'OPEN');
  }

  /** Cancels the order, with the change that is not in force yet (oracle 50). */
  function cancel(urlKey: string): void {
    const stored = documents.get(urlKey);
    if (stored === undefined) return;
    if (stored.document.StatusCode !== 'OPEN')
      throw refuse(400, `It can't be canceled: it is ${stored.document.Status}.`);
    setStatus({ ...stored, change: undefined }, 'CANCELED');
  }

  /** Receives all that is ordered (oracle 37). */
  function receive(stored: Stored): void {
    const document = structuredClone(stored.document);
    for (const schedule of childrenOf(document, 'lines').flatMap((line) => childrenOf(line, 'schedules'))) {
      schedule.ReceivedQuantity = numberOf(schedule, 'Quantity');
    }
    setStatus({ ...stored, document }, 'CLOSED FOR RECEIVING');
  }

  function setStatus(stored: Stored, status: Status): void {
    save({ ...stored, document: withStatus(stored.document, status) });
  }

  /** Returns what changes work on: the change order, if there is one. */
  function save(stored: Stored): Entity {
    const before = Date.parse(textOf(stored.document, 'LastUpdateDate')) || 0;
    const LastUpdateDate = timestampOf(Math.max(clock(), before + 1));
    const document = { ...stored.document, LastUpdateDate };
    const change = stored.change && { ...stored.change, LastUpdateDate };
    documents.put(urlKeyOf(resource, document), { ...stored, document, change });
    return change ?? document;
  }

  /** Adds what Oracle adds, after all checks. */
  function complete(document: Entity, sent: Entity): void {
    refuseAll([
      ...checkTree(document, checkRequired(kind.required)),
      ...checkTree(sent, checkDate(dateOf(clock()))),
      ...checkTree(document, checkReferences),
    ]);
    assignIds(resource, document, () => next('id', 300000310000001));
    total(document);
  }

  function next(sequence: string, first: number): number {
    const next = (last.get(sequence) ?? first - 1) + 1;
    last.put(sequence, next);
    return next;
  }

  /** As a resource shows documents, once they are visible (oracle 28). */
  function source(name: Resource, view: (stored: Stored) => Entity) {
    const isOlder = ({ createdAt }: Stored, seconds: number) => clock() >= createdAt + seconds * 1000;
    return {
      resource: name,
      *rows() {
        const { queryDelaySeconds } = settings.current;
        for (const one of filtered(documents.values(), (row) => isOlder(row, queryDelaySeconds))) yield view(one);
      },
      find(urlKey: string) {
        const stored = documents.get(urlKey);
        return stored && isOlder(stored, settings.current.itemDelaySeconds) ? view(stored) : undefined;
      },
    };
  }

  const all = () => [...documents.values()];
  const get = (urlKey: string) => documents.get(urlKey);
  return { kind, all, get, byNumber, source, create, change, submit, approve, reject, receive, cancel };
}

/** Whether it is a draft that can be changed and submitted. */
function isEditable({ StatusCode }: Entity): boolean {
  return StatusCode === 'INCOMPLETE' || StatusCode === 'REJECTED';
}

function total(document: Entity): void {
  const lines = childrenOf(document, 'lines');
  for (const line of lines) line.Ordered = round(numberOf(line, 'Quantity') * numberOf(line, 'Price'), 2);
  const sum = lines.reduce((before, line) => before + numberOf(line, 'Ordered'), 0);
  document.Ordered = round(sum, 2);
}

/** A copy with a status, which its lines and schedules have too. */
function withStatus(item: Entity, StatusCode: Status): Entity {
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
