/** The requests that dynalite has checked, and the storage of its actions. */
import type { Operation, Path } from './expressions.ts';
import type { LegacyConditions, LegacyUpdate } from './legacy.ts';
import type { Item, Tables } from './types.ts';
import type { UpdateAction } from './update.ts';

/** Bounds of a Query or Scan on dynalite's keys. */
export interface KeyRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** What a Query or Scan is to read. */
export interface Page {
  readonly range: KeyRange;
  /** The members of its `LastEvaluatedKey`. */
  readonly keyNames: readonly string[];
}

/** The storage of dynalite's actions. */
export interface ItemStore {
  readonly tables: Tables;
  get(table: string, key: string): Item | undefined;
  /** Puts an item; deletes it when `item` is undefined. */
  write(table: string, key: string, item: Item | undefined): void;
}

/** A validated request, with parsed expressions and defaults. */
export interface Checked {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ExclusiveStartKey?: Item;
  readonly IndexName?: string;
  readonly Expected?: LegacyConditions;
  readonly QueryFilter?: LegacyConditions;
  readonly ScanFilter?: LegacyConditions;
  readonly AttributeUpdates?: Readonly<Record<string, LegacyUpdate>>;
  readonly AttributesToGet?: readonly string[];
  /** By key attribute, also of a key condition expression. */
  readonly KeyConditions?: LegacyConditions;
  readonly _condition?: { readonly expression: Operation };
  readonly _filter?: { readonly expression: Operation; readonly pathHeads: Readonly<Record<string, unknown>> };
  /** Without paths, dynalite returns whole items. */
  readonly _projection?: { readonly paths?: readonly Path[] | undefined };
  readonly _updates?: { readonly sections: readonly UpdateAction[]; readonly paths: readonly Path[] };
  readonly [member: string]: unknown;
}
export type Output = Readonly<Record<string, unknown>>;
export type Types = Readonly<Record<string, unknown>>;
export interface Schema {
  readonly types: Types;
  readonly custom?: (data: unknown, store: unknown) => string | undefined;
}
