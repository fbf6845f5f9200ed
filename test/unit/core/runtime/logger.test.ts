import { expect, it, jest } from '@jest/globals';
import { logger } from '../../../../core/runtime/logger.ts';

it('logs fields that JSON does not have', () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const error = new Error('broken');
  error.cause = error;
  logger.error('Failed', error);
  logger.info('Counted', { count: 10n });
  const lines = write.mock.calls.map(([line]): unknown => JSON.parse(String(line)));
  write.mockRestore();
  expect(lines).toMatchObject([
    { message: 'Failed', error: { message: 'broken', cause: '[repeated]' } },
    { message: 'Counted', count: '10' },
  ]);
});
