import { type Operations, VERSIONED } from '../operation.ts';
import { pageOf } from '../schemas/common.ts';
import * as schemas from '../schemas/suppliers.ts';

const tag = 'Suppliers';

export const SUPPLIER_OPERATIONS = {
  'GET /v1/suppliers': {
    id: 'listSuppliers',
    tag,
    summary: 'List suppliers',
    description: 'By id, without their passwords.',
    responses: { 200: pageOf(schemas.Supplier) },
  },
  'POST /v1/suppliers': {
    id: 'createSupplier',
    tag,
    summary: 'Create a supplier',
    description:
      'The response has the password, once: a repeated call with the same `Idempotency-Key` gets null instead. A vendor is one supplier at most.',
    responses: { 201: schemas.SupplierWithPassword },
    etag: true,
  },
  'GET /v1/suppliers/{supplier_id}': {
    id: 'getSupplier',
    tag,
    summary: 'Get a supplier',
    responses: { 200: schemas.Supplier },
    etag: true,
  },
  'PATCH /v1/suppliers/{supplier_id}': {
    id: 'updateSupplier',
    tag,
    summary: 'Change or disable a supplier',
    description:
      'Within about ten seconds, the API of suppliers knows of it. A supplier is not deleted, because orders name it: `enabled: false` ends its access.',
    responses: { 200: schemas.Supplier },
    ...VERSIONED,
  },
  'POST /v1/suppliers/{supplier_id}/rotate': {
    id: 'rotateSupplierPassword',
    tag,
    summary: 'Rotate the password of a supplier',
    description:
      'The response has the new password, once. The former one is valid beside it for `overlap_seconds`, and one before that no more; 0 is the answer to a password that others know. Within about ten seconds, the API of suppliers knows of it.',
    responses: { 200: schemas.SupplierWithPassword },
    etag: true,
  },
} satisfies Operations;
