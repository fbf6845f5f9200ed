import { enableCompileCache } from 'node:module';

// In JavaScript, because the cache holds what is imported after this call: with it, Node loads no TypeScript compiler.
enableCompileCache();
await import('./main.ts');
