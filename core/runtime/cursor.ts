import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { HubError } from '../domain/errors.ts';

/**
 * Cursors are encrypted and authenticated (AES-256-GCM): nobody can read, forge or change one, and one that was made
 * for another organization or filter does not open, because both are authenticated with it.
 */

const PositionSchema = z.record(z.string(), z.string());
type Position = z.infer<typeof PositionSchema>;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function keyOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Seals a position for the given scope: everything that the next page's request must have in common with this one. */
export function sealCursor(secret: string, scope: string, position: Position): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce).setAAD(Buffer.from(scope));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(position)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Opens a cursor of the same scope. Throws `cursor.invalid` for any other text. */
export function openCursor(secret: string, scope: string, cursor: string): Position {
  try {
    const bytes = Buffer.from(cursor, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(scope))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    return PositionSchema.parse(JSON.parse(opened.toString()));
  } catch {
    const message = 'is not a cursor that this list gave you for the same filters';
    throw new HubError('malformed', 'cursor.invalid', `cursor: ${message}`, [{ path: 'cursor', message }]);
  }
}
