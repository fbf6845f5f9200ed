import type { EventType } from '../../../events/names.ts';
import type { Entity } from '../names.ts';

interface EventSubject {
  readonly id: string;
  readonly org_id: string;
  readonly version: number;
  /** Unix seconds. */
  readonly occurred_at: number;
}

/** What every event about a subject has. Its id names the subject's version, so a repeated image has the same events. */
export function envelopeOf<Subject extends Entity>(
  entity: Subject,
  { id, version, org_id, occurred_at }: EventSubject,
) {
  return <Type extends EventType>(event_type: Type, destinations: string[] = []) => ({
    event_id: `${entity}:${id}:${version}:${event_type}`,
    event_type,
    schema_version: 1 as const,
    occurred_at,
    org_id,
    subject: { entity, id, version },
    destinations,
  });
}
