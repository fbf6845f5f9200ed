import * as z from 'zod/mini';

/** The query parameters of a list in pages: `limit` from 1 to `max`, and the `cursor` of the page before. */
export function pageQuery(byDefault: number, max: number) {
  const error = `must be a whole number from 1 to ${max}`;
  return {
    limit: z.pipe(
      z.pipe(z._default(z.string().check(z.regex(/^\d{1,4}$/, { error })), String(byDefault)), z.transform(Number)),
      z.int().check(z.minimum(1), z.maximum(max)),
    ),
    cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(4096))),
  };
}

/** That of most lists. */
export const PAGE_QUERY = pageQuery(20, 100);
