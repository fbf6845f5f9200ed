import Sequencer from '@jest/test-sequencer';

/** The suites that wait for most of a minute each. jest's own order knows them only after a first run. */
const WAITING = ['crashes', 'orders-in-doubt', 'sap-failures'].map((name) => `/test/local/${name}.test.ts`);

/** Starts the suites that wait first, so that the others compute meanwhile. */
export default class extends Sequencer {
  sort(tests) {
    const waits = ({ path }) => WAITING.some((suite) => path.endsWith(suite));
    const sorted = super.sort(tests);
    return [...sorted.filter(waits), ...sorted.filter((test) => !waits(test))];
  }
}
