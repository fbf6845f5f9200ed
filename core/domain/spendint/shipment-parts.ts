import type { Fields } from './fields.ts';
import { text } from './format.ts';

export interface ProductDetail {
  readonly asset_tag: string | null;
  readonly imei: string | null;
  readonly serial_number: string;
}

const MAX_DETAILS = 1000;

/** The units of a line, as far as the supplier names them. */
export function productDetails(line: Fields): ProductDetail[] {
  return line.list('product_details', 'Product details', MAX_DETAILS).map((item) => {
    const detail = line.of(item);
    return {
      asset_tag: detail.optional('asset_tag', 'Asset tag', text(100)),
      imei: detail.optional('imei', 'IMEI', text(100)),
      serial_number: detail.required('serial_number', 'Serial number', text(100)),
    };
  });
}

export interface ShippingAddress {
  readonly city: string | null;
  readonly country: string | null;
  readonly name: string | null;
  readonly state: string | null;
  readonly street: string | null;
  readonly zip_code: string | null;
}

export function shippingAddress(line: Fields): ShippingAddress | null {
  const fields = line.object('shipping_address', 'Shipping address');
  return (
    fields && {
      city: fields.optional('city', 'City', text(1000)),
      country: fields.optional('country', 'Country', text(40)),
      name: fields.optional('name', 'Name', text(1000)),
      state: fields.optional('state', 'State', text(1000)),
      street: fields.optional('street', 'Street', text(1000)),
      zip_code: fields.optional('zip_code', 'Zip code', text(40)),
    }
  );
}
