import { HubError } from '../../domain/errors.ts';

/** The ETag of a version, such as `"3"` (procurement-api 55). */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * Throws `request.version_mismatch` unless the call's `If-Match` names this version of the resource, or is absent or `*`.
 * https://www.rfc-editor.org/rfc/rfc9110#name-if-match
 */
export function requireMatch(
  ifMatch: string | undefined,
  { id, version }: { readonly id: string; readonly version: number },
): void {
  const expected = ifMatch?.split(',').map((etag) => etag.trim());
  if (!expected || expected.includes('*') || expected.includes(etagOf(version))) return;
  const message = `If-Match is ${ifMatch}, and ${id} is at version ${version}: read it again, then decide.`;
  throw new HubError('request.version_mismatch', message, [], version);
}
