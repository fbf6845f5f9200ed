import * as z from 'zod';
import type { MemoryCollection } from '../../collections.ts';

const SettingsSchema = z.strictObject({
  /** New orders wait for release (status 03) instead of being active (02). */
  releaseRequired: z.boolean(),
  /** The most rows of a list's page (sap 35). */
  pageSize: z.int().min(1).max(5000),
  tokenLifetimeSeconds: z.int().min(1),
});
export type SettingsData = z.infer<typeof SettingsSchema>;

export const SettingsChangeSchema = SettingsSchema.partial();

const INITIAL: SettingsData = { releaseRequired: false, pageSize: 100, tokenLifetimeSeconds: 1800 };

/** How the system is customized; the control API changes it. */
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
