import * as z from 'zod';

const OneOrMore = z.union([z.string(), z.array(z.string())], 'must be a string or a list of strings');

/** The condition operators of the CDK's grants. */
const Conditions = z.partialRecord(
  z.enum(['ArnEquals', 'ArnLike', 'Bool', 'StringEquals']),
  z.record(z.string(), OneOrMore),
);

const Statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z
    .union([z.literal('*'), z.strictObject({ AWS: OneOrMore.optional(), Service: OneOrMore.optional() })])
    .optional(),
  Action: OneOrMore,
  Resource: OneOrMore,
  Condition: Conditions.optional(),
});

/** The policies that the authorizer can evaluate; any other element or operator is rejected. */
export const PolicyDocumentSchema = z.strictObject({ Version: z.string().optional(), Statement: z.array(Statement) });

export type PolicyDocument = z.infer<typeof PolicyDocumentSchema>;
export type PolicyStatement = z.infer<typeof Statement>;

export interface RoleDefinition {
  /** Logical id in the template. */
  readonly id: string;
  readonly policies: readonly PolicyDocument[];
}
