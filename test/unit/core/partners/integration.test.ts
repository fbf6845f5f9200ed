import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { boundSecret } from '../../../../core/partners/given-hosts.ts';
import { createIntegration, PartnerUrlSchema, type ReadCredentials } from '../../../../core/partners/integration.ts';
import { IntegrationError } from '../../../../core/sync/errors.ts';

const SettingsSchema = z.object({
  base_url: z.url(),
  company_code: z._default(z.string().check(z.maxLength(4)), '1010'),
});
const CredentialsSchema = z.object({
  username: z.string().check(z.minLength(1)),
  password: z.string().check(z.minLength(1)),
});
type Credentials = z.infer<typeof CredentialsSchema>;

const STORED = { base_url: 'https://sap.example.com' };
const SECRET = JSON.stringify({ username: 'HUB', password: 'hunter2' });

interface Client {
  readonly number: number;
  readonly base_url: string;
  readonly credentials: ReadCredentials<Credentials>;
}

/** Integrations whose settings and secrets are what the test says; the n-th client has the number n. */
function integrations({ secret = async (_fresh: boolean): Promise<string> => SECRET } = {}) {
  const settings = new Map<string, unknown>([['org_1', STORED]]);
  const reads: { readonly orgId: string; readonly fresh: boolean }[] = [];
  let clients = 0;
  const open = createIntegration<z.infer<typeof SettingsSchema>, Credentials, Client>(
    {
      partner: 'sap',
      settings: SettingsSchema,
      credentials: CredentialsSchema,
      createClient: ({ settings: { base_url }, credentials }) => ({ number: ++clients, base_url, credentials }),
    },
    {
      loadSettings: async (orgId) => settings.get(orgId),
      readSecret: async (orgId, { fresh }) => {
        reads.push({ orgId, fresh });
        return secret(fresh);
      },
      protocols: ['https:'],
      clock: Date.now,
    },
  );
  return { open, settings, reads };
}

async function rejection(call: Promise<unknown>): Promise<{ readonly error: unknown; readonly shown: string }> {
  const error: unknown = await call.then(
    () => 'no error',
    (reason) => reason,
  );
  return { error, shown: inspect(error, { depth: 20, showHidden: true }) };
}

describe('an integration', () => {
  it('has its settings with their defaults, and a client made of them', async () => {
    const { settings, client } = await integrations().open('org_1');
    expect(settings).toEqual({ base_url: 'https://sap.example.com', company_code: '1010' });
    expect(client).toMatchObject({ number: 1, base_url: 'https://sap.example.com' });
  });

  it('is paused when it is not enabled', async () => {
    const { error } = await rejection(integrations().open('org_without'));
    expect(error).toBeInstanceOf(IntegrationError);
    expect(error).toMatchObject({
      code: 'integration.disabled',
      message: 'SAP is not enabled for this organization: enable it, then resume it.',
    });
  });

  it.each<[unknown, string]>([
    [{ base_url: 'sap', company_code: '10100' }, 'base_url'],
    [{ base_url: 'sap', company_code: '10100' }, 'company_code'],
    [{}, 'base_url'],
    [null, 'SAP'],
    ['enabled', 'SAP'],
  ])('is paused with the settings %j, and a person reads of %s', async (stored, named) => {
    const { open, settings } = integrations();
    settings.set('org_1', stored);
    const { error } = await rejection(open('org_1'));
    expect(error).toBeInstanceOf(IntegrationError);
    expect(error).toMatchObject({ code: 'integration.invalid', message: expect.stringContaining(named) });
  });

  it('is found as soon as its settings are corrected or removed', async () => {
    const { open, settings } = integrations();
    settings.set('org_1', {});
    await expect(open('org_1')).rejects.toMatchObject({ code: 'integration.invalid' });
    settings.set('org_1', STORED);
    await expect(open('org_1')).resolves.toMatchObject({ client: { number: 1 } });
    settings.delete('org_1');
    await expect(open('org_1')).rejects.toMatchObject({ code: 'integration.disabled' });
  });
});

