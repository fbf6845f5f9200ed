/** The systems that the hub syncs with, by the name they have in events, secrets, queues and routes. */
export const PARTNERS = ['sap'] as const;

export type Partner = (typeof PARTNERS)[number];
