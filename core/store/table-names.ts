/** Names of the single table's keys and indexes, shared by the template and the store. */
export const TABLE_KEYS = { partition: 'pk', sort: 'sk', ttl: 'expires_at' } as const;

/** Sparse, overloaded indexes. Keys are `<index>pk` and `<index>sk`; each carries the few attributes that filters need. */
export const TABLE_INDEXES = ['gsi1', 'gsi2', 'gsi3'] as const;

/** Non-key attributes that every index carries, so that list filters are exact without reading the items. */
export const INDEX_ATTRIBUTES = ['entity', 'type', 'status', 'requester_id'] as const;

export type TableIndex = (typeof TABLE_INDEXES)[number];
