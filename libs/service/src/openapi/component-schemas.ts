import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { isDeepStrictEqual } from 'node:util';
import { nestedClassesOf, type BodyClass } from '../nested.js';
import { schemaOfRule } from '../rule.js';
import type { UnknownMembers } from '../validation.js';

/** A JSON Schema (2020-12), as plain JSON. */
export type Schema = Record<string, unknown>;

/** The named schemas of a document: they come to be as something refers to them. */
export class ComponentSchemas {
  private readonly schemas = new Map<string, Schema>();
  private readonly classes = new Map<string, readonly [BodyClass, UnknownMembers]>();

  /** All of them, by their names. */
  all(): Record<string, Schema> {
    return Object.fromEntries([...this.schemas].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** A reference to the schema of a class of bodies, which has the class's name. */
  ofClass(bodyClass: BodyClass, unknownMembers: UnknownMembers): Schema {
    const { name } = bodyClass;
    const known = this.classes.get(name);
    if (known && !isDeepStrictEqual(known, [bodyClass, unknownMembers])) {
      throw new Error(`Two classes of bodies are named ${name}, or it is taken with unknown members and without`);
    }
    if (!known) {
      this.classes.set(name, [bodyClass, unknownMembers]);
      this.keep(name, this.schemaOf(bodyClass, unknownMembers));
    }
    return referenceTo(name);
  }

  /** The same without what is no JSON, and with references in place of the schemas that have an `$id`: those are named. */
  lifted(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.lifted(item));
    if (typeof value !== 'object' || value === null) return value;
    const { $id: name, ...rest } = value as { $id?: unknown };
    const lifted = Object.fromEntries(
      Object.entries(rest).flatMap(([key, member]) => (member === undefined ? [] : [[key, this.lifted(member)]])),
    );
    if (typeof name !== 'string') return lifted;
    this.keep(name, lifted);
    return referenceTo(name);
  }

  private keep(name: string, schema: Schema): void {
    const known = this.schemas.get(name);
    if (known && !isDeepStrictEqual(known, schema)) throw new Error(`Two schemas are named ${name}`);
    this.schemas.set(name, schema);
  }

  private schemaOf(bodyClass: BodyClass, unknownMembers: UnknownMembers): Schema {
    const schema = targetConstructorToSchema(bodyClass, {
      additionalConverters: {
        nestedValidation: ({ propertyName }) => {
          const [first, ...others] = nestedClassesOf(bodyClass, propertyName).map((one) =>
            this.ofClass(one, unknownMembers),
          );
          return others.length === 0 ? { ...first } : { oneOf: [{ ...first }, ...others] };
        },
        customValidation: (meta) => {
          const rule = schemaOfRule(meta);
          if (rule) return rule;
          throw new Error(`${bodyClass.name}.${meta.propertyName}: the rule ${meta.name ?? ''} has no schema`);
        },
      },
    });
    return { ...schema, ...(unknownMembers === 'refused' && { additionalProperties: false }) };
  }
}

function referenceTo(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}
