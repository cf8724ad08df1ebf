import { ValidateBy, type ValidationArguments } from 'class-validator';

/** A rule of ours for a property of a body. */
export interface Rule {
  /** None of class-validator's own. */
  name: string;
  /** The same in the words of JSON Schema, as far as they go: what the API's description says. */
  schema: Record<string, unknown>;
  validate: (value: unknown, context?: ValidationArguments) => boolean;
  /** What is said where it is broken; `$property` stands for the property's name. */
  message: string | ((args?: ValidationArguments) => string);
}

/** The property keeps the rule; with `each`, every item of it does. */
export function Keeps({ name, schema, validate, message }: Rule, { each = false } = {}): PropertyDecorator {
  const defaultMessage = typeof message === 'string' ? () => message : message;
  return ValidateBy({ name, validator: { validate, defaultMessage } }, { each, context: { schema } });
}

/** The schema of a rule, from what class-validator keeps of it; `undefined` where the rule is none of ours. */
export function schemaOfRule({ context }: { context?: unknown }): Record<string, unknown> | undefined {
  return (context as { schema?: Record<string, unknown> } | undefined)?.schema;
}
