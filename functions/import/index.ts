import { openClaimCheck } from '../../core/runtime/claim-check.ts';
import { readEnv } from '../../core/runtime/env.ts';
import { ENV } from '../../core/runtime/env-names.ts';
import { createImportQueue, ImportMessageSchema } from '../../core/runtime/import-queue.ts';
import { createQueueConsumer } from '../../core/runtime/queue-consumer.ts';
import { openSqs } from '../../core/runtime/sqs.ts';
import { openTable } from '../../core/store/table.ts';
import { createImporter } from './importer.ts';

const env = readEnv(ENV.tableName, ENV.queueUrl, ENV.importBucket);
const sqs = openSqs();
const bodies = openClaimCheck(env.IMPORT_BUCKET);

/** Applies what suppliers have posted in asynchronous mode. */
export const handler = createQueueConsumer({
  queueUrl: env.QUEUE_URL,
  format: {
    schema: ImportMessageSchema,
    idsOf: ({ org_id, supplier_id, import_id }) => ({ org_id, supplier_id, import_id }),
  },
  handle: createImporter({
    table: openTable(env.TABLE_NAME),
    queue: createImportQueue(env.QUEUE_URL, sqs, bodies),
    bodies,
    clock: Date.now,
  }),
  sqs,
});
