import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { createAuthorizer, type PolicyStatement } from '../../../../local/aws/iam/index.ts';
import { matchesWildcard } from '../../../../local/aws/iam/wildcard.ts';

const TABLE = 'arn:aws:dynamodb:eu-west-1:000000000000:table/hub';
function allowing(...Statement: PolicyStatement[]) {
  return createAuthorizer([{ id: 'ApiRole', policies: [{ Statement }] }]);
}
const put = { roleId: 'ApiRole', action: 'dynamodb:PutItem', resource: TABLE };

describe('a role', () => {
  it('may do what a policy allows, whatever the case of the action', () => {
    const iam = allowing({
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

  it('may not do what one policy denies, though another allows it', () => {
    const all: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' };
    expect(allowing(all, { Effect: 'Deny', Action: 'dynamodb:PutItem', Resource: '*' }).isAllowed(put)).toBe(false);
    expect(allowing(all, { Effect: 'Deny', NotAction: 'dynamodb:*', Resource: '*' }).isAllowed(put)).toBe(true);
    expect(allowing(all, { Effect: 'Deny', Action: '*', NotResource: TABLE }).isAllowed(put)).toBe(true);
  });

  it.each([
    [{ StringEquals: { 'aws:k': ['a', 'b'] } }, { 'AWS:K': 'b' }, true],
    [{ StringEquals: { 'aws:k': 'a' } }, {}, false],
    [{ StringNotEquals: { 'aws:k': 'a' } }, {}, true],
    [{ StringLike: { k: 'a*' } }, { k: 'abc' }, true],
    [{ ArnEquals: { k: 'arn:*:x' } }, { k: 'arn:y:x' }, true],
    [{ Bool: { 'aws:SecureTransport': false } }, { 'aws:SecureTransport': 'true' }, false],
    [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'b'] }, true],
    [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'c'] }, false],
    [{ 'ForAnyValue:StringLike': { k: 'a*' } }, { k: ['x', 'ab'] }, true],
    [{ 'ForAnyValue:StringLike': { k: 'a*' } }, {}, false],
  ])('is held to the condition %j with %j: %s', (Condition, context, expected) => {
    const iam = allowing({ Effect: 'Allow', Action: '*', Resource: '*', Condition } as PolicyStatement);
    expect(iam.isAllowed({ ...put, context: context as Record<string, string> })).toBe(expected);
  });

  it("is refused in AWS's words", () => {
    const ask = { ...put, functionName: 'api', accountId: '000000000000' };
    expect(() => allowing().assertAllowed(ask)).toThrow(
      expect.objectContaining({
        code: 'AccessDeniedException',
        status: 400,
        message:
          'User: arn:aws:sts::000000000000:assumed-role/ApiRole/api is not authorized to perform: dynamodb:PutItem on ' +
          `resource: ${TABLE} because no identity-based policy allows the dynamodb:PutItem action`,
      }),
    );
    expect(() => allowing().assertAllowed({ ...ask, action: 's3:GetObject' })).toThrow(
      expect.objectContaining({ code: 'AccessDenied', status: 403 }),
    );
    const deny: PolicyStatement = { Effect: 'Deny', Action: '*', Resource: '*' };
    expect(() => allowing(deny).assertAllowed(ask)).toThrow(/explicit deny/);
  });

  it('has no policy that the evaluation does not understand', () => {
    const statement: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' };
    const numeric = { NumericLessThan: { k: '5' } };
    expect(() => allowing({ ...statement, Condition: numeric })).toThrow(/NumericLessThan/);
    expect(() => allowing({ Effect: 'Allow', Resource: '*' })).toThrow(/Action/);
    const unresolved = { ...statement, Resource: { Ref: 'Table' } } as unknown as PolicyStatement;
    expect(() => allowing(unresolved)).toThrow(/not resolved/);
  });
});

describe('a resource policy', () => {
  const iam = createAuthorizer(
    [],
    [
      {
        document: {
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
      },
      {
        principal: 'apigateway.amazonaws.com',
        action: 'lambda:InvokeFunction',
        resource: 'arn:f',
        sourceArn: 'arn:api/*',
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
  ])('answers %j with %s', (request, expected) => {
    expect(iam.serviceAllowed(request)).toBe(expected);
  });
});

it('IAM wildcards agree with a regular expression', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
  fc.assert(
    fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 }), (wildcard, text) => {
      const regex = new RegExp(`^${wildcard.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(matchesWildcard(wildcard, text)).toBe(regex.test(text));
    }),
    { numRuns: 500 },
  );
});
