/** Names of the single table's keys and indexes, shared by the template and the store. */
export const TABLE_KEYS = { partition: 'pk', sort: 'sk', ttl: 'expires_at' } as const;

/** Sparse, overloaded indexes. Keys are `<index>pk` and `<index>sk`. */
export const TABLE_INDEXES = ['gsi1', 'gsi2', 'gsi3'] as const;

/**
 * Attributes that every index carries beside the keys. Only what never changes: an attribute that changes would cost a
 * write in each index each time.
 */
export const INDEX_ATTRIBUTES = ['type'] as const;

export type TableIndex = (typeof TABLE_INDEXES)[number];