describe('the client of an integration', () => {
  it('is the same as long as its settings are', async () => {
    const { open, settings } = integrations();
    const { client } = await open('org_1');
    settings.set('org_1', { ...STORED, company_code: '1010', unknown_to_the_schema: true });
    expect((await open('org_1')).client).toBe(client);
  });

  it('is replaced as soon as its settings change', async () => {
    const { open, settings } = integrations();
    await open('org_1');
    settings.set('org_1', { base_url: 'https://other.example.com' });
    expect((await open('org_1')).client).toMatchObject({ number: 2, base_url: 'https://other.example.com' });
    settings.set('org_1', STORED);
    expect((await open('org_1')).client.number).toBe(3);
  });

  it('is another one for another organization, with that organization’s secret', async () => {
    const { open, settings, reads } = integrations();
    settings.set('org_2', STORED);
    const first = await open('org_1');
    const second = await open('org_2');
    expect(second.client).not.toBe(first.client);
    await second.client.credentials({ fresh: false });
    await first.client.credentials({ fresh: true });
    expect(reads.slice(2)).toEqual([
      { orgId: 'org_2', fresh: false },
      { orgId: 'org_1', fresh: true },
    ]);
  });

  it('is not open until its secret has been read, so that no call fails for want of it', async () => {
    const { open, reads } = integrations();
    const { client } = await open('org_1');
    expect(reads).toEqual([{ orgId: 'org_1', fresh: false }]);
    expect(await client.credentials({ fresh: false })).toEqual({ username: 'HUB', password: 'hunter2' });
  });
});

describe('the secret of an integration', () => {
  const ELSEWHERE = { base_url: 'https://evil.example.com' };
  const other = JSON.stringify({ username: 'X', password: 'fake' });

  it('is read again when the settings change: what the cache has was given for another host', async () => {
    const { open, settings, reads } = integrations({ secret: async (fresh) => (fresh ? other : SECRET) });
    await open('org_1');
    settings.set('org_1', ELSEWHERE);
    expect((await open('org_1')).client.base_url).toBe(ELSEWHERE.base_url);
    expect(reads.map(({ fresh }) => fresh)).toEqual([false, true]);
  });

  it('is not used for a host that it was not given for, also when only one of the two could be saved', async () => {
    const bound = boundSecret({ username: 'HUB', password: 'hunter2' }, STORED);
    const { open, settings } = integrations({ secret: async () => bound });
    const { client } = await open('org_1');
    expect(await client.credentials({ fresh: true })).toEqual({ username: 'HUB', password: 'hunter2' });
    settings.set('org_1', ELSEWHERE);
    const { error, shown } = await rejection(open('org_1'));
    expect(error).toMatchObject({
      code: 'integration.credentials_invalid',
      message: expect.stringContaining('given for another host'),
    });
    expect(shown).not.toContain('hunter2');
  });

  it('is not told to a client of former settings that asks for it once more', async () => {
    let secret = SECRET;
    const { open } = integrations({ secret: async () => secret });
    const { client } = await open('org_1');
    secret = boundSecret({ username: 'HUB', password: 'hunter2' }, ELSEWHERE);
    await expect(client.credentials({ fresh: true })).rejects.toMatchObject({
      code: 'integration.credentials_invalid',
    });
  });

  it('is read again at once when the cache has one of another form', async () => {
    const { open, reads } = integrations({ secret: async (fresh) => (fresh ? SECRET : '{"user":"HUB"}') });
    await open('org_1');
    expect(reads.map(({ fresh }) => fresh)).toEqual([false, true]);
  });

  async function credentials(secret: () => Promise<string>) {
    return rejection(integrations({ secret }).open('org_1'));
  }

  it.each(['ResourceNotFoundException', 'InvalidRequestException', 'AccessDeniedException'])(
    'pauses it as %s',
    async (name) => {
      const cause = Object.assign(new Error('No such secret'), { name });
      const { error } = await credentials(() => Promise.reject(cause));
      expect(error).toBeInstanceOf(IntegrationError);
      expect(error).toMatchObject({
        code: 'integration.credentials_missing',
        message: expect.stringContaining(`can't be read (${name})`),
        cause,
      });
    },
  );

  it('is a failure of the hub when Secrets Manager fails otherwise', async () => {
    const cause = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
    expect(await credentials(() => Promise.reject(cause))).toMatchObject({ error: cause });
  });

  it.each([
    'hunter2',
    '',
    'null',
    '"hunter2"',
    '{"username":"HUB"}',
    '{"username":"HUB","password":""}',
    '{"user":"HUB","pass":"hunter2"}',
  ])('pauses it as %j, whose content is in no error', async (text) => {
    const { error, shown } = await credentials(async () => text);
    expect(error).toBeInstanceOf(IntegrationError);
    expect(error).toMatchObject({
      code: 'integration.credentials_invalid',
      message:
        'The secret of the SAP integration must be JSON with "username" and "password": correct it, then resume it.',
    });
    expect(shown).not.toMatch(/hunter2|HUB/);
  });
});

