import { TestEnvironment } from 'jest-environment-node';

/** A worker ends with jest: one whose jest was killed would go on with its tests and start further processes. */
const end = () => process.exit(1);
process.once('disconnect', end);
// That listener keeps the worker alive; jest ends a worker by removing its own listener to messages.
process.on('removeListener', (event) => event === 'message' && process.off('disconnect', end));

export default TestEnvironment;
