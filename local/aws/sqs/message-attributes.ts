import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AwsError } from '../service.ts';

/** List values are not among the members: AWS has reserved them for the future. */
export const MessageAttributesSchema = z.record(
  z.string(),
  z.strictObject({
    DataType: z.string(),
    StringValue: z.string().optional(),
    /** Base64. */
    BinaryValue: z.string().optional(),
  }),
);
export type MessageAttributes = z.infer<typeof MessageAttributesSchema>;
type MessageAttribute = MessageAttributes[string];

/** Characters that XML 1.0 excludes; SQS rejects them over JSON too. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the control characters are excluded
export const FORBIDDEN = /[^\u0009\u000A\u000D\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

const MAX_ATTRIBUTES = 10;
/** Of names, and of data types with their custom label. */
const MAX_CHARACTERS = 256;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
export function checkAttributes(attributes: MessageAttributes): void {
  const entries = Object.entries(attributes);
  if (entries.length > MAX_ATTRIBUTES) throw invalid(`Number of message attributes must not exceed ${MAX_ATTRIBUTES}.`);
  for (const [name, attribute] of entries) {
    const reason = nameFault(name) ?? typeFault(attribute) ?? valueFault(attribute);
    if (reason !== undefined) throw invalid(`The message (user) attribute '${name}' ${reason}`);
  }
}

export function invalid(reason: string): AwsError {
  return new AwsError('InvalidParameterValue', `One or more parameters are invalid. Reason: ${reason}`);
}

function nameFault(name: string): string | undefined {
  if (name.length > MAX_CHARACTERS) return `must have a name of at most ${MAX_CHARACTERS} characters.`;
  if (/^(aws|amazon)\./i.test(name)) return 'must not have a name that starts with AWS. or Amazon.';
  if (/^[\w-]+(\.[\w-]+)*$/.test(name)) return undefined;
  return 'must have a name of A-Z, a-z, 0-9, underscore, hyphen, and period, which separates other characters.';
}

function typeFault({ DataType }: MessageAttribute): string | undefined {
  if (DataType.length > MAX_CHARACTERS) return `must have a type of at most ${MAX_CHARACTERS} characters.`;
  if (/^(String|Number|Binary)(\..+)?$/.test(DataType)) return undefined;
  return 'is invalid. You must use only the following supported type prefixes: Binary, Number, String.';
}

function valueFault({ DataType, StringValue, BinaryValue }: MessageAttribute): string | undefined {
  const isBinary = DataType.startsWith('Binary');
  const [value = '', other] = isBinary ? [BinaryValue, StringValue] : [StringValue, BinaryValue];
  if (value === '' || other !== undefined)
    return `must contain a non-empty value of its type ${DataType}, and no other.`;
  if (!isBinary && FORBIDDEN.test(value)) return 'has invalid characters.';
  if (DataType.startsWith('Number') && !isNumber(value))
    return 'has a value that is not a number of at most 38 digits.';
  return undefined;
}

/** Up to 38 digits of precision, between 10^-128 and 10^126. */
function isNumber(text: string): boolean {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^[+-]?(?=\.?\d)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = whole + fraction;
  const significant = digits.replace(/^0+|0+$/g, '');
  const magnitude = whole.length - 1 - digits.search(/[1-9]/) + Number(exponent);
  return digits !== '' && (significant === '' || (significant.length <= 38 && magnitude >= -128 && magnitude <= 126));
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const part = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const { DataType = '', StringValue, BinaryValue } = attributes[name] ?? {};
    part(Buffer.from(name));
    part(Buffer.from(DataType));
    const binary = DataType.startsWith('Binary');
    hash.update(Buffer.from([binary ? 2 : 1]));
    part(binary ? Buffer.from(BinaryValue ?? '', 'base64') : Buffer.from(StringValue ?? ''));
  }
  return hash.digest('hex');
}
