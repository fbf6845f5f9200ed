import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Endpoint } from '../aws/endpoint/index.ts';
import type { Lambda } from '../aws/lambda/index.ts';
import type { State } from '../collections.ts';
import type { PartnerAccess } from '../simulators/server.ts';
import { OPERATOR } from './access-keys.ts';
import { supplierAccess } from './supplier-access.ts';

export interface ProvisionOptions {
  readonly endpoint: Endpoint;
  readonly lambda: Lambda;
  readonly state: State;
  /** The function that stores an organization. */
  readonly functionName: string;
  /** Secrets are named `<prefix>/<organization>/<partner>`. */
  readonly secretPrefix: string;
  readonly partners: Readonly<Record<string, PartnerAccess>>;
}

const DIRECTORY = join(import.meta.dirname, '..', 'organizations');

const DocumentSchema = z.looseObject({
  org_id: z.string(),
  budgets: z.array(z.looseObject({ fiscal_year: z.int() })),
  integrations: z.array(z.looseObject({ partner: z.string(), settings: z.looseObject({}) })),
  suppliers: z.array(z.looseObject({ supplier_id: z.string(), name: z.string() })).default([]),
});
type Document = z.infer<typeof DocumentSchema>;

/** What a supplier of an example organization calls the hub with. */
export interface ExampleSupplier {
  readonly supplier_id: string;
  readonly name: string;
  readonly username: string;
  readonly password: string;
}

/**
 * Sets the example organizations up as an operator would: credentials into Secrets Manager, documents to the
 * `provision` function. Skipped when the data directory was provisioned with the same documents and partners. Returns their
 * suppliers, as of then.
 */
export async function provisionOrganizations(options: ProvisionOptions): Promise<ExampleSupplier[]> {
  const { partners, state } = options;
  const addresses = Object.entries(partners).map(([partner, { url }]) => [partner, url]);
  const read = await readOrganizations(Object.fromEntries(addresses));
  const known = await Promise.all(read.map((document) => withSupplierAccess(state, document)));
  const documents = known.map(({ document }) => document);
  const suppliers = known.flatMap((one) => one.suppliers);
  const hash = createHash('sha256')
    .update(JSON.stringify([documents, partners]))
    .digest('hex');
  const runtime = state.sublevel<string>('runtime');
  if ((await runtime.get('provisioned')) === hash) return suppliers;
  for (const document of documents) {
    const { functionError, payload } = await options.lambda.invoke(options.functionName, {
      ...document,
      replace: true,
    });
    if (functionError !== undefined) throw new Error(`${document.org_id} can't be provisioned: ${payload}`);
    await putSecrets(options, document);
  }
  await runtime.put('provisioned', hash);
  // Nothing invokes it again soon.
  options.lambda.kill(options.functionName);
  return suppliers;
}

/** The document with the hashes of its suppliers' passwords, as an operator would send it, and the passwords. */
async function withSupplierAccess(state: State, document: Document) {
  const known = await Promise.all(
    document.suppliers.map(async (supplier) => {
      const username = `${document.org_id}/${supplier.supplier_id}`;
      return { supplier, username, ...(await supplierAccess(state, username)) };
    }),
  );
  const suppliers: ExampleSupplier[] = known.map(({ supplier: { supplier_id, name }, username, password }) => ({
    supplier_id,
    name,
    username,
    password,
  }));
  const hashed = known.map(({ supplier, credential }) => ({ ...supplier, credential }));
  return { document: { ...document, suppliers: hashed }, suppliers };
}

/** The documents of the example organizations, with the simulators' base addresses by partner. */
export async function readOrganizations(partners: Readonly<Record<string, string>>): Promise<Document[]> {
  const files = (await readdir(DIRECTORY)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(files.map((file) => readDocument(file, partners)));
}

async function readDocument(file: string, partners: Readonly<Record<string, string>>): Promise<Document> {
  const document = DocumentSchema.parse(JSON.parse(await readFile(join(DIRECTORY, file), 'utf8')));
  const integrations = document.integrations.map(({ partner, settings, ...integration }) => {
    const base_url = partners[partner];
    if (base_url === undefined) throw new Error(`${file}: there is no simulator for ${partner}`);
    return { ...integration, partner, settings: { ...settings, base_url } };
  });
  return { ...document, integrations, budgets: withCurrentYear(document.budgets) };
}

/** The example budgets, copied to the current fiscal year if they have none for it. */
function withCurrentYear(budgets: Document['budgets']): Document['budgets'] {
  const fiscal_year = new Date().getUTCFullYear();
  if (budgets.some((budget) => budget.fiscal_year === fiscal_year)) return budgets;
  return [...budgets, ...budgets.map((budget) => ({ ...budget, fiscal_year }))];
}

async function putSecrets({ endpoint, secretPrefix, partners }: ProvisionOptions, document: Document): Promise<void> {
  for (const { partner } of document.integrations) {
    const SecretId = `${secretPrefix}/${document.org_id}/${partner}`;
    const SecretString = JSON.stringify(partners[partner]?.credentials);
    const input = { SecretId, SecretString };
    await endpoint.call(OPERATOR, { service: 'secretsmanager', action: 'PutSecretValue', input });
  }
}
