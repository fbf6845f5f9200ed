import { AwsError } from '../service.ts';

export function validationException(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export function isAwsError(error: unknown, code: string): error is AwsError {
  return error instanceof AwsError && error.code === code;
}

export function notFound(detail = ''): AwsError {
  return new AwsError('ResourceNotFoundException', `Requested resource not found${detail}`);
}
