import { Validator } from '@seriousme/openapi-schema-validator';

/** Where a document does not fit OpenAPI's own schema for its version; none where it does. */
export async function openApiFaults(document: object): Promise<unknown[]> {
  const { valid, errors } = await new Validator().validate({ ...document });
  if (valid) return [];
  return Array.isArray(errors) ? errors : [errors];
}
