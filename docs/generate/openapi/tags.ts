/** The groups of operations, the most important first, each with what it is about. */
export const TAGS = {
  'Procurement requests':
    'Ask for something to be bought, decide on it, and record what a buyer has ordered and received.',
  'Purchase orders': 'What an approved request has ordered, its lines and what has arrived of them.',
  'Tickets and costs': 'What ITSM tickets are about, what was procured for them, and what it costs.',
  'Vendors and budgets': 'From whom the organization buys, and what its cost centers may spend.',
  Catalog: 'What suppliers sell, as their catalogs, prices and availability tell it.',
  'ERP syncs': 'Pull vendors, budgets, purchase order statuses and catalogs from the ERPs.',
  'Needs attention': 'Whether everything reaches the partners, and what a person does about what does not.',
  Integrations: 'Set up a partner: settings, credentials, routing, and what it calls the master data.',
  Organization: 'Cost centers, people and the rules of approvals.',
  Suppliers: 'Who may post catalogs, prices and the documents of orders, and with which user name.',
  Notifications: "Events to the organization's own endpoints, signed by Standard Webhooks 1.0.",
} as const;

export type TagName = keyof typeof TAGS;
