import { TestEnvironment } from 'jest-environment-node';

/** A worker ends with jest: one whose jest was killed would go on with its tests and start further processes. */
process.once('disconnect', () => process.exit(1));

export default TestEnvironment;
