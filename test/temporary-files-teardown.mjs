export { teardown as default } from './temporary-files.mjs';
