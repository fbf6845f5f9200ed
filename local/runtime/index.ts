import { resolve } from 'node:path';
import { createAdversity } from '../aws/adversity.ts';
import { ISSUER_PATH, openIssuer } from '../issuer.ts';
import { startSimulators } from '../simulators/server.ts';
import { ensureAssembly } from '../synthesize.ts';
import { readStack } from '../template/index.ts';
import { ADMIN_PATH, createAdminApi } from './admin-api.ts';
import { openDataDirectory } from './data-directory.ts';
import { openErrorLog } from './error-log.ts';
import { startHousekeeping } from './housekeeping.ts';
import { describeHub, type HubFile, writeHubFile } from './hub-file.ts';
import { openListeners } from './listeners.ts';
import type { RuntimeOptions } from './options.ts';
import { provisionOrganizations } from './organizations.ts';
import { apiOf, serveApi } from './serve-api.ts';
import { createServices } from './services.ts';

const CHECKOUT = resolve(import.meta.dirname, '../..');
const STAGE = 'dev';
const STACK_NAME = `procurement-hub-${STAGE}`;
const REQUEST_GRACE_MS = 2_000;
const BATCH_GRACE_MS = 5_000;

export interface RunningRuntime {
  readonly hub: HubFile;
  /** Gives requests and batches in flight seconds to end, and closes everything. */
  close(): Promise<void>;
}

/** Starts everything that the template defines in one process; `log` receives what takes long. */
export async function startRuntime(options: RuntimeOptions, log: (text: string) => void): Promise<RunningRuntime> {
  const { dataDirectory } = options;
  const state = await openDataDirectory(dataDirectory, options.fresh);
  const { report: onError, close: closeErrorLog } = openErrorLog(dataDirectory);
  const listeners = await openListeners(options);
  const simulators = await startSimulators({ listener: listeners.simulators, state });

  const issuerUrl = listeners.aws.url + ISSUER_PATH;
  const environment = {
    region: 'us-east-1',
    accountId: '000000000000',
    stackName: STACK_NAME,
    awsUrl: listeners.aws.url,
  };
  const assembly = await ensureAssembly(CHECKOUT, STAGE, () => log('Synthesizing the CDK app …'));
  const model = await readStack(assembly, environment);
  const api = apiOf(model, issuerUrl, options);
  const adversity = options.adverseSeed === undefined ? undefined : createAdversity(options.adverseSeed);
  const services = await createServices({ model, environment, dataDirectory, state, adversity, onError });
  const { endpoint, lambda, eventBridge, mappings, dynamoDb } = services;

  const audience = api.routes.flatMap(({ authorizer }) => authorizer?.audiences ?? [])[0] ?? '';
  const issuer = await openIssuer(dataDirectory, issuerUrl, audience);
  const adminApi = createAdminApi({ model, stackName: STACK_NAME, ...services, onError });
  listeners.aws.serve((request, response) => {
    if (request.url?.startsWith(`${ADMIN_PATH}/`)) adminApi(request, response);
    else if (request.url?.startsWith(`${ISSUER_PATH}/`)) issuer.listener(request, response);
    else endpoint.listener(request, response);
  });

  const suppliers = await provisionOrganizations({
    endpoint,
    lambda,
    state,
    functionName: `${STACK_NAME}-provision`,
    secretPrefix: model.functions.flatMap(({ environment }) => environment.SECRET_PREFIX ?? [])[0] ?? '',
    partners: simulators.partners,
  });
  await lambda.start();
  await mappings.start();
  const stopSchedules = eventBridge.startSchedules();
  const stopHousekeeping = startHousekeeping(dynamoDb, model.tables, onError);
  const accessLog = serveApi({ listener: listeners.api, api, environment, services, dataDirectory, onError });
  const hub = await describeHub(listeners, { partners: simulators.partners, suppliers }, issuer);
  await writeHubFile(dataDirectory, hub);
  // Loads the functions before the first request and the first event of each kind.
  lambda.warm([...api.routes.map(({ functionArn }) => functionArn), ...model.mappings.map((m) => m.functionName)]);

  return {
    hub,
    close: async () => {
      await listeners.api.close(REQUEST_GRACE_MS);
      accessLog.close();
      stopSchedules();
      await stopHousekeeping();
      const killTimer = setTimeout(() => {
        for (const { name } of model.functions) lambda.kill(name);
      }, BATCH_GRACE_MS);
      await mappings.stop();
      clearTimeout(killTimer);
      await services.close();
      await listeners.aws.close(0);
      await simulators.close();
      await state.close();
      closeErrorLog();
    },
  };
}
