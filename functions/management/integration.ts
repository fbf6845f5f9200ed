import { HubError } from '../../core/domain/errors.ts';
import { isPartner, type Partner } from '../../core/sync/partners.ts';

/** The partner in a path. Throws `integration.not_found`. */
export function partnerOf(name: string): Partner {
  if (isPartner(name)) return name;
  throw new HubError('integration.not_found', `There is no integration ${name}.`);
}
