import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Endpoint } from '../aws/endpoint/index.ts';
import type { Lambda } from '../aws/lambda/index.ts';
import { AwsError } from '../aws/service.ts';
import type { State } from '../collections.ts';
import type { PartnerAccess } from '../simulators/server.ts';
import { OPERATOR } from './access-keys.ts';

export interface ProvisionOptions {
  readonly endpoint: Endpoint;
  readonly lambda: Lambda;
  readonly state: State;
  /** The function that sets organizations up. */
  readonly functionName: string;
  /** `procurement-hub/dev`: a secret's name goes on with the organization and the partner. */
  readonly secretPrefix: string;
  readonly partners: Readonly<Record<string, PartnerAccess>>;
}

const DIRECTORY = join(import.meta.dirname, '..', 'organizations');

const DocumentSchema = z.looseObject({
  org_id: z.string(),
  budgets: z.array(z.looseObject({ fiscal_year: z.int() })),
  integrations: z.array(z.looseObject({ partner: z.string(), settings: z.looseObject({}) })),
});
type Document = z.infer<typeof DocumentSchema>;

/**
 * Sets the example organizations up as an operator would: credentials into Secrets Manager, documents to the
 * `provision` function. A node that has done so with the same documents and partners doesn't do it again.
 */
export async function provisionOrganizations(options: ProvisionOptions): Promise<void> {
  const { partners, state } = options;
  const files = (await readdir(DIRECTORY)).filter((name) => name.endsWith('.json')).sort();
  const documents = await Promise.all(
    files.map(async (name) => {
      const document = DocumentSchema.parse(JSON.parse(await readFile(join(DIRECTORY, name), 'utf8')));
      return withPartners(withFiscalYear(document, new Date().getUTCFullYear()), partners);
    }),
  );
  const done = state.sublevel<string>('node');
  const hash = createHash('sha256')
    .update(JSON.stringify([documents, partners]))
    .digest('hex');
  if ((await done.get('provisioned')) === hash) return;
  for (const document of documents) {
    await putSecrets(options, document);
    const { functionError, payload } = await options.lambda.invoke(options.functionName, document);
    if (functionError !== undefined) throw new Error(`${document.org_id} can't be set up: ${payload}`);
  }
  await done.put('provisioned', hash);
}

/** The example budgets also serve the year in which somebody tries them. */
function withFiscalYear(document: Document, year: number): Document {
  if (document.budgets.some(({ fiscal_year }) => fiscal_year === year)) return document;
  return { ...document, budgets: [...document.budgets, ...document.budgets.map((b) => ({ ...b, fiscal_year: year }))] };
}

function withPartners(document: Document, partners: ProvisionOptions['partners']): Document {
  const integrations = document.integrations.map((integration) => {
    const partner = partners[integration.partner];
    if (partner === undefined) throw new Error(`${document.org_id}: there is no simulator for ${integration.partner}`);
    return { ...integration, settings: { ...integration.settings, base_url: partner.url } };
  });
  return { ...document, integrations };
}

async function putSecrets({ endpoint, secretPrefix, partners }: ProvisionOptions, document: Document): Promise<void> {
  for (const { partner } of document.integrations) {
    const name = `${secretPrefix}/${document.org_id}/${partner}`;
    const SecretString = JSON.stringify(partners[partner]?.credentials);
    const call = (action: string, input: Record<string, unknown>) =>
      endpoint.call(OPERATOR, { service: 'secretsmanager', action, input });
    try {
      await call('PutSecretValue', { SecretId: name, SecretString });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === 'ResourceNotFoundException')) throw error;
      await call('CreateSecret', { Name: name, SecretString });
    }
  }
}
