import { isAbsolute, join, relative } from 'node:path';
import { DATA_FILES } from '../data-files.ts';
import { OPERATOR } from './access-keys.ts';
import { ADMIN_PATH } from './admin-api.ts';
import type { HubFile } from './hub-file.ts';
import type { RuntimeOptions } from './options.ts';

/** What the terminal shows when the hub is ready. */
export function startupBanner(
  hub: HubFile,
  { dataDirectory, adverseSeed: seed }: Pick<RuntimeOptions, 'dataDirectory' | 'adverseSeed'>,
  milliseconds: number,
): string {
  const api = hub.api.replace('127.0.0.1', 'localhost');
  const fromHere = relative(process.cwd(), dataDirectory);
  const data = fromHere.startsWith('..') ? dataDirectory : fromHere || '.';
  const hubFile = join(data, DATA_FILES.hub);
  const lines = [
    ['API', api],
    ...Object.entries(hub.partners).map(([name, url], n) => [n === 0 ? 'Simulators' : '', `${name.padEnd(12)}${url}`]),
    ['AWS endpoint', `${hub.aws} (access key "${OPERATOR.name}")`],
    ['Admin API', `${hub.aws}${ADMIN_PATH}/`],
    ['Suppliers', `${api}/api/sn_spend_intg/spendint (see docs/suppliers.md)`],
    ['Logs', join(data, DATA_FILES.logs)],
    ['All of this as JSON', hubFile],
    ...(seed === undefined ? [] : [['A bad day, seed', `${seed} (again: npm start -- --adverse --seed ${seed})`]]),
  ];
  return `
procurement-hub is ready (${(milliseconds / 1000).toFixed(1)} s)

${lines.map(([name = '', text]) => `  ${name.padEnd(21)}${text}`).join('\n')}

Tokens for ${hub.org}, valid for 30 days:

requester
${hub.tokens.requester}

approver
${hub.tokens.approver}

admin
${hub.tokens.admin}

Create others with:

  npm run -s token -- --user usr_x --org ${hub.org} --roles procurement_requester,procurement_approver

Try it in another terminal: request a dock, approve the request, and see the number of its purchase order in SAP.
The order is pending until its supplier confirms it: docs/suppliers.md has that part.

  token() { node -p "require('${isAbsolute(hubFile) ? hubFile : `./${hubFile}`}').tokens.$1"; }
  ID=$(curl -s ${api}/v1/erp/procurement -H "Authorization: Bearer $(token requester)" \\
    -H "Content-Type: application/json" -d '{"type": "hardware", "title": "Dock for the new desk", "submit": true,
    "cost_center": "CC-IT-EUS", "vendor": "Dell Technologies", "items": [{"name": "Dell WD22TB4 Thunderbolt Dock",
    "sku": "DELL-WD22TB4", "quantity": 1, "unit_cost": 279.00, "currency": "USD"}]}' \\
    | node -p 'JSON.parse(require("fs").readFileSync(0)).id')
  curl -s -X POST ${api}/v1/erp/procurement/$ID/approve -H "Authorization: Bearer $(token approver)"
  sleep 1; curl -s ${api}/v1/erp/procurement/$ID/sync -H "Authorization: Bearer $(token approver)"

Ctrl-C stops the hub and keeps its data. npm start -- --fresh deletes the data first.
`;
}
