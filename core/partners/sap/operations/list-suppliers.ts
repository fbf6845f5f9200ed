import type { CallContext } from '../../../sync/call-context.ts';
import { type SapBusinessPartner, SapBusinessPartnerSchema } from '../pull-schemas.ts';
import { quoted, type SapPage, type SapReader } from '../reader.ts';
import type { SapSettings } from '../settings.ts';

/**
 * The suppliers after one, with address, by number (sap 63, 64): business partners, as suppliers have no address of their
 * own. https://api.sap.com/api/API_BUSINESS_PARTNER
 */
export function listSuppliers(
  reader: SapReader,
  context: CallContext,
  { business_partner_path }: SapSettings,
  after: string,
): Promise<SapPage<SapBusinessPartner>> {
  const query = {
    $filter: `Supplier gt ${quoted(after)}`,
    $orderby: 'Supplier',
    $expand: 'to_Supplier,to_BusinessPartnerAddress/to_EmailAddress,to_BusinessPartnerAddress/to_URLAddress',
  };
  const list = { root: business_partner_path, set: 'A_BusinessPartner', query, row: SapBusinessPartnerSchema };
  return reader.page(context, list, 'Supplier');
}
