import { HubEventSchema } from '../../../events/event.ts';
import { EVENT_EXAMPLES } from '../../../events/examples.ts';

/** The catalog's approval of the laptop. */
export const approvedEvent = HubEventSchema.parse(EVENT_EXAMPLES['procurement.request.approved'].good);
