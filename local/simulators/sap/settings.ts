/** How the simulated system is customized; changed through the control API. */
import * as z from 'zod';
import type { MemoryCollection } from '../../collections.ts';

const SettingsSchema = z.strictObject({
  /** New orders wait for release (processing status 03) instead of being active (02). */
  releaseRequired: z.boolean(),
  /** Rows per page of a list; 100 is the framework's default (facts 1.6). */
  pageSize: z.int().min(1).max(5000),
  tokenLifetimeSeconds: z.int().min(1),
});

export const SettingsChangeSchema = SettingsSchema.partial();

export type SettingsData = z.infer<typeof SettingsSchema>;

const INITIAL: SettingsData = { releaseRequired: false, pageSize: 100, tokenLifetimeSeconds: 1800 };

export class Settings {
  readonly #stored: MemoryCollection<SettingsData>;

  constructor(stored: MemoryCollection<SettingsData>) {
    this.#stored = stored;
  }

  get current(): SettingsData {
    return this.#stored.get('current') ?? INITIAL;
  }

  change(changes: z.infer<typeof SettingsChangeSchema>): SettingsData {
    this.#stored.put('current', SettingsSchema.parse({ ...this.current, ...changes }));
    return this.current;
  }
}
