import * as z from 'zod/mini';

const DAY_SECONDS = 24 * 60 * 60;

/** The body of a rotation: how long the former secret or password is valid beside the new one. */
export const RotationSchema = z.strictObject({
  overlap_seconds: z._default(z.int().check(z.minimum(0), z.maximum(7 * DAY_SECONDS)), DAY_SECONDS),
});
