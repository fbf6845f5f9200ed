const PRODUCT = 'v1/procurement/products/401';
const DELL = { name: 'Latitude 5550', category: 'Notebooks', externalId: 'DELL-LAT5550-i7-16', supplierName: 'Dell' };
const SERVICE = { id: 401, ...DELL, type: 'service', self: { href: PRODUCT } };
const VERSIONS = [
  { id: 811, versionName: '16 GB', purchasePrice: 40, recurringPrice: 0 },
  { id: 812, versionName: '32 GB', purchasePrice: 100, recurringPrice: 0 },
];
const MEMORY = {
  ...{ id: 801, name: 'Memory', versionId: 811, versionName: '16 GB' },
  self: { href: `${PRODUCT}/options/801` },
};

/** What a tenant has, in the vendor's field names (equipme 9, 10, 22). */
export const EMPLOYEES = ['Jane Doe', 'Max Muster'].map((fullName, index) => ({
  id: 101 + index,
  fullName,
  username: `${fullName.toLowerCase().replace(' ', '.')}@example.com`,
  costCenter: 'IT Infrastructure',
  costCenterId: 7,
  self: { href: `v1/organization/employees/${101 + index}` },
}));

export const LOCATIONS = ['location', 'warehouse', 'remoteWork'].map((type, index) => {
  return { id: 201 + index, name: `Berlin ${type}`, type, self: { href: `v1/organization/locations/${201 + index}` } };
});

export const GROUPS = [{ id: 301, name: 'IT', self: { href: 'v1/organization/groups/301' } }];

/** By `productOfferId`: a purchase, and a rental with an option. */
export const OFFERS = [
  { id: 5001, type: 'purchase', purchasePrice: 1429, recurringPrice: 0, subscriptionPeriod: 0, options: [] },
  {
    ...{ id: 5002, type: 'rental', purchasePrice: 49, recurringPrice: 39.9, subscriptionPeriod: 36 },
    options: [{ ...MEMORY, action: 'order', versions: VERSIONS }],
  },
].map(({ options, ...offer }) => {
  const self = { href: `${PRODUCT}/offers/${offer.id}` };
  return { id: offer.id, service: SERVICE, offer: { ...offer, self }, options };
});
