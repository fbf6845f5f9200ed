import { isAbsolute, join, relative } from 'node:path';
import type { HubFile } from './hub-file.ts';

/** What a person sees when the node is ready. */
export function startupBanner(hub: HubFile, dataDirectory: string, milliseconds: number): string {
  const api = hub.api.replace('127.0.0.1', 'localhost');
  const near = relative(process.cwd(), dataDirectory);
  const data = near.startsWith('..') ? dataDirectory : near || '.';
  const hubFile = join(data, 'hub.json');
  const line = (name: string, text: string): string => `  ${name.padEnd(14)}${text}`;
  return `
procurement-hub is ready (${(milliseconds / 1000).toFixed(1)} s)

${[
  line('API', api),
  ...Object.entries(hub.partners).map(([name, url]) => line(`${name} simulator`, url)),
  line('AWS endpoint', `${hub.aws} (access key "operator"; controls below /_hub/)`),
  line('logs', join(data, 'logs')),
  line('addresses', `${hubFile}, with the tokens`),
].join('\n')}

Tokens of ${hub.org}, good for 30 days:

requester
${hub.tokens.requester}

approver
${hub.tokens.approver}

admin
${hub.tokens.admin}

Others: npm run -s token -- --user usr_x --org ${hub.org} --roles procurement_requester,procurement_approver

Try it: ask for a dock, approve it, and see the purchase order that it became in SAP.

  as() { node -p "require('${isAbsolute(hubFile) ? hubFile : `./${hubFile}`}').tokens.$1"; }
  ID=$(curl -s ${api}/v1/erp/procurement -H "Authorization: Bearer $(as requester)" \\
    -H "Content-Type: application/json" -d '{"type": "hardware", "title": "Dock for the new desk", "submit": true,
    "cost_center": "CC-IT-EUS", "vendor": "Dell Technologies", "items": [{"name": "Dell WD22TB4 Thunderbolt Dock",
    "sku": "DELL-WD22TB4", "quantity": 1, "unit_cost": 279.00, "currency": "USD"}]}' \\
    | node -p 'JSON.parse(require("fs").readFileSync(0)).id')
  curl -s -X POST ${api}/v1/erp/procurement/$ID/approve -H "Authorization: Bearer $(as approver)"
  sleep 1; curl -s ${api}/v1/erp/procurement/$ID/sync -H "Authorization: Bearer $(as approver)"

Ctrl-C stops the node and keeps its data; npm start -- --fresh begins empty.
`;
}
