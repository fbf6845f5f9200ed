import { createHash } from 'node:crypto';
import type { Vendor } from '../domain/organization.ts';
import type { Apply } from '../pull/puller.ts';
import type { PulledVendor } from '../pull/records.ts';
import { vendorAfter } from '../pull/vendor-rule.ts';
import { VENDOR_KIND } from '../sync/mappings.ts';
import { applyRecord } from './apply-record.ts';
import { inParallel } from './in-parallel.ts';
import { queryAllMappings } from './mappings.ts';
import type { Table } from './table.ts';
import { findVendor, queryVendors, saveNextVendor } from './vendors.ts';
import { tryCommit } from './write.ts';

/** What the hub knows of an organization's vendors, read once for all pages of an invocation. */
interface KnownVendors {
  readonly orgId: string;
  readonly until: number;
  readonly byId: Map<string, Vendor>;
  /** The ids of vendors by their number at the partner. */
  readonly idByNumber: ReadonlyMap<string, string>;
}

const KNOWN_MS = 60_000;

/**
 * Brings vendors to a page of a partner's. A vendor is found by its mapping, or by the number that the partner has told
 * before; another one is new, with an id that follows from the number, so that it is created once.
 */
export function applyVendors(table: Table, partner: string): Apply<PulledVendor> {
  let known: KnownVendors | undefined;

  const knownOf = async (orgId: string, nowMs: number): Promise<KnownVendors> => {
    const isKnown = known?.orgId === orgId && known.until > nowMs;
    if (!known || !isKnown) known = await loadKnown(table, orgId, partner, nowMs + KNOWN_MS);
    return known;
  };

  const applyVendor = async ({ orgId, byId }: KnownVendors, id: string, pulled: PulledVendor) => {
    const next = vendorAfter(byId.get(id), pulled, { id, partner });
    if (!next) return 'unchanged';
    const isSaved = await tryCommit(table, [saveNextVendor(orgId, next)]);
    const latest = isSaved ? next : await findVendor(table, orgId, id);
    if (latest) byId.set(id, latest);
    else byId.delete(id);
    return isSaved ? 'changed' : undefined;
  };

  return async (orgId, vendors, nowMs) => {
    const all = await knownOf(orgId, nowMs);
    return inParallel(vendors, (pulled) => {
      const id = all.idByNumber.get(pulled.number) ?? vendorIdOf(orgId, partner, pulled.number);
      return applyRecord(pulled.number, () => applyVendor(all, id, pulled));
    });
  };
}

async function loadKnown(table: Table, orgId: string, partner: string, until: number): Promise<KnownVendors> {
  const [vendors, mappings] = await Promise.all([
    queryVendors(table, orgId),
    queryAllMappings(table, { orgId, partner, kind: VENDOR_KIND }),
  ]);
  const byId = new Map(vendors.map((vendor) => [vendor.id, vendor]));
  const mapped = mappings.filter(({ key }) => byId.has(key));
  const isMapped = new Set(mapped.map(({ key }) => key));
  return {
    orgId,
    until,
    byId,
    // A mapping replaces what the partner has told of its vendor.
    idByNumber: new Map([
      ...vendors.flatMap(({ id, erp_ids: { [partner]: number } }): [string, string][] =>
        number === undefined || isMapped.has(id) ? [] : [[number, id]],
      ),
      ...mapped.map(({ key, value }): [string, string] => [value, key]),
    ]),
  };
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_LENGTH = 12;

/** The id of a vendor that the hub learns of from a partner (procurement-api 13). */
export function vendorIdOf(orgId: string, partner: string, number: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([orgId, partner, number]))
    .digest();
  const letters = Array.from(digest.subarray(0, ID_LENGTH), (byte) => BASE62.charAt(byte % BASE62.length));
  return `vnd_${letters.join('')}`;
}
