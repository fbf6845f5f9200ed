import { BlockList, isIP } from 'node:net';

/** Which addresses the hub may call: people choose the URLs, and the hub's own network must stay out of their reach. */

/** Not of the Internet, by IANA's registry: private, loopback, link-local with the metadata services, shared, multicast. */
const SPECIAL_IPV4: readonly (readonly [network: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/** Global unicast, and IPv4 as IPv6 writes it; all else is loopback, unique local with the metadata service, and so on. */
const PUBLIC_IPV6 = listOf([
  ['2000::', 3],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
]);
const SPECIAL_IPV6: readonly (readonly [network: string, bits: number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
];
const SPECIAL = listOf([...SPECIAL_IPV6, ...SPECIAL_IPV4, ...SPECIAL_IPV4.flatMap(embedded)]);
const LOOPBACK = listOf([
  ['127.0.0.0', 8],
  ['::1', 128],
]);

/** An IPv4 network as IPv6 carries it: mapped, behind NAT64, and in 6to4. */
function embedded([network, bits]: readonly [string, number]): [string, number][] {
  const hex = Buffer.from(network.split('.').map(Number)).toString('hex');
  const [high, low] = [hex.slice(0, 4), hex.slice(4)];
  return [
    [`::ffff:${high}:${low}`, 96 + bits],
    [`64:ff9b::${high}:${low}`, 96 + bits],
    [`2002:${high}:${low}::`, 16 + bits],
  ];
}

function listOf(networks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, bits] of networks) list.addSubnet(network, bits, familyOf(network));
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

/** Whether the hub may call an address; `loopback` is for the local runtime alone. */
export function isPermitted(address: string, loopback: boolean): boolean {
  // The scope of a link-local address.
  const [plain = ''] = address.split('%');
  if (isIP(plain) === 0) return false;
  const family = familyOf(plain);
  if (loopback && LOOPBACK.check(plain, family)) return true;
  return !SPECIAL.check(plain, family) && (family === 'ipv4' || PUBLIC_IPV6.check(plain, family));
}
