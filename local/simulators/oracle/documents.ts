import type { MemoryCollection } from '../../collections.ts';
import { childrenOf, type Entity, numberOf, textOf } from '../entity.ts';
import { dateOf, round } from '../formats.ts';
import type { Clock } from '../simulator.ts';
import { checkDate, checkItem, checkSubmission, checkTree } from './checks.ts';
import { refuse, refuseAll } from './errors.ts';
import { assignIds, merge } from './merge.ts';
import type { Resource } from './model.ts';
import { STATUS, type Status, withStatus } from './status.ts';

export interface Stored {
  /** What is in force; before the first approval, the draft. */
  readonly document: Entity;
  /** The document as its change order would make it (oracle 38). */
  readonly change?: Entity | undefined;
  readonly createdAt: number;
}

export interface Kind {
  readonly resource: Resource;
  readonly numberField: string;
  readonly firstNumber: number;
  readonly required: readonly string[];
  /** The status of what is approved. */
  readonly approved: Status;
}

/** What no change order can change (oracle 38). */
const FIXED = ['OrderNumber', 'Supplier', 'ProcurementBU', 'CurrencyCode'];
/** Statuses of a draft that can be changed and submitted. */
const EDITABLE = ['INCOMPLETE', 'REJECTED', 'WITHDRAWN'];

/** Purchase orders with their change orders, or requisitions. */
export class Documents {
  readonly kind: Kind;
  readonly #stored: MemoryCollection<Stored>;
  /** The last numbers given, by sequence. */
  readonly #last: MemoryCollection<number>;
  readonly #clock: Clock;

  constructor(kind: Kind, stored: MemoryCollection<Stored>, last: MemoryCollection<number>, clock: Clock) {
    this.kind = kind;
    this.#stored = stored;
    this.#last = last;
    this.#clock = clock;
  }

  all(): Iterable<Stored> {
    return this.#stored.values();
  }

  get(id: number): Stored | undefined {
    return this.#stored.get(String(id));
  }

  byNumber(number: string): Stored | undefined {
    for (const stored of this.#stored.values()) if (stored.document[this.kind.numberField] === number) return stored;
    return undefined;
  }

  create(sent: Entity): Entity {
    const { resource, numberField, firstNumber } = this.kind;
    const now = this.#clock();
    const draft: Entity = { CreationDate: timestampOf(now) };
    merge(resource, draft, sent);
    const document = withStatus(draft, 'INCOMPLETE');
    const number = textOf(document, numberField);
    if (number !== '' && this.byNumber(number)) throw refuse(400, `The number ${number} exists.`, `/${numberField}`);
    this.#complete(document, sent);
    document[numberField] = number || String(this.#next(numberField, firstNumber));
    return this.save({ document, createdAt: now }).document;
  }

  /** Changes a draft, or begins or continues the change order of what is open (oracle 38). */
  change(stored: Stored, sent: Entity, edit: (copy: Entity) => void): Entity {
    const { document } = stored;
    const isDraft = EDITABLE.includes(textOf(document, 'StatusCode'));
    if (!isDraft && document.StatusCode !== 'OPEN') throw refuse(400, `It can't be changed: it is ${document.Status}.`);
    const copy = structuredClone(stored.change ?? document);
    edit(copy);
    const moved = (isDraft ? [] : FIXED).find((field) => copy[field] !== document[field]);
    if (moved !== undefined) throw refuse(400, `The attribute ${moved} can't be changed.`, `/${moved}`);
    this.#complete(copy, sent);
    if (isDraft) return this.save({ ...stored, document: copy }).document;
    copy.ChangeOrderNumber = numberOf(document, 'ChangeOrderNumber') + 1;
    copy.ChangeOrderStatusCode = 'INCOMPLETE';
    return this.save({ ...stored, change: copy }).change ?? copy;
  }

  /** oracle 33, 34, 40. */
  submit(stored: Stored, isApproved: boolean): void {
    const { document, change } = stored;
    const isOpen =
      change === undefined ? EDITABLE.includes(textOf(document, 'StatusCode')) : document.StatusCode === 'OPEN';
    if (!isOpen) throw refuse(400, `It can't be submitted: it is ${document.Status}.`);
    const submitted = change ?? document;
    refuseAll(checkSubmission(this.kind.resource, submitted));
    if (isApproved) this.approve(stored);
    else if (change === undefined) this.setStatus(stored, 'PENDING APPROVAL');
    else
      this.setStatus(
        { ...stored, change: { ...change, ChangeOrderStatusCode: 'PENDING APPROVAL' } },
        'PENDING CHANGE APPROVAL',
      );
  }

  /** Puts the draft or the change order in force (oracle 39). */
  approve({ document, change, createdAt }: Stored): void {
    const approved = withStatus(change ?? document, this.kind.approved);
    if (change !== undefined) approved.ChangeOrderStatusCode = 'PROCESSED';
    total(approved);
    this.save({ document: approved, createdAt });
  }

  setStatus(stored: Stored, status: Status): void {
    this.save({ ...stored, document: withStatus(stored.document, status) });
  }

  save(stored: Stored): Stored {
    const before = Date.parse(textOf(stored.document, 'LastUpdateDate')) || 0;
    const LastUpdateDate = timestampOf(Math.max(this.#clock(), before + 1));
    const { StatusCode = null, Status = STATUS.INCOMPLETE } = stored.document;
    const document = { ...stored.document, LastUpdateDate, DocumentStatusCode: StatusCode, DocumentStatus: Status };
    const saved = { ...stored, document, change: stored.change && { ...stored.change, LastUpdateDate } };
    this.#stored.put(String(stored.document[this.kind.resource.key]), saved);
    return saved;
  }

  /** Adds what Oracle adds, after all checks. */
  #complete(document: Entity, sent: Entity): void {
    const { resource, required } = this.kind;
    const missing = required.filter((names) => names.split(' ').every((name) => (document[name] ?? null) === null));
    refuseAll([
      ...missing.map((names) => ({
        detail: `You must provide a value for ${names.split(' ').join(' or ')}.`,
        path: '/',
      })),
      ...checkTree(sent, checkDate(dateOf(this.#clock()))),
      ...checkTree(document, checkItem),
    ]);
    assignIds(resource, document, () => this.#next('id', 300000310000001));
    total(document);
  }

  #next(sequence: string, first: number): number {
    const next = (this.#last.get(sequence) ?? first - 1) + 1;
    this.#last.put(sequence, next);
    return next;
  }
}

function total(document: Entity): void {
  const lines = childrenOf(document, 'lines').filter(({ StatusCode }) => StatusCode !== 'CANCELED');
  for (const line of lines) line.Ordered = round(numberOf(line, 'Quantity') * numberOf(line, 'Price'), 2);
  document.Ordered = round(lines.reduce((sum, line) => sum + numberOf(line, 'Ordered'), 0), 2); // biome-ignore format: short
}

/** A timestamp as Oracle writes it. */
function timestampOf(now: number): string {
  return new Date(now).toISOString().replace('Z', '+00:00');
}
