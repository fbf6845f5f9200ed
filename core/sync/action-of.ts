import { PARTNERS, type Partner } from './partners.ts';
import { isSettled, type SyncRecord } from './sync-record.ts';

/** What a person can do about a sync, in a sentence (procurement-api 141). */
export function actionOf(partner: Partner, record: SyncRecord): string {
  const { displayName } = PARTNERS[partner];
  if (!isSettled(record)) return 'Nothing: it goes on by itself.';
  if (record.state === 'unknown') {
    return `Look in ${displayName} whether the document exists: link it if it does, retry if it does not.`;
  }
  const code = record.last_error?.code ?? '';
  if (code.startsWith('mapping.')) return 'Add the mapping that last_error names, then retry.';
  if (code === 'sync.link_failed') return 'Link another document, or retry, which gives up the link.';
  if (record.partner_document_id === null) {
    return `Correct what last_error names, then retry. If ${displayName} has the document already, link it. Or cancel the request.`;
  }
  return `Correct what last_error names, in ${displayName} or in the order, then retry. Or cancel the request.`;
}
