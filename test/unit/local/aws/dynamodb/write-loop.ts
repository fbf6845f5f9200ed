/** Writes pairs of items in transactions until it is killed; prints the number of each one once it is acknowledged. */
import { openDynamoDb } from '../../../../../local/aws/dynamodb/index.ts';
import { ORDERS } from './orders-table.ts';

const [path = ''] = process.argv.slice(2);
const service = await openDynamoDb({ path, tables: [ORDERS], region: 'eu-west-1', accountId: '111122223333' });
const http = { method: 'POST', path: '/', query: '', headers: {}, body: Buffer.alloc(0) };
function put(pk: string) {
  return {
    Put: { TableName: 'orders', Item: { pk: { S: pk }, sk: { S: 'order' }, status: { S: 'open' } } },
  };
}

for (let number = 0; ; number += 1) {
  const input = { TransactItems: [put(`${number}-left`), put(`${number}-right`)] };
  await service.handle({ action: 'TransactWriteItems', input, caller: { name: 'operator' }, http });
  process.stdout.write(`${number}\n`);
}
