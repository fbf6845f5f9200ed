import { randomBytes } from 'node:crypto';
import type { FunctionDefinition } from '../aws/lambda/definition.ts';
import type { Caller } from '../aws/service.ts';

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export const OPERATOR: Caller = { name: 'operator' };

/** A new key per function, and `operator`, which has every permission. */
export function issueAccessKeys(functions: readonly FunctionDefinition[]) {
  const callers = new Map<string, Caller>([[OPERATOR.name, OPERATOR]]);
  const keys = new Map<string, AccessKey>();
  for (const { name, roleId } of functions) {
    const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
    callers.set(accessKeyId, { name, roleId });
    keys.set(name, { accessKeyId, secretAccessKey: randomBytes(30).toString('base64') });
  }
  return {
    callers,
    keyOf: (name: string): AccessKey => {
      const key = keys.get(name);
      if (key === undefined) throw new Error(`${name} has no access key`);
      return key;
    },
  };
}
