import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { PolicyDocumentSchema, type PolicyStatement } from '../../../../local/aws/iam/definition.ts';
import { createAuthorizer } from '../../../../local/aws/iam/index.ts';

const TABLE = 'arn:aws:dynamodb:eu-west-1:000000000000:table/hub';
const ALL: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' };

function authorizerWith(...Statement: PolicyStatement[]) {
  return createAuthorizer([{ id: 'ApiRole', policies: [{ Statement }] }]);
}
const put = { roleId: 'ApiRole', action: 'dynamodb:PutItem', resource: TABLE };

describe('an execution role', () => {
  it('is allowed what a policy grants, whatever the case of the action', () => {
    const iam = authorizerWith({
      Effect: 'Allow',
      Action: ['dynamodb:put*', 'dynamodb:GetItem'],
      Resource: [TABLE, `${TABLE}/*`],
    });
    expect(iam.isAllowed(put)).toBe(true);
    expect(iam.isAllowed({ ...put, resource: `${TABLE}/index/x` })).toBe(true);
    expect(iam.isAllowed({ ...put, resource: `${TABLE}2` })).toBe(false);
    expect(iam.isAllowed({ ...put, action: 'dynamodb:UpdateItem' })).toBe(false);
    expect(iam.isAllowed({ ...put, roleId: 'OtherRole' })).toBe(false);
  });

  it('is denied what one policy denies and another allows', () => {
    const deny: PolicyStatement = { Effect: 'Deny', Action: 'dynamodb:PutItem', Resource: '*' };
    expect(authorizerWith(ALL, deny).isAllowed(put)).toBe(false);
    expect(authorizerWith(ALL, deny).isAllowed({ ...put, action: 'dynamodb:GetItem' })).toBe(true);
  });

  it.each<[PolicyStatement['Condition'], Record<string, string>, boolean]>([
    [{ StringEquals: { 'aws:k': ['a', 'b'] } }, { 'AWS:K': 'b' }, true],
    [{ StringEquals: { 'aws:k': 'a*' } }, { 'aws:k': 'ab' }, false],
    [{ StringEquals: { 'aws:k': 'a' } }, {}, false],
    [{ ArnEquals: { k: 'arn:*:x' } }, { k: 'arn:y:x' }, true],
    [{ ArnLike: { k: 'arn:*:x' } }, { k: 'arn:y:z' }, false],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, { 'aws:SecureTransport': 'true' }, false],
    [{ Bool: { a: 'true' }, StringEquals: { b: '1' } }, { a: 'true', b: '2' }, false],
  ])('is decided by the condition %j in the context %j: %s', (Condition, context, expected) => {
    expect(authorizerWith({ ...ALL, Condition }).isAllowed({ ...put, context })).toBe(expected);
  });

  it("is rejected with AWS's error code and message", () => {
    const request = { ...put, functionName: 'api', accountId: '000000000000' };
    expect(() => authorizerWith().assertAllowed(request)).toThrow(
      expect.objectContaining({
        code: 'AccessDeniedException',
        status: 400,
        message:
          'User: arn:aws:sts::000000000000:assumed-role/ApiRole/api is not authorized to perform: dynamodb:PutItem on ' +
          `resource: ${TABLE} because no identity-based policy allows the dynamodb:PutItem action`,
      }),
    );
    expect(() => authorizerWith().assertAllowed({ ...request, action: 's3:GetObject' })).toThrow(
      expect.objectContaining({ code: 'AccessDenied', status: 403 }),
    );
    const deny: PolicyStatement = { Effect: 'Deny', Action: '*', Resource: '*' };
    expect(() => authorizerWith(deny).assertAllowed(request)).toThrow(/explicit deny/);
  });
});

describe('a policy document', () => {
  it.each([
    ['a condition operator', { ...ALL, Condition: { NumericLessThan: { k: '5' } } }, /NumericLessThan/],
    ['an element', { ...ALL, NotResource: '*' }, /NotResource/],
    ['a missing action', { Effect: 'Allow', Resource: '*' }, /Action/],
    ['an unresolved resource', { ...ALL, Resource: { Ref: 'Table' } }, /Resource/],
  ])('is rejected by the name of %s that is not supported', (_, statement, name) => {
    expect(() => PolicyDocumentSchema.parse({ Statement: [statement] })).toThrow(name);
  });
});

describe('a resource policy', () => {
  const iam = createAuthorizer(
    [],
    [
      {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: 'arn:queue',
            Condition: { ArnEquals: { 'aws:SourceArn': 'arn:rule' } },
          },
          {
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: 'sqs:*',
            Resource: 'arn:queue',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
      {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'apigateway.amazonaws.com' },
            Action: 'lambda:InvokeFunction',
            Resource: 'arn:f',
            Condition: { ArnLike: { 'aws:SourceArn': 'arn:api/*' } },
          },
          { Effect: 'Deny', Principal: '*', Action: 'lambda:InvokeFunction', Resource: 'arn:closed' },
        ],
      },
    ],
  );
  const events = { service: 'events.amazonaws.com', action: 'sqs:SendMessage', resource: 'arn:queue' };
  const api = { service: 'apigateway.amazonaws.com', action: 'lambda:InvokeFunction', resource: 'arn:f' };

  it.each([
    [{ ...events, sourceArn: 'arn:rule' }, true],
    [{ ...events, sourceArn: 'arn:other' }, false],
    [events, false],
    [{ ...events, service: 's3.amazonaws.com', sourceArn: 'arn:rule' }, false],
    [{ ...api, sourceArn: 'arn:api/prod/GET' }, true],
    [{ ...api, sourceArn: 'arn:web/prod' }, false],
    [{ ...api, resource: 'arn:closed' }, false],
  ])('decides %j: %s', (request, expected) => {
    expect(iam.serviceAllowed(request)).toBe(expected);
  });
});

describe('a wildcard', () => {
  const isMatch = (pattern: string, resource: string): boolean =>
    authorizerWith({ ...ALL, Resource: pattern }).isAllowed({ ...put, resource });

  it.each([
    ['a.c', 'abc', false],
    ['a.c', 'a.c', true],
    ['a(b)+[c]$^|\\', 'a(b)+[c]$^|\\', true],
    ['a|b', 'a', false],
    ['a?c', 'ac', false],
    ['a?c', 'abc', true],
    ['a*', 'a', true],
    ['a*', 'a/b\nc', true],
    ['*b', 'abc', false],
    ['A', 'a', false],
  ])('%j matches %j: %s', (pattern, resource, expected) => {
    expect(isMatch(pattern, resource)).toBe(expected);
  });

  it('matches every text that fills in its `*` and `?`', () => {
    const part = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', '.', '/', '(') }).map((text) => [text, text] as const),
      fc.string().map((text) => ['*', text] as const),
      fc.constantFrom('a', '-', '$').map((text) => ['?', text] as const),
    );
    return fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) =>
        expect(isMatch(parts.map(([p]) => p).join(''), parts.map(([, t]) => t).join(''))).toBe(true),
      ),
      { numRuns: 500 },
    );
  });
});
