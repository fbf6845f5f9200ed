export const REQUESTS = '/v1/erp/procurement';

/** A small request, as most are. */
export const dock = {
  type: 'hardware',
  title: 'Dock',
  items: [
    { name: 'Dell WD22TB4 Thunderbolt Dock', sku: 'DELL-WD22TB4', quantity: 1, unit_cost: 279.01, currency: 'USD' },
  ],
  vendor: 'Dell Technologies',
  cost_center: 'CC-IT-EUS',
  submit: true,
};
