import 'node:crypto';
import 'node:http';
import 'node:https';
import { pathToFileURL } from 'node:url';

/** Prints how long the import of a bundle takes, without the modules of Node that every client of AWS needs. */
const start = performance.now();
await import(pathToFileURL(process.argv[2] ?? '').href);
console.log(performance.now() - start);
process.exit();
