import * as z from 'zod/mini';

/** The `limit` of a list, 1 to 100, and its `cursor`. */
export const PAGE_QUERY = {
  limit: z.pipe(
    z.pipe(
      z._default(z.string().check(z.regex(/^\d{1,3}$/, { error: 'must be a whole number from 1 to 100' })), '20'),
      z.transform(Number),
    ),
    z.int().check(z.minimum(1), z.maximum(100)),
  ),
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(4096))),
};
