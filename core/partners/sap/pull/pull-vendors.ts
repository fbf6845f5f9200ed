import type { Pull } from '../../../pull/puller.ts';
import type { PulledVendor } from '../../../pull/records.ts';
import { listSuppliers } from '../operations/list-suppliers.ts';
import type { SapBusinessPartner } from '../pull-schemas.ts';
import { positionOf } from '../reader.ts';
import type { OpenSap } from './open-sap.ts';

/** SAP's suppliers, by number. The cursor is the last one read. */
export function pullVendors(openSap: OpenSap): Pull<PulledVendor> {
  return async ({ orgId, cursor = '' }, context) => {
    const { settings, client } = await openSap(orgId);
    const { rows, unreadable, last } = await listSuppliers(client, context, settings, cursor);
    return { records: rows.map(toVendor), unreadable, next: last && positionOf(last, 'Supplier') };
  };
}

/** sap 63: a supplier whose purchases or postings are blocked takes no orders. */
export function toVendor({ Supplier, to_Supplier, to_BusinessPartnerAddress }: SapBusinessPartner): PulledVendor {
  const { SupplierName: name, DeletionIndicator, PurchasingIsBlocked, PostingIsBlocked } = to_Supplier;
  const addresses = to_BusinessPartnerAddress.results;
  const [email] = addresses.flatMap(({ to_EmailAddress }) => to_EmailAddress.results);
  const [url] = addresses.flatMap(({ to_URLAddress }) => to_URLAddress.results);
  return {
    number: Supplier,
    name,
    status: DeletionIndicator ? 'inactive' : PurchasingIsBlocked || PostingIsBlocked ? 'blocked' : 'active',
    website: url?.WebsiteURL || null,
    primary_contact_email: email?.EmailAddress || null,
  };
}