describe('the address of a partner', () => {
  const UrlSchema = z.object({ base_url: PartnerUrlSchema, auth: z.object({ token_url: PartnerUrlSchema }) });
  function openWith(protocols: readonly string[], base_url: string, token_url: string) {
    const open = createIntegration(
      { partner: 'sap', settings: UrlSchema, credentials: z.object({}), createClient: () => ({}) },
      {
        loadSettings: async () => ({ base_url, auth: { token_url }, note: 'http://is-no-address' }),
        readSecret: async () => '{}',
        protocols,
        clock: Date.now,
      },
    );
    return open('org_1');
  }

  it.each([
    ['base_url', 'http://sap.example.com', 'https://sap.example.com'],
    ['base_url', 'HTTP://sap.example.com', 'https://sap.example.com'],
    ['auth.token_url', 'https://sap.example.com', 'http://sap.example.com'],
  ])('has TLS where nothing else is permitted: %s', async (name, base_url, token_url) => {
    const opened = openWith(['https:'], base_url, token_url);
    await expect(opened).rejects.toBeInstanceOf(IntegrationError);
    await expect(opened).rejects.toMatchObject({
      code: 'integration.invalid',
      message: `The settings of the SAP integration are invalid: ${name} must begin with https://. Correct them, then resume it.`,
    });
  });

  it('may be without TLS where the stage permits it', async () => {
    const local = ['https:', 'http:'];
    await expect(openWith(local, 'http://127.0.0.1', 'https://sap.example.com')).resolves.toBeDefined();
    await expect(openWith(['https:'], 'https://a', 'https://b')).resolves.toBeDefined();
  });
});

describe('an invalid setting', () => {
  it.each([{ base_url: 'sap' }, { base_url: 7 }, { base_url: 'https://a', company_code: '10100' }, {}, null])(
    'is reported in words of the hub, as %j',
    async (stored) => {
      const schema = z.object({
        base_url: PartnerUrlSchema,
        company_code: z._default(z.string().check(z.maxLength(4)), '1010'),
      });
      const open = createIntegration(
        { partner: 'sap', settings: schema, credentials: z.object({ username: z.string() }), createClient: () => ({}) },
        { loadSettings: async () => stored, readSecret: async () => '{}', protocols: ['https:'], clock: Date.now },
      );
      await expect(open('org_1')).rejects.toThrow(
        /^The settings of the SAP integration are invalid: [\w ]+ (?:must|is missing)[^:]*\. Correct them, then resume it\.$/,
      );
    },
  );

  it.each(['https://HUB:hunter2@sap.example.com', 'ftp://sap.example.com', 'javascript:alert(1)'])(
    'is %s as a partner’s address',
    (url) => {
      expect(PartnerUrlSchema.safeParse(url).success).toBe(false);
    },
  );
});
