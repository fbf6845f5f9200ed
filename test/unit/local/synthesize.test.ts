import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureAssembly } from '../../../local/synthesize.ts';

/** A CDK app whose template has one more character with every run. */
const APP = `
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
appendFileSync('runs', '.');
mkdirSync(process.env.CDK_OUTDIR, { recursive: true });
writeFileSync(process.env.CDK_OUTDIR + '/template.json', readFileSync('runs', 'utf8'));
`;

describe('ensureAssembly', () => {
  let root = '';
  const runs = () => readFileSync(join(root, 'runs'), 'utf8').length;
  const ensure = () => ensureAssembly(root, 'dev', () => undefined);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'checkout-'));
    for (const folder of ['bin', 'lib', 'functions', 'core', 'events', 'docs']) mkdirSync(join(root, folder));
    for (const file of ['docs/openapi.json', 'package-lock.json', 'cdk.json', 'tsconfig.json']) {
      writeFileSync(join(root, file), '{}');
    }
    writeFileSync(join(root, 'bin', 'procurement-hub.ts'), APP);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('synthesizes once for the same sources', async () => {
    expect(await ensure()).toBe(await ensure());
    expect(runs()).toBe(1);
  });

  it('synthesizes again when a source changes, and keeps the older assembly', async () => {
    const first = await ensure();
    writeFileSync(join(root, 'core', 'rule.ts'), 'export const rule = 1;');
    const second = await ensure();
    expect(second).not.toBe(first);
    expect(readFileSync(join(first, 'template.json'), 'utf8')).toBe('.');
    expect(readFileSync(join(second, 'template.json'), 'utf8')).toBe('..');
  });

  it('returns one assembly to two runtimes that start at the same time', async () => {
    const [one, other] = await Promise.all([ensure(), ensure()]);
    expect(one).toBe(other);
    expect(readdirSync(join(root, 'cdk.out', 'local'))).toHaveLength(1);
  });

  it('throws the output of a CDK app that fails, and keeps no directory', async () => {
    writeFileSync(join(root, 'bin', 'procurement-hub.ts'), 'throw new Error("stage: prod needs an issuer");');
    await expect(ensure()).rejects.toThrow(/can't be synthesized:[\s\S]*stage: prod needs an issuer/);
    expect(readdirSync(join(root, 'cdk.out', 'local'))).toEqual([]);
  });
});
