import type { Collection } from '../../collections.ts';
import type { Clock } from '../service.ts';
import type { ArchiveDefinition, BusEvent } from './definition.ts';
import { compileEventPattern } from './event-pattern.ts';

const DAY_MS = 86_400_000;

/** The archives of all buses. Keys start with the time of arrival, so that the oldest events come first. */
export class Archives {
  readonly #archives: readonly { definition: ArchiveDefinition; matches: (event: unknown) => boolean }[];
  readonly #events: Collection<BusEvent>;
  readonly #clock: Clock;

  constructor(definitions: readonly ArchiveDefinition[], events: Collection<BusEvent>, clock: Clock) {
    this.#archives = definitions.map((definition) => {
      const { name, eventPattern } = definition;
      return { definition, matches: eventPattern ? compileEventPattern(eventPattern, `archive ${name}`) : () => true };
    });
    this.#events = events;
    this.#clock = clock;
  }

  /** Returns how many archives keep the event. */
  async keep(busName: string, event: BusEvent): Promise<number> {
    const time = timeKey(this.#clock());
    const changes = this.#archives
      .filter(({ definition, matches }) => definition.busName === busName && matches(event))
      .map(({ definition }) => ({ type: 'put', key: `${definition.name}!${time}!${event.id}`, value: event }) as const);
    if (changes.length > 0) await this.#events.write(changes);
    return changes.length;
  }

  /** Deletes the events that are older than their archive's retention. */
  async sweep(): Promise<void> {
    for (const { definition } of this.#archives) {
      if (definition.retentionDays === undefined) continue;
      const before = timeKey(this.#clock() - definition.retentionDays * DAY_MS);
      const range = { gte: `${definition.name}!`, lt: `${definition.name}!${before}` };
      for await (const [key] of this.#events.entries(range)) await this.#events.del(key);
    }
  }

  /** An archive's events that arrived from `start` to before `end`, oldest first. */
  async *between(name: string, start: number, end: number): AsyncIterable<BusEvent> {
    const range = { gte: `${name}!${timeKey(start)}`, lt: `${name}!${timeKey(end)}` };
    for await (const [, event] of this.#events.entries(range)) yield event;
  }
}

function timeKey(milliseconds: number): string {
  return String(Math.max(0, milliseconds)).padStart(15, '0');
}
