/** Request schemas in dynalite's notation: its own, extended, and those of the actions that it lacks. */
import { schemaOf } from './dynalite.ts';
import type { Schema, Types } from './dynalite-types.ts';
import { isRecord } from './request.ts';
import type { Json } from './types.ts';

const MAX_TRANSACT_ITEMS = 100;
const MAX_TOKEN_LENGTH = 36;

const RETURN_ON_FAILURE = { type: 'String', enum: ['ALL_OLD', 'NONE'] };
const RETURN_CAPACITY = { type: 'String', enum: ['INDEXES', 'TOTAL', 'NONE'] };
const RETURNED_BY_DELETE = new Set(['ALL_OLD', 'NONE']);
const ACTIONS = new Set(['ADD', 'DELETE', 'PUT']);
const REQUIRED_STRING = { type: 'String', notNull: true };

function withReturnOnFailure(schema: Schema): Schema {
  return { ...schema, types: { ...schema.types, ReturnValuesOnConditionCheckFailure: RETURN_ON_FAILURE } };
}

/** A schema with a rule that comes before its own ones; `broken` returns the message for a request that breaks it. */
function withRule(schema: Schema, broken: (data: Json) => string | undefined): Schema {
  return {
    ...schema,
    custom: (data, store) => (isRecord(data) ? broken(data) : undefined) ?? schema.custom?.(data, store),
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html; dynalite checks PutItem's alone. */
function wrongReturnValues({ ReturnValues }: Json): string | undefined {
  return RETURNED_BY_DELETE.has(String(ReturnValues ?? 'NONE'))
    ? undefined
    : 'ReturnValues can only be ALL_OLD or NONE';
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValueUpdate.html */
function unknownAction({ AttributeUpdates }: Json): string | undefined {
  const updates = isRecord(AttributeUpdates) ? Object.values(AttributeUpdates) : [];
  const isKnown = updates.every((update) => isRecord(update) && ACTIONS.has(String(update.Action ?? 'PUT')));
  return isKnown ? undefined : 'Member must satisfy enum value set: [ADD, DELETE, PUT]';
}

export const writeItem = {
  PutItem: withReturnOnFailure(schemaOf('PutItem')),
  UpdateItem: withRule(withReturnOnFailure(schemaOf('UpdateItem')), unknownAction),
  DeleteItem: withRule(withReturnOnFailure(schemaOf('DeleteItem')), wrongReturnValues),
};

/** A schema with the named members of another. */
function member(schema: Schema, names: readonly string[], required: Types = {}): Schema {
  const kept = names.map((name) => [name, schema.types[name]] as const);
  return { ...schema, types: { ...Object.fromEntries(kept), ...required } };
}

const EXPRESSION_MEMBERS = ['TableName', 'ExpressionAttributeNames', 'ExpressionAttributeValues'];
const WRITE_MEMBERS = [...EXPRESSION_MEMBERS, 'ConditionExpression', 'ReturnValuesOnConditionCheckFailure'];
const { PutItem, UpdateItem, DeleteItem } = writeItem;

/** The members of TransactWriteItems by kind. */
export const transactWriteMembers: Readonly<Record<string, Schema>> = {
  ConditionCheck: member(DeleteItem, [...WRITE_MEMBERS, 'Key'], { ConditionExpression: REQUIRED_STRING }),
  Put: member(PutItem, [...WRITE_MEMBERS, 'Item']),
  Delete: member(DeleteItem, [...WRITE_MEMBERS, 'Key']),
  Update: member(UpdateItem, [...WRITE_MEMBERS, 'Key'], { UpdateExpression: REQUIRED_STRING }),
};

/** The member of TransactGetItems. */
export const transactGetMembers: Readonly<Record<string, Schema>> = {
  Get: member(schemaOf('GetItem'), ['TableName', 'Key', 'ProjectionExpression', 'ExpressionAttributeNames']),
};

function transaction(name: string, members: Readonly<Record<string, Schema>>, more: Types = {}): Schema {
  const children = Object.entries(members).map(([kind, { types }]) => [
    kind,
    { type: `FieldStruct<${kind}>`, children: types },
  ]);
  return {
    types: {
      ReturnConsumedCapacity: RETURN_CAPACITY,
      TransactItems: {
        type: 'List',
        notNull: true,
        lengthGreaterThanOrEqual: 1,
        lengthLessThanOrEqual: MAX_TRANSACT_ITEMS,
        children: { type: `ValueStruct<${name}>`, children: Object.fromEntries(children) },
      },
      ...more,
    },
  };
}

export const transactWriteItems = transaction('TransactWriteItem', transactWriteMembers, {
  ClientRequestToken: { type: 'String', lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: MAX_TOKEN_LENGTH },
});
export const transactGetItems = transaction('TransactGetItem', transactGetMembers);
